#include <math.h>

#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

// Sums run over blocks: inside a block of a fixed number of lanes, whatever the vector width, so that every clone gives the
// same bits; block sums are added in the wide accumulator. The error of a float sum stays near that of a double one.
enum { LANES = 16, BLOCK = 512 };

#define SUM_BLOCKS(A, W)                                                    \
    ptrdiff_t i = 0;                                                        \
    for (; s == 1 && i + LANES <= n;) {                                     \
        W lanes[LANES] = {0};                                               \
        ptrdiff_t end = i + BLOCK < n ? i + BLOCK : n;                      \
        for (; i + LANES <= end; i += LANES)                                \
            for (int l = 0; l < LANES; l++) lanes[l] += (W)(A)x[i + l];     \
        for (int width = LANES / 2; width > 0; width /= 2)                  \
            for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];   \
        total = (A)((W)total + lanes[0]);                                   \
    }                                                                       \
    for (; i < n; i++) total = (A)((W)total + (W)(A)x[i * s]);

#define FOLD(T, A, expression)                                              \
    for (ptrdiff_t i = 0; i < n; i++) {                                     \
        const A v = (A)x[i * s];                                            \
        total = expression;                                                 \
    }

#define FOLD_COLUMNS(A, expression)                                         \
    for (ptrdiff_t r = 0; r < rows; r++)                                    \
        for (ptrdiff_t j = 0; j < columns; j++) {                           \
            const A v = (A)x[r * s + j], total = accumulators[j];           \
            accumulators[j] = expression;                                   \
        }

// Integers wrap around: sums of them run in the unsigned type W.
#define DEFINE(name, T, A, W, plus, times)                                                                             \
    KINDLING_CLONES void kindling_reduce_##name(int op, const T *x, ptrdiff_t s, ptrdiff_t n, A *accumulator) {     \
        A total = *accumulator;                                                                                     \
        switch (op) {                                                                                               \
            case KR_SUM: { SUM_BLOCKS(A, W) break; }                                                                \
            case KR_PRODUCT: FOLD(T, A, times) break;                                                               \
            case KR_MAX: FOLD(T, A, v > total || v != v ? v : total) break;                                         \
            case KR_MIN: FOLD(T, A, v < total || v != v ? v : total) break;                                         \
        }                                                                                                           \
        *accumulator = total;                                                                                       \
    }                                                                                                               \
    KINDLING_CLONES void kindling_reduce_columns_##name(int op, const T *x, ptrdiff_t s, ptrdiff_t rows,            \
                                                        ptrdiff_t columns, A *accumulators) {                       \
        switch (op) {                                                                                               \
            case KR_SUM: FOLD_COLUMNS(A, plus) break;                                                               \
            case KR_PRODUCT: FOLD_COLUMNS(A, times) break;                                                          \
            case KR_MAX: FOLD_COLUMNS(A, v > total || v != v ? v : total) break;                                    \
            case KR_MIN: FOLD_COLUMNS(A, v < total || v != v ? v : total) break;                                    \
        }                                                                                                           \
    }                                                                                                               \
    ptrdiff_t kindling_arg_reduce_##name(bool largest, const T *x, ptrdiff_t s, ptrdiff_t n) {                      \
        ptrdiff_t best = 0;                                                                                         \
        for (ptrdiff_t i = 1; i < n; i++) {                                                                         \
            const T v = x[i * s], b = x[best * s];                                                                  \
            if ((largest ? v > b : v < b) || (v != v && b == b)) best = i;                                          \
            if (b != b) break;                                                                                      \
        }                                                                                                           \
        return best;                                                                                                \
    }
DEFINE(f32, float, double, double, total + v, total * v)
DEFINE(f64, double, double, double, total + v, total * v)
#define WRAPPED_PLUS (int64_t)((uint64_t)total + (uint64_t)v)
#define WRAPPED_TIMES (int64_t)((uint64_t)total * (uint64_t)v)
DEFINE(i32, int32_t, int64_t, uint64_t, WRAPPED_PLUS, WRAPPED_TIMES)
DEFINE(i64, int64_t, int64_t, uint64_t, WRAPPED_PLUS, WRAPPED_TIMES)
DEFINE(u8, uint8_t, int64_t, uint64_t, WRAPPED_PLUS, WRAPPED_TIMES)

// The largest element is taken out first, so that no exponential overflows; a row of -inf gives NaN, as in torch.
#define DEFINE_SOFTMAX(name, T)                                                                                    \
    KINDLING_CLONES void kindling_softmax_##name(bool logarithm, const T *x, T *y, ptrdiff_t rows, ptrdiff_t n) {  \
        for (ptrdiff_t r = 0; r < rows; r++, x += n, y += n) {                                                     \
            T largest = -INFINITY;                                                                                 \
            for (ptrdiff_t i = 0; i < n; i++) largest = x[i] > largest || x[i] != x[i] ? x[i] : largest;           \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = exp_##name(x[i] - largest);                                   \
            double total = 0;                                                                                      \
            kindling_reduce_##name(KR_SUM, y, 1, n, &total);                                                       \
            const T scale = (T)(1 / total), shift = (T)log(total);                                                 \
            if (logarithm)                                                                                         \
                for (ptrdiff_t i = 0; i < n; i++) y[i] = x[i] - largest - shift;                                   \
            else                                                                                                   \
                for (ptrdiff_t i = 0; i < n; i++) y[i] *= scale;                                                   \
        }                                                                                                          \
    }
DEFINE_SOFTMAX(f32, float)
DEFINE_SOFTMAX(f64, double)
