#include <math.h>

#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

// Row by row, or side by side for the columns of a table. The largest element is taken out first, so that no exponential
// overflows; a NaN need not be found then, since its exponential is one too. A row of -inf gives NaN, as in torch.
enum { LANES = 64 };

#define LARGER(v, t) ((v) > (t) ? (v) : (t))

// Sums run in double, of four elements at a time, in a fixed number of lanes.
#define SUM(name, T, element)                                                                                       \
    KINDLING_INLINE T element_##name(const T *x, const T *y, ptrdiff_t i) { return element; }                       \
    KINDLING_INLINE double sum_##name(const T *x, const T *y, ptrdiff_t n) {                                        \
        double lanes[LANES / 2] = {0};                                                                              \
        ptrdiff_t i = 0;                                                                                            \
        for (; i + 2 * LANES <= n; i += 2 * LANES)                                                                  \
            for (int l = 0; l < LANES / 2; l++)                                                                     \
                lanes[l] += (element_##name(x, y, i + l) + element_##name(x, y, i + l + LANES / 2)) +               \
                            (element_##name(x, y, i + l + LANES) + element_##name(x, y, i + l + 3 * LANES / 2));    \
        for (; i < n; i += LANES / 2)                                                                               \
            KINDLING_MASKED for (int l = 0; l < (n - i < LANES / 2 ? n - i : LANES / 2); l++)                       \
                lanes[l] += element_##name(x, y, i + l);                                                            \
        for (int width = LANES / 4; width > 0; width /= 2)                                                          \
            for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];                                           \
        return lanes[0];                                                                                            \
    }
#define DEFINE(name, T)                                                                                             \
    KINDLING_INLINE T largest_##name(const T *x, ptrdiff_t n) {                                                     \
        T lanes[LANES];                                                                                             \
        for (int l = 0; l < LANES; l++) lanes[l] = -INFINITY;                                                       \
        ptrdiff_t i = 0;                                                                                            \
        for (; i + LANES <= n; i += LANES)                                                                          \
            for (int l = 0; l < LANES; l++) lanes[l] = LARGER(x[i + l], lanes[l]);                                  \
        KINDLING_MASKED for (int l = 0; l < n - i; l++) lanes[l] = LARGER(x[i + l], lanes[l]);                      \
        for (int width = LANES / 2; width > 0; width /= 2)                                                          \
            for (int l = 0; l < width; l++) lanes[l] = LARGER(lanes[l + width], lanes[l]);                          \
        return lanes[0];                                                                                            \
    }                                                                                                               \
    SUM(name##_elements, T, x[i])                                                                                   \
    SUM(name##_products, T, x[i] * y[i])                                                                            \
    KINDLING_CLONES void kindling_softmax_##name(bool logarithm, const T *x, T *y, ptrdiff_t rows, ptrdiff_t n) {   \
        for (ptrdiff_t r = 0; r < rows; r++, x += n, y += n) {                                                      \
            const T largest = largest_##name(x, n);                                                                 \
            KINDLING_EACH(i, n, y[i] = exp_##name(x[i] - largest));                                                 \
            const double total = sum_##name##_elements(y, NULL, n);                                                 \
            const T last = (T)(logarithm ? log(total) : 1 / total);                                                 \
            if (logarithm)                                                                                          \
                KINDLING_EACH(i, n, y[i] = x[i] - largest - last);                                                  \
            else                                                                                                    \
                KINDLING_EACH(i, n, y[i] *= last);                                                                  \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_CLONES void kindling_softmax_columns_##name(bool logarithm, const T *x, T *y, ptrdiff_t n, ptrdiff_t s, \
                                                         ptrdiff_t columns) {                                       \
        for (ptrdiff_t start = 0; start < columns; start += LANES, x += LANES, y += LANES) {                        \
            const int width = columns - start < LANES ? (int)(columns - start) : LANES;                             \
            T largest[LANES], e[LANES];                                                                             \
            double totals[LANES] = {0};                                                                             \
            for (int l = 0; l < LANES; l++) largest[l] = -INFINITY;                                                 \
            for (ptrdiff_t r = 0; r < n; r++)                                                                       \
                KINDLING_EACH(l, width, largest[l] = LARGER(x[r * s + l], largest[l]));                             \
            for (ptrdiff_t r = 0; r < n; r++) {                                                                     \
                KINDLING_EACH(l, width, y[r * s + l] = e[l] = exp_##name(x[r * s + l] - largest[l]));               \
                KINDLING_EACH(l, width, totals[l] += e[l]);                                                         \
            }                                                                                                       \
            for (int l = 0; l < width; l++) e[l] = (T)(logarithm ? log(totals[l]) : 1 / totals[l]);                 \
            for (ptrdiff_t r = 0; r < n; r++)                                                                       \
                if (logarithm)                                                                                      \
                    KINDLING_EACH(l, width, y[r * s + l] = x[r * s + l] - largest[l] - e[l]);                       \
                else                                                                                                \
                    KINDLING_EACH(l, width, y[r * s + l] *= e[l]);                                                  \
        }                                                                                                           \
    }                                                                                                               \
    /* y (dy - sum(dy y)), or dy - exp(y) sum(dy) */                                                                \
    KINDLING_CLONES void kindling_softmax_gradient_##name(bool logarithm, const T *dy, const T *y, T *dx,           \
                                                          ptrdiff_t rows, ptrdiff_t n) {                            \
        for (ptrdiff_t r = 0; r < rows; r++, dy += n, y += n, dx += n) {                                            \
            const T total = (T)(logarithm ? sum_##name##_elements(dy, NULL, n) : sum_##name##_products(dy, y, n));                                             \
            if (logarithm)                                                                                          \
                KINDLING_EACH(i, n, dx[i] = dy[i] - exp_##name(y[i]) * total);                                      \
            else                                                                                                    \
                KINDLING_EACH(i, n, dx[i] = y[i] * (dy[i] - total));                                                \
        }                                                                                                           \
    }
DEFINE(f32, float)
DEFINE(f64, double)
