#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Runs of elements are folded into a fixed number of lanes, whatever the vector width, so that every clone gives the same bits.
// Floats are added and multiplied in double.
enum { LANES = 64 };

#define FOLD_LANES(L, start, combine) FOLD_TERMS(L, start, combine, combine)
// Elements v are taken in by `combine`, lanes v by `join`.
#define FOLD_TERMS(L, start, combine, join)                                 \
    if (s == 1 && n >= LANES) {                                             \
        L lanes[LANES];                                                     \
        for (int l = 0; l < LANES; l++) lanes[l] = start;                   \
        ptrdiff_t i = 0;                                                    \
        for (; i + LANES <= n; i += LANES)                                  \
            for (int l = 0; l < LANES; l++) {                               \
                const L v = (L)x[i + l], t = lanes[l];                      \
                lanes[l] = combine;                                         \
            }                                                               \
        const int rest = (int)(n - i);                                      \
        KINDLING_MASKED for (int l = 0; l < rest; l++) {                    \
            const L v = (L)x[i + l], t = lanes[l];                          \
            lanes[l] = combine;                                             \
        }                                                                   \
        for (int width = LANES / 2; width > 0; width /= 2)                  \
            for (int l = 0; l < width; l++) {                               \
                const L v = lanes[l + width], t = lanes[l];                 \
                lanes[l] = join;                                            \
            }                                                               \
        const L v = lanes[0], t = (L)total;                                 \
        total = join;                                                       \
    } else {                                                                \
        for (ptrdiff_t i = 0; i < n; i++) {                                 \
            const L v = (L)x[i * s], t = (L)total;                          \
            total = combine;                                                \
        }                                                                   \
    }
#define SUM_TERMS(L, term) FOLD_TERMS(L, 0, t + term(v), t + v)

// Four terms of float32 are added before the sum is widened: widening is what takes the time, and two roundings are less than
// the one of the result, where they don't cancel.
#define SUM_FOURS(L, term)                                                               \
    if (s == 1) {                                                                       \
        double lanes[LANES / 2] = {0};                                                  \
        const ptrdiff_t whole = n / (2 * LANES) * (2 * LANES);                          \
        for (ptrdiff_t i = 0; i < whole; i += 2 * LANES)                                \
            for (int l = 0; l < LANES / 2; l++) {                                       \
                const float *u = x + i + l, *v = u + LANES;                             \
                lanes[l] += (term(u[0]) + term(u[LANES / 2])) + (term(v[0]) + term(v[LANES / 2])); \
            }                                                                           \
        for (int width = LANES / 4; width > 0; width /= 2)                              \
            for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];               \
        total += lanes[0];                                                              \
        x += whole;                                                                     \
        n -= whole;                                                                     \
    }                                                                                   \
    SUM_TERMS(L, term)

// Four rows at a time, so that accumulators are read and written once for each four.
#define FOLD_COLUMNS(L, combine)                                                                    \
    for (ptrdiff_t r = 0; r < rows;) {                                                              \
        const T *row = x + r * s;                                                                   \
        const ptrdiff_t height = rows - r < 4 ? 1 : 4;                                              \
        if (height == 4)                                                                            \
            KINDLING_EACH(                                                                          \
                j, columns, L t = (L)accumulators[j]; L v = (L)row[j]; t = combine; v = (L)row[j + s]; t = combine; \
                v = (L)row[j + 2 * s]; t = combine; v = (L)row[j + 3 * s]; accumulators[j] = combine);  \
        else                                                                                        \
            KINDLING_EACH(j, columns, const L t = (L)accumulators[j]; const L v = (L)row[j]; accumulators[j] = combine); \
        r += height;                                                                                \
    }

#define FOUR_ROWS(term, u) (double)((term(u[j]) + term(u[j + s])) + (term(u[j + 2 * s]) + term(u[j + 3 * s])))
#define SUM_COLUMNS_BY_FOURS(L, term)                                                                          \
    ptrdiff_t r = 0;                                                                                           \
    for (; r + 8 <= rows; r += 8) {                                                                            \
        const float *u = x + r * s, *v = u + 4 * s;                                                            \
        KINDLING_EACH(j, columns, accumulators[j] += FOUR_ROWS(term, u) + FOUR_ROWS(term, v));                 \
    }                                                                                                          \
    for (; r < rows; r++) KINDLING_EACH(j, columns, accumulators[j] += (double)term(x[r * s + j]));
#define SUM_COLUMNS(L, term) FOLD_COLUMNS(L, t + term(v))

// NaN is both the largest and the smallest.
#define LARGER (v > t || v != v ? v : t)
#define SMALLER (v < t || v != v ? v : t)

#define ITSELF(v) (v)
#define SQUARE(v) ((v) * (v))
#define MAGNITUDE(v) __builtin_elementwise_abs(v)
#define WRAPPED_MAGNITUDE(v) ((int64_t)(v) < 0 ? -(v) : (v))

// Integers wrap around: they are added and multiplied in an unsigned type W. E holds elements and the accumulators of extremes.
#define DEFINE(name, Type, A, W, E, sum, column_sum, magnitude)                                                     \
    KINDLING_CLONES void kindling_reduce_##name(int op, const Type *x, ptrdiff_t s, ptrdiff_t n, A *accumulator) {  \
        A total = *accumulator;                                                                                     \
        switch (op) {                                                                                               \
            case KR_SUM: sum(W, ITSELF) break;                                                                      \
            case KR_PRODUCT: FOLD_LANES(W, 1, t * v) break;                                                         \
            case KR_MAX: FOLD_EXTREME(Type, A, >, LARGER) break;                                                    \
            case KR_MIN: FOLD_EXTREME(Type, A, <, SMALLER) break;                                                   \
            case KR_SQUARES: SUM_TERMS(W, SQUARE) break;                                                            \
            case KR_MAGNITUDES: sum(W, magnitude) break;                                                            \
        }                                                                                                           \
        *accumulator = total;                                                                                       \
    }                                                                                                               \
    KINDLING_CLONES void kindling_reduce_columns_##name(int op, const Type *x, ptrdiff_t s, ptrdiff_t rows,         \
                                                        ptrdiff_t columns, A *accumulators) {                       \
        typedef Type T;                                                                                             \
        switch (op) {                                                                                               \
            case KR_SUM: { column_sum(W, ITSELF) } break;                                                           \
            case KR_PRODUCT: FOLD_COLUMNS(W, t * v) break;                                                          \
            case KR_MAX: FOLD_COLUMNS(E, LARGER) break;                                                             \
            case KR_MIN: FOLD_COLUMNS(E, SMALLER) break;                                                            \
            case KR_SQUARES: SUM_COLUMNS(W, SQUARE) break;                                                          \
            case KR_MAGNITUDES: { column_sum(W, magnitude) } break;                                                 \
        }                                                                                                           \
    }

// An extreme is one of the elements: no wider lanes are needed, only a total that starts as one of them. Whether any of two is a
// NaN, which the lanes don't keep, takes one comparison.
#define FOLD_EXTREME(Type, A, beats, combine)                                                 \
    if (n > 0) {                                                                              \
        const ptrdiff_t whole = s == 1 ? n & ~(ptrdiff_t)(2 * LANES - 1) : 0;                 \
        if (whole > 0) {                                                                      \
            Type lanes[LANES];                                                                \
            int unordered[LANES] = {0};                                                       \
            for (int l = 0; l < LANES; l++) lanes[l] = x[l];                                  \
            for (ptrdiff_t i = 0; i < whole; i += 2 * LANES)                                  \
                for (int l = 0; l < LANES; l++) {                                             \
                    const Type u = x[i + l], v = x[i + l + LANES], w = u beats v ? u : v;     \
                    lanes[l] = lanes[l] beats w ? lanes[l] : w;                               \
                    unordered[l] |= u != u || v != v;                                         \
                }                                                                             \
            for (int width = LANES / 2; width > 0; width /= 2)                                \
                for (int l = 0; l < width; l++) {                                             \
                    lanes[l] = lanes[l] beats lanes[l + width] ? lanes[l] : lanes[l + width]; \
                    unordered[l] |= unordered[l + width];                                     \
                }                                                                             \
            A v = (A)lanes[0], t = total;                                                     \
            for (ptrdiff_t i = 0; unordered[0] && v == v; i++) v = (A)x[i];                   \
            total = combine;                                                                  \
        }                                                                                     \
        x += whole;                                                                           \
        n -= whole;                                                                           \
    }                                                                                         \
    if (n > 0) {                                                                              \
        const A before = total;                                                               \
        total = (A)x[0];                                                                      \
        FOLD_LANES(Type, x[0], combine)                                                       \
        const A v = before, t = total;                                                        \
        total = combine;                                                                      \
    }
DEFINE(f32, float, double, double, float, SUM_FOURS, SUM_COLUMNS_BY_FOURS, MAGNITUDE)
DEFINE(f64, double, double, double, double, SUM_TERMS, SUM_COLUMNS, MAGNITUDE)
DEFINE(i32, int32_t, int64_t, uint64_t, int64_t, SUM_TERMS, SUM_COLUMNS, WRAPPED_MAGNITUDE)
DEFINE(i64, int64_t, int64_t, uint64_t, int64_t, SUM_TERMS, SUM_COLUMNS, WRAPPED_MAGNITUDE)
DEFINE(u8, uint8_t, int64_t, uint64_t, int64_t, SUM_TERMS, SUM_COLUMNS, WRAPPED_MAGNITUDE)

#define SCALED(v) ((v) * scale)
#define SCALED_SQUARE(v) (SCALED(v) * SCALED(v))
#define DEFINE_SCALED(name, Type)                                                                                       \
    KINDLING_CLONES void kindling_reduce_scaled_##name(bool squares, double scale, const Type *x, ptrdiff_t s,          \
                                                       ptrdiff_t n, double *accumulator) {                              \
        double total = *accumulator;                                                                                    \
        if (squares) {                                                                                                  \
            SUM_TERMS(double, SCALED_SQUARE)                                                                            \
        } else {                                                                                                        \
            SUM_TERMS(double, SCALED)                                                                                   \
        }                                                                                                               \
        *accumulator = total;                                                                                           \
    }
DEFINE_SCALED(f32, float)
DEFINE_SCALED(f64, double)
