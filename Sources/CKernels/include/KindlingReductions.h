// What is made of a line of elements, and its order.
#pragma once
#include "KindlingElements.h"

enum KindlingReduce { KR_SUM, KR_PRODUCT, KR_MAX, KR_MIN, KR_SQUARES, KR_MAGNITUDES };

// accumulator = op(accumulator, x[0], x[s], ...). Floats accumulate in double, integers in int64.
#define X(name, T, A)                                                                                       \
    void kindling_reduce_##name(int op, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t n, A *_Nonnull accumulator); \
    /* accumulators[j] = op(accumulators[j], x[j + 0 s], x[j + 1 s], ...) for each of the columns j */      \
    void kindling_reduce_columns_##name(int op, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t rows,           \
                                        ptrdiff_t columns, A *_Nonnull accumulators);
KINDLING_FOR_ACCUMULATORS(X)
#undef X

// How a total of floats becomes a result: over a divisor, then perhaps its root. What the total is of, for which both may be false.
typedef struct {
    double divisor;
    bool root, squares, sum;
} KindlingFinish;

static inline double kindling_finish(KindlingFinish how, double total) {
    const double quotient = total / how.divisor;
    return how.root ? __builtin_sqrt(quotient) : quotient;
}

// 0 where a result is right; else a power of two by which its elements are to be scaled to find it again: a total in double may have
// been too large, or squares too small, for what the result itself holds. (The squares of a float32 are ordinary doubles.)
static inline double kindling_range_scale(KindlingFinish how, bool is_double, double result) {
    if (how.sum) return __builtin_isfinite(result) ? 0 : 0x1p-64;
    if (!how.squares || !is_double || !(how.divisor > 0)) return 0;
    return result == __builtin_inf() ? 0x1p-600 : how.root && result < 0x1p-450 ? 0x1p600 : 0;
}

// The result of elements that were scaled.
static inline double kindling_finish_scaled(KindlingFinish how, double total, double scale) {
    return kindling_finish(how, total) / scale / (how.squares && !how.root ? scale : 1);
}

// accumulator += scale x[0] + scale x[s] + ..., or the squares of these terms.
#define X(name, T)                                                                                          \
    void kindling_reduce_scaled_##name(bool squares, double scale, const T *_Nonnull x, ptrdiff_t s, ptrdiff_t n, \
                                       double *_Nonnull accumulator);
KINDLING_FOR_FLOATS(X)
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
