// Matrix products, attention and recurrent networks.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// C = A B (+ start), of A[m, k], B[k, n] and C[m, n]. `ra`, `ca`: strides of A's rows and columns; C's rows are contiguous.
// `start` may be C itself. Every element is summed in the same order whatever the number of threads.
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
    // For a single product whose C has no gaps: called with contiguous elements of C that are done and still in a cache, on any
    // thread, once for each element.
    void (*_Nullable finish)(const void *_Nullable context, ptrdiff_t first, ptrdiff_t count);
    const void *_Nullable context;
} KindlingProduct;

// softmax(scale q kᵀ + mask) v. Strides are those of batch, head and row (and column, of the mask); rows are contiguous. `group`
// heads of queries share one head of keys and values. A mask says which keys are visible, or has numbers that are added.
typedef struct {
    ptrdiff_t group, length, keys, features, values;
    ptrdiff_t q[3], k[3], v[3], out[3], dq[3], dk[3], dv[3], mask[4];
    double scale;
    bool causal;
} KindlingAttention;

// The steps of a recurrent network, for some rows of the batch. x [length, batch, gates * hidden] has contiguous rows. h and c
// are [length + 1, batch, hidden], the state before each step and after the last, gates [length, batch, 4 * hidden]; an Elman
// network has only h, a GRU no c.
typedef struct {
    KindlingRecurrenceKind kind;
    ptrdiff_t length, batch, hidden, gates, step, row;
} KindlingRecurrence;

#define TEMPLATE "declarations/products.inc"
#include "../for_each_float.inc"
#define TEMPLATE "declarations/matmul.inc"
#include "../for_each_number.inc"
