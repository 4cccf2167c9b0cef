// Matrix products, and what is made of them.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// C = A B (+ start), of A[m, k], B[k, n] and C[m, n]. `ra`, `ca`: strides of A's rows and columns; C's columns are next to each
// other. `start` may be C itself. Every element is summed in the same order whatever the number of threads.
typedef struct {
    ptrdiff_t m, n, k;
    const void *_Nonnull a;
    ptrdiff_t ra, ca;
    const void *_Nonnull b;
    ptrdiff_t rb, cb;
    const void *_Nullable start;
    ptrdiff_t rs, cs;
    void *_Nonnull c;
    ptrdiff_t rc;
    // Of a single product whose C has no gaps: called once for each element of C, on any thread, with elements next to each other
    // that are done and still in a cache.
    void (*_Nullable finish)(const void *_Nullable context, ptrdiff_t first, ptrdiff_t count);
    const void *_Nullable context;
} KindlingProduct;
void kindling_product_f32(const KindlingProduct *_Nonnull product);
void kindling_product_f64(const KindlingProduct *_Nonnull product);

// The same for as many products, whose factors are so many elements apart, and whose results follow each other.
#define X(name, T)                                                                                          \
    void kindling_products_##name(const KindlingProduct *_Nonnull first, ptrdiff_t count, ptrdiff_t step_a, ptrdiff_t step_b);
KINDLING_FOR_FLOATS(X)
#undef X

// The same by plain loops, for products too small to be parted, and of integers, which wrap around: start[j ss] is added to
// column j, C's rows are n apart.
#define X(name, T)                                                                                          \
    void kindling_matmul_##name(ptrdiff_t count, ptrdiff_t step_a, ptrdiff_t step_b, ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, \
                                const T *_Nonnull a, ptrdiff_t ra, ptrdiff_t ca, const T *_Nonnull b, ptrdiff_t rb, \
                                ptrdiff_t cb, const T *_Nullable start, ptrdiff_t ss, T *_Nonnull c);
KINDLING_FOR_FLOATS(X) X(i32, uint32_t) X(i64, uint64_t) X(u8, uint8_t)
#undef X

// softmax(scale q k^T + mask) v. Strides are those of batch, head and row (and column, of the mask); rows have no gaps. `group`
// heads of queries share one of keys and values. A mask is of what may be looked at, or of numbers that are added.
typedef struct {
    ptrdiff_t group, length, keys, features, values;
    ptrdiff_t q[3], k[3], v[3], out[3], dq[3], dk[3], dv[3], mask[4];
    double scale;
    bool causal;
} KindlingAttention;
// The outputs of the queries from `first` up to `last`; the gradients of all queries that share a head of keys. `out` gives
// the strides of dy too.
#define X(name, T)                                                                                            \
    void kindling_attention_##name(const KindlingAttention *_Nonnull sizes, const T *_Nonnull q, const T *_Nonnull k, \
                                   const T *_Nonnull v, const uint8_t *_Nullable allowed, const T *_Nullable added, \
                                   T *_Nonnull out, ptrdiff_t batch, ptrdiff_t head, ptrdiff_t first, ptrdiff_t last); \
    void kindling_attention_gradient_##name(const KindlingAttention *_Nonnull sizes, const T *_Nonnull dy, const T *_Nonnull q, \
                                            const T *_Nonnull k, const T *_Nonnull v, const uint8_t *_Nullable allowed, \
                                            const T *_Nullable added, T *_Nonnull dq, T *_Nonnull dk, T *_Nonnull dv, \
                                            ptrdiff_t batch, ptrdiff_t shared);
KINDLING_FOR_FLOATS(X)
#undef X

// The steps of a recurrent network, for some rows of the batch. x [length, batch, gates * hidden] has rows without gaps. h and c
// are [length + 1, batch, hidden], the state before each step and after the last, gates [length, batch, 4 * hidden]; an Elman
// network has only h, a GRU no c. `bias` is the GRU's, of the product.
typedef struct {
    KindlingCell kind;
    ptrdiff_t length, batch, hidden, gates, step, row;
} KindlingRecurrence;
// `weight` is W^T in the one, W in the other, rows filled up to whole vectors of 16. `dx` and `ds`, the cotangents of x and of the
// product, are the same but for a GRU. dc is that of c in the end, and becomes that of c in the beginning.
#define X(name, T)                                                                                            \
    void kindling_recurrent_##name(const KindlingRecurrence *_Nonnull sizes, const T *_Nonnull x, const T *_Nonnull weight, \
                                   const T *_Nullable bias, T *_Nonnull h, T *_Nullable c, T *_Nullable gates, \
                                   ptrdiff_t first, ptrdiff_t last);                                          \
    void kindling_recurrent_gradient_##name(const KindlingRecurrence *_Nonnull sizes, const T *_Nonnull dy, \
                                            const T *_Nonnull weight, const T *_Nonnull h, const T *_Nullable c, \
                                            const T *_Nullable gates, T *_Nonnull dx, T *_Nonnull ds, T *_Nonnull dh, \
                                            T *_Nullable dc, ptrdiff_t first, ptrdiff_t last);
KINDLING_FOR_FLOATS(X)
#undef X
