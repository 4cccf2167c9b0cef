// The hot loops, in C so that each is compiled for several vector widths and bound to the processor's own at load.
// Strides are in elements; outputs are contiguous unless a stride is given. Workspace is the allocator's.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Memory: 64-byte aligned blocks, recycled through free lists. NULL when there is no memory.
void *_Nullable kindling_allocate(size_t bytes);
// The same for a kernel's own use, which ends the program where there is none.
void *_Nonnull kindling_workspace(size_t bytes);
void kindling_free(void *_Nonnull block, size_t bytes);
// How many blocks this thread has had from the system, since none was waiting.
size_t kindling_system_allocations(void);
// Whether freed blocks wait for the next ones, which they do unless a sanitizer watches.
bool kindling_memory_is_recycled(void);

// Files: makes room for what will be written; begins to bring what was written to the disk, without waiting for it.
void kindling_reserve(int file, ptrdiff_t size);
void kindling_start_writeback(int file, ptrdiff_t offset, ptrdiff_t size);

// Threads: runs `body` for the parts 0..<parts, on the caller's thread and those of the one pool, and returns when all are done.
// Which thread runs what is left to chance, so no result may depend on it. Inside a part, and while another thread uses the pool,
// the caller does everything itself.
typedef void (*KindlingPart)(void *_Nullable context, ptrdiff_t part);
void kindling_parallel(ptrdiff_t parts, KindlingPart _Nonnull body, void *_Nullable context);

// How many threads work, the caller's among them: at first what KINDLING_NUM_THREADS or OMP_NUM_THREADS say, else one a processor.
int kindling_threads(void);
void kindling_set_threads(int count);

enum KindlingUnary {
    KU_NEGATE, KU_ABS, KU_SIGN, KU_SQUARE, KU_RECIPROCAL, KU_SQRT, KU_RSQRT,
    KU_EXP, KU_EXP2, KU_EXPM1, KU_LOG, KU_LOG2, KU_LOG10, KU_LOG1P,
    KU_SIN, KU_COS, KU_TAN, KU_ASIN, KU_ACOS, KU_ATAN,
    KU_SINH, KU_COSH, KU_TANH, KU_ASINH, KU_ACOSH, KU_ATANH,
    KU_SIGMOID, KU_RELU, KU_ERF, KU_ERFC,
    KU_FLOOR, KU_CEIL, KU_ROUND, KU_TRUNC, KU_NOT,
    KU_LGAMMA, KU_DIGAMMA, KU_ERFINV, KU_ERFCX, KU_NDTRI, KU_LOG_NDTR, KU_I0, KU_I0E, KU_I1, KU_I1E, KU_ENTR, KU_SINC,
};

enum KindlingBinary {
    KB_ADD, KB_SUBTRACT, KB_MULTIPLY, KB_DIVIDE, KB_POWER, KB_MAXIMUM, KB_MINIMUM,
    KB_REMAINDER, KB_FMOD, KB_FLOOR_DIVIDE, KB_ATAN2, KB_HYPOT, KB_COPYSIGN, KB_LOG_ADD_EXP,
    KB_AND, KB_OR, KB_XOR,
    KB_XLOGY, KB_XLOG1PY, KB_ZETA,
    KB_SIGMOID_GRADIENT, KB_TANH_GRADIENT, KB_RELU_GRADIENT,
    KB_BINARY_CROSS_ENTROPY, KB_BINARY_CROSS_ENTROPY_WITH_LOGITS, KB_SQUARED_ERROR, KB_ABSOLUTE_ERROR, KB_HUBER,
};

enum KindlingTernary {
    KT_BINARY_CROSS_ENTROPY_GRADIENT, KT_BINARY_CROSS_ENTROPY_WITH_LOGITS_GRADIENT, KT_SQUARED_ERROR_GRADIENT,
    KT_ABSOLUTE_ERROR_GRADIENT, KT_HUBER_GRADIENT,
};

enum KindlingActivation {
    KA_SILU, KA_MISH, KA_GELU, KA_GELU_TANH, KA_HARDSWISH, KA_HARDSIGMOID, KA_HARDTANH, KA_LEAKY_RELU, KA_ELU,
    KA_SOFTPLUS, KA_LOG_SIGMOID, KA_HARDSHRINK, KA_SOFTSHRINK, KA_THRESHOLD,
};

enum KindlingCompare { KC_EQUAL, KC_NOT_EQUAL, KC_LESS, KC_LESS_EQUAL, KC_GREATER, KC_GREATER_EQUAL };

enum KindlingReduce { KR_SUM, KR_PRODUCT, KR_MAX, KR_MIN, KR_SQUARES, KR_MAGNITUDES };

// One declaration for each element type.
#define KINDLING_FOR_FLOATS(X) X(f32, float) X(f64, double)
#define KINDLING_FOR_INTEGERS(X) X(i32, int32_t) X(i64, int64_t) X(u8, uint8_t)
#define KINDLING_FOR_NUMBERS(X) KINDLING_FOR_FLOATS(X) KINDLING_FOR_INTEGERS(X)

// y[i] = op(x[i sx])
#define X(name, T) \
    void kindling_unary_##name(int op, const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = x[i sx] held within low[i sl] and high[i sh]; the upper bound is stronger, NaN the strongest.
#define X(name, T)                                                                                                  \
    void kindling_clamp_##name(const T *_Nonnull x, ptrdiff_t sx, const T *_Nonnull low, ptrdiff_t sl, const T *_Nonnull high, \
                               ptrdiff_t sh, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = op(x[i sx]), and y[i] = dy[i sd] op'(x[i sx]), for an activation with up to three parameters.
#define X(name, T)                                                                                                  \
    void kindling_activation_##name(int op, double p0, double p1, double p2, const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, \
                                    ptrdiff_t n);                                                                   \
    void kindling_activation_gradient_##name(int op, double p0, double p1, double p2, const T *_Nonnull dy, ptrdiff_t sd, \
                                             const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// y[i] = op(a[i sa], b[i sb])
#define X(name, T)                                                                                       \
    void kindling_binary_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                T *_Nonnull y, ptrdiff_t n);                                             \
    void kindling_compare_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                 uint8_t *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = op(a[i sa], b[i sb], c[i sc])
#define X(name, T)                                                                                         \
    void kindling_ternary_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                 const T *_Nonnull c, ptrdiff_t sc, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// y[i] = condition[i sc] ? a[i sa] : b[i sb]; y[r yr + c yc] = x[r xr + c xc]; y = a[0], b[0], a[1], b[1] and so on: by the size
// of the element.
#define KINDLING_FOR_WIDTHS(X) X(8, uint8_t) X(16, uint16_t) X(32, uint32_t) X(64, uint64_t)
#define X(bits, T)                                                                                            \
    void kindling_select_##bits(const uint8_t *_Nonnull condition, ptrdiff_t sc, const T *_Nonnull a, ptrdiff_t sa, \
                                const T *_Nonnull b, ptrdiff_t sb, T *_Nonnull y, ptrdiff_t n);               \
    void kindling_copy_##bits(const T *_Nonnull x, ptrdiff_t xr, ptrdiff_t xc, T *_Nonnull y, ptrdiff_t yr, ptrdiff_t yc, \
                              ptrdiff_t rows, ptrdiff_t columns);                                             \
    void kindling_pair_##bits(const T *_Nonnull a, const T *_Nonnull b, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[to + i] = x[from + i] of each run.
typedef struct { ptrdiff_t from, to, count; } KindlingRun;
#define X(bits, T) \
    void kindling_copy_runs_##bits(const T *_Nonnull x, const KindlingRun *_Nonnull runs, ptrdiff_t n, T *_Nonnull y);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[i] = rows[index[i]], rows of so many bytes each.
void kindling_gather_rows(const void *_Nonnull rows, ptrdiff_t bytes, const int64_t *_Nonnull index, ptrdiff_t n, void *_Nonnull y);

// n numbers of 64 bits, two to each of Philox4x32-10's blocks from a counter on.
void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *_Nonnull y, ptrdiff_t n);
// Of one such number each: y = low + span u, at most `last`, where u is made of the number's highest bits and lies in [0, 1); and
// y = value where the number is below limit / 2^53 of all, else 0. Two normal numbers are made of two such numbers.
#define X(name, T)                                                                                                            \
    void kindling_uniform_##name(uint64_t seed, uint64_t counter, int bits, double low, double span, double last, T *_Nonnull y, \
                                 ptrdiff_t n);                                                                                \
    void kindling_normal_##name(uint64_t seed, uint64_t counter, int bits, double mean, double std, T *_Nonnull y, ptrdiff_t n); \
    void kindling_bernoulli_##name(uint64_t seed, uint64_t counter, uint64_t limit, T value, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// y[i] = x[index[i] sx + i step], by the size of the element.
#define X(bits, T)                                                                                                    \
    void kindling_gather_##bits(const T *_Nonnull x, ptrdiff_t sx, ptrdiff_t step, const int64_t *_Nonnull index,     \
                                T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_WIDTHS(X)
#undef X

// From a row, or a column, to the next in each operand.
typedef struct { ptrdiff_t y, index, x; } KindlingSteps;
// y[index[r, c] sy + (r, c)] takes in x[r, c], a KindlingReduce; or becomes it, by the size of the element.
#define X(name, T)                                                                                                    \
    void kindling_scatter_##name(int op, T *_Nonnull y, ptrdiff_t sy, const int64_t *_Nonnull index, const T *_Nonnull x, \
                                 KindlingSteps row, KindlingSteps column, ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_NUMBERS(X)
#undef X
#define X(bits, T)                                                                                                    \
    void kindling_put_##bits(T *_Nonnull y, ptrdiff_t sy, const int64_t *_Nonnull index, const T *_Nonnull x,         \
                             KindlingSteps row, KindlingSteps column, ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[r yr + c yc] += x[r xr + c xc]
#define X(name, T)                                                                                                    \
    void kindling_accumulate_##name(T *_Nonnull y, ptrdiff_t yr, ptrdiff_t yc, const T *_Nonnull x, ptrdiff_t xr, ptrdiff_t xc, \
                                    ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_NUMBERS(X)
#undef X

// The least and the greatest of n elements, at least one.
void kindling_bounds(const int64_t *_Nonnull x, ptrdiff_t n, int64_t *_Nonnull low, int64_t *_Nonnull high);

// y[i sy] = op(x[0], x[sx], ..., x[i sx]): sums and products, of a line or of the columns of a table, which may be part of a wider one.
#define X(name, T, R)                                                                                                 \
    void kindling_scan_##name(int op, const T *_Nonnull x, ptrdiff_t sx, R *_Nonnull y, ptrdiff_t sy, ptrdiff_t n);   \
    void kindling_scan_columns_##name(int op, const T *_Nonnull x, R *_Nonnull y, ptrdiff_t rows, ptrdiff_t s, ptrdiff_t columns);
X(f32, float, float) X(f64, double, double) X(i32, int32_t, int64_t) X(i64, int64_t, int64_t) X(u8, uint8_t, int64_t)
#undef X

// y[i sy] is the position of the extreme of x[0], x[sx], ..., x[i sx], the last of equal ones; NaN is beyond all.
#define X(name, T)                                                                                                    \
    void kindling_arg_scan_##name(bool largest, const T *_Nonnull x, ptrdiff_t sx, int64_t *_Nonnull y, ptrdiff_t sy, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] is where values[i] would go in a sorted line of `size`: before what is equal, or behind it. NaN is largest.
#define X(name, T)                                                                                                    \
    void kindling_search_##name(bool right, const T *_Nonnull sorted, ptrdiff_t size, const T *_Nonnull values,       \
                                int64_t *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = (to)x[i sx]. Element types are numbered f32, f64, i32, i64, u8, bool, f16, bf16.
void kindling_cast(int from, const void *_Nonnull x, ptrdiff_t sx, int to, void *_Nonnull y, ptrdiff_t n);

// accumulator = op(accumulator, x[0], x[s], ...). Floats accumulate in double, integers in int64.
#define X(name, T, A)                                                                                       \
    void kindling_reduce_##name(int op, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t n, A *_Nonnull accumulator); \
    /* accumulators[j] = op(accumulators[j], x[j + 0 s], x[j + 1 s], ...) for each of the columns j */      \
    void kindling_reduce_columns_##name(int op, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t rows,           \
                                        ptrdiff_t columns, A *_Nonnull accumulators);
#define KINDLING_FOR_ACCUMULATORS(X) \
    X(f32, float, double) X(f64, double, double) X(i32, int32_t, int64_t) X(i64, int64_t, int64_t) X(u8, uint8_t, int64_t)
KINDLING_FOR_ACCUMULATORS(X)
#undef X

// The first position of the largest (or smallest) of n elements, or of each column of a table; NaN counts as the extreme.
#define X(name, T)                                                                                          \
    ptrdiff_t kindling_arg_reduce_##name(bool largest, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t n);      \
    void kindling_arg_reduce_columns_##name(bool largest, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t rows, \
                                            ptrdiff_t columns, int64_t *_Nonnull positions);
KINDLING_FOR_NUMBERS(X)
#undef X

// The positions of the elements at `count` places, from `first` on, of the order that sorts n elements; equal ones keep theirs, NaN is
// largest. `space` holds 4 n keys: of 4 bytes, or of 8 where the elements have 8.
#define X(name, T)                                                                                                          \
    void kindling_order_##name(bool descending, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t n, ptrdiff_t first,             \
                               ptrdiff_t count, int64_t *_Nonnull order, ptrdiff_t step, void *_Nonnull space);
KINDLING_FOR_NUMBERS(X)
#undef X

// How many flags are set; the positions of the next `count` of them, from `first` on.
ptrdiff_t kindling_count(const uint8_t *_Nonnull flags, ptrdiff_t n);
void kindling_positions(const uint8_t *_Nonnull flags, ptrdiff_t first, ptrdiff_t count, int64_t *_Nonnull positions, ptrdiff_t step);

// y = softmax(x), or its logarithm, of rows of n; of columns of n elements which are s apart; and the gradient of rows by x.
#define X(name, T)                                                                                                      \
    void kindling_softmax_##name(bool logarithm, const T *_Nonnull x, T *_Nonnull y, ptrdiff_t rows, ptrdiff_t n);      \
    void kindling_softmax_columns_##name(bool logarithm, const T *_Nonnull x, T *_Nonnull y, ptrdiff_t n, ptrdiff_t s,  \
                                         ptrdiff_t columns);                                                            \
    void kindling_softmax_gradient_##name(bool logarithm, const T *_Nonnull dy, const T *_Nonnull y, T *_Nonnull dx,    \
                                          ptrdiff_t rows, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// How many rows of n elements take each step of a kernel together, as many as stay in the cache: while one waits for its sum, the
// others go on.
enum { KINDLING_TOGETHER = 16 };
static inline ptrdiff_t kindling_rows_together(ptrdiff_t n) {
    const ptrdiff_t elements = 4096;
    return n > elements ? 1 : n < elements / KINDLING_TOGETHER ? KINDLING_TOGETHER : elements / n;
}

// Elements that share a mean and a variance: `pieces` runs of `length` elements, `stride` apart, each a `share` of all. Element i of
// piece p has the weight and the bias at p piece_step + i step.
// `count` groups, at most KINDLING_TOGETHER and one if they are apart, lie `next` elements from each other and share weight and bias.
enum { KINDLING_LANES = 32 };
typedef struct {
    ptrdiff_t pieces, length, stride, piece_step, step, count, next;
    double share, epsilon;
    // Whether each place in the runs, of which there are KINDLING_LANES at most, is a group of its own; whether
    // there are a mean and a variance at all; or only a variance, around 0.
    bool apart, scaled, centered;
} KindlingGroup;

// Of one group: mean and variance; of `count` of them y = (x - mean) / sqrt(variance + epsilon) weight + bias; and of one the
// derivatives, of which dw and db are added to.
#define X(name, T)                                                                                                  \
    void kindling_statistics_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull x, T *_Nonnull means,        \
                                    T *_Nonnull variances);                                                         \
    void kindling_normalize_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull x, const T *_Nonnull weight,  \
                                   const T *_Nonnull bias, T *_Nonnull y);                                          \
    void kindling_normalize_gradient_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull dy, const T *_Nonnull x, \
                                            const T *_Nonnull weight, T *_Nonnull dx, T *_Nonnull dw, T *_Nonnull db);
KINDLING_FOR_FLOATS(X)
#undef X

// Logits of classes: of one row, `length` of them, or where rows lie side by side (`apart`) of `length` rows, KINDLING_LANES at
// most, with `pieces` classes, `stride` apart. Of a target's weight, the part `smoothing` is spread over all classes: each gets
// `spread` of its own weight. `weights` is the sum of the classes'. Shares are those of the losses in what they were reduced to.
typedef struct {
    ptrdiff_t pieces, length, stride, share_step;
    int64_t ignored;
    double smoothing, spread, weights;
    bool apart;
} KindlingClasses;
#define X(name, T)                                                                                                       \
    void kindling_cross_entropy_##name(const KindlingClasses *_Nonnull o, const T *_Nonnull x, const int64_t *_Nonnull target, \
                                       const T *_Nonnull weight, T *_Nonnull losses);                                    \
    void kindling_cross_entropy_gradient_##name(const KindlingClasses *_Nonnull o, const T *_Nonnull share, const T *_Nonnull x, \
                                                const int64_t *_Nonnull target, const T *_Nonnull weight, T *_Nonnull dx);
KINDLING_FOR_FLOATS(X)
#undef X

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

// How outputs see inputs along one spatial dim: output t, of `count`, sees the inputs t · step + offset + k · offset_step through
// the kernel's positions position + k · position_step, for k < taps, as far as they are there. It goes to start + t · apart.
// Three such dims are always given; one that is not there has sizes of 1.
typedef struct {
    ptrdiff_t input, kernel, output, count, start, apart, step;
    ptrdiff_t taps, offset, offset_step, position, position_step;
} KindlingReach;

// Sums over channels and taps of one image and group, or of a part of its outputs. Lanes of vectors are output channels, or
// else outputs side by side. Winograd's algorithm is for kernels of 3 by 3 of stride and dilation 1, with lanes of channels.
typedef struct {
    ptrdiff_t channels, out_channels;
    KindlingReach d, h, w;
    bool lanes_are_channels, is_winograd;
} KindlingCorrelation;

typedef struct {
    ptrdiff_t first, end;
} KindlingRange;

// How many elements the weights have in the order that sums take them in, and the sums of their derivative.
ptrdiff_t kindling_packed_weights(const KindlingCorrelation *_Nonnull c, size_t size);
ptrdiff_t kindling_weight_sums(const KindlingCorrelation *_Nonnull c, size_t size);
// Whether there are no infinities, and nothing that is no number.
#define X(name, T) bool kindling_all_finite_##name(const T *_Nonnull x, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// `so`, `sc`: strides of the weights' output channels and channels, so that either derivative is a correlation too. Phases see the
// same inputs and write between each other; their packed weights follow one another. Channels start where a block does.
// kindling_correlate_weights makes (or adds to) a part of the sums of the derivative by the weights, of which there are several
// `stride` apart; kindling_add_weight_sums adds those up for some of the channels.
#define X(name, T)                                                                                            \
    void kindling_pack_weights_##name(const KindlingCorrelation *_Nonnull c, ptrdiff_t phases, KindlingRange channels, \
                                      const T *_Nonnull w, ptrdiff_t so, ptrdiff_t sc, T *_Nonnull packed);   \
    void kindling_correlate_##name(const KindlingCorrelation *_Nonnull c, ptrdiff_t phases, KindlingRange channels, \
                                   const T *_Nonnull x, const T *_Nonnull packed, const T *_Nullable bias, T *_Nonnull y); \
    void kindling_correlate_weights_##name(const KindlingCorrelation *_Nonnull c, const T *_Nonnull x, const T *_Nonnull dy, \
                                           bool adds, T *_Nonnull sums);                                      \
    void kindling_add_weight_sums_##name(const KindlingCorrelation *_Nonnull c, const T *_Nonnull sums, ptrdiff_t parts, \
                                         ptrdiff_t stride, ptrdiff_t so, KindlingRange channels, T *_Nonnull dw);
KINDLING_FOR_FLOATS(X)
#undef X

// The cells that are pooled, along one spatial dim: for each output where its cell starts, its elements, `step` apart, and its
// share of the divisor of an average. Three such dims are always given.
typedef struct {
    ptrdiff_t input, output, step;
    const ptrdiff_t *_Nonnull starts, *_Nonnull counts, *_Nonnull divisors;
} KindlingCells;

// y = each cell's largest element, or its position in the plane, the first of equal ones; NaN is largest.
#define X(name, T)                                                                                            \
    void kindling_max_pool_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, KindlingCells w, \
                                  T *_Nonnull y);                                                             \
    void kindling_max_pool_indices_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                          KindlingCells w, int64_t *_Nonnull y);
KINDLING_FOR_NUMBERS(X)
#undef X
// dx = dy where the largest elements of x were.
#define X(name, T)                                                                                            \
    void kindling_max_pool_gradient_##name(const T *_Nonnull dy, const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, \
                                           KindlingCells h, KindlingCells w, T *_Nonnull dx);
KINDLING_FOR_FLOATS(X)
#undef X

// y = each cell's sum by its divisor; and the adjoint.
#define X(name, T)                                                                                            \
    void kindling_average_pool_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                      KindlingCells w, T *_Nonnull y);                                        \
    void kindling_average_pool_gradient_##name(const T *_Nonnull y, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                               KindlingCells w, T *_Nonnull x);
KINDLING_FOR_FLOATS(X)
#undef X

// y = Σ weights[k] x[positions[k]], over `count` rows of n, `stride` apart; or of single elements of rows, where output o has the terms
// from starts[o] up to starts[o + 1].
#define X(name, T)                                                                                            \
    void kindling_combine_rows_##name(const T *_Nonnull x, ptrdiff_t stride, const ptrdiff_t *_Nonnull positions, \
                                      const T *_Nonnull weights, ptrdiff_t count, ptrdiff_t n, T *_Nonnull y); \
    void kindling_combine_elements_##name(const T *_Nonnull x, ptrdiff_t rows, ptrdiff_t inputs,              \
                                          const ptrdiff_t *_Nonnull starts, const ptrdiff_t *_Nonnull positions, \
                                          const T *_Nonnull weights, ptrdiff_t outputs, T *_Nonnull y);
KINDLING_FOR_FLOATS(X)
#undef X

// One optimizer's step for one parameter, of which `to` may be `from`: a rule, its numbers, and what it remembers. `weight_decay` is
// added to the gradient, `shrink` multiplies the parameter.
enum KindlingRule {
    KO_DESCENT, KO_VELOCITY, KO_ADAM, KO_AMSGRAD, KO_NADAM, KO_ADAMAX, KO_RMSPROP, KO_RMSPROP_VELOCITY, KO_ADAGRAD, KO_ADADELTA,
    KO_LION,
};
typedef struct {
    double step_size, beta1, beta2, take, epsilon, weight_decay, shrink, root_correction, of_gradient, of_mean;
    bool maximize;
} KindlingStep;
void kindling_step_f32(int rule, const KindlingStep *_Nonnull o, const float *_Nonnull from, float *_Nonnull to,
                       const float *_Nonnull gradient, float *_Nullable a, float *_Nullable b, float *_Nullable c, ptrdiff_t n);

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

// The first line feed, carriage return or quote at bytes[at ..< end], `end` where there is none; and how many commas come before.
ptrdiff_t kindling_csv_line(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, ptrdiff_t *_Nonnull commas);

ptrdiff_t kindling_count_bytes(const uint8_t *_Nonnull bytes, ptrdiff_t n, uint8_t byte);

// Sets numbers[places[i]] to the number in cell i of the row at bytes[at ..< end], which ends with a line end, for the first of its
// columns; places that are negative are passed over. False where a cell is quoted, is no number, or one whose nearest double takes
// more than one rounding to find; then what has been written is undefined.
bool kindling_csv_numbers(const uint8_t *_Nonnull bytes, ptrdiff_t at, ptrdiff_t end, const int32_t *_Nonnull places,
                          ptrdiff_t columns, double *_Nonnull numbers);

// The steps of a recurrent network, for some rows of the batch. x [length, batch, gates * hidden] has rows without gaps. h and c
// are [length + 1, batch, hidden], the state before each step and after the last, gates [length, batch, 4 * hidden]; an Elman
// network has only h, a GRU no c. `bias` is the GRU's, of the product.
enum KindlingCell { KX_TANH, KX_RELU, KX_LSTM, KX_GRU };
typedef struct {
    int kind;
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

// Elements of a block that passes through a chain.
enum { KINDLING_BLOCK = 1024 };

// A step of a captured program. Pointwise ones stand in chains, whose steps pass through memory together, block by block.
enum KindlingInstructionKind {
    KS_UNARY, KS_BINARY, KS_COMPARE, KS_CLAMP, KS_CAST, KS_SELECT, KS_ACTIVATION, KS_ACTIVATION_GRADIENT, KS_LOSS_GRADIENT,
    KS_MATMUL, KS_REDUCE, KS_LOSS,
};

// Where an operand or a result lies: in a slot, or (below 0) in what passes through a chain.
typedef struct {
    int32_t slot;
    // Bytes from an element to the next, 0 where one stands for all, and from the slot's start.
    int32_t step;
    ptrdiff_t offset;
} KindlingPlace;

typedef struct {
    int32_t kind, op;
    // As for kindling_cast; a cast's op is the type that it gives.
    int32_t type;
    // At the start of a chain, how many steps are in it; 0 for what is none.
    int32_t chain;
    KindlingPlace x, y, z, result;
    // Elements of a pointwise step or a loss; bytes that pass through a chain.
    ptrdiff_t count, scratch;
    // An activation's parameters, a loss's divisor, a reduction's start and divisor.
    double numbers[3];
    // Of matmul m, n, k, the strides of both factors' rows and columns, and of the start; of a reduction outer, count, inner.
    ptrdiff_t sizes[8];
} KindlingInstruction;
void kindling_replay(const KindlingInstruction *_Nonnull steps, ptrdiff_t count, void *_Nonnull const *_Nonnull slots);
