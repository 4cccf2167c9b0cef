#include <math.h>

#include "exponential.h"
#include "sums.h"

// Row by row, or side by side for the columns of a table. The largest element is taken out first, so that no exponential
// overflows; a NaN need not be found then, since its exponential is one too. A row of -inf gives NaN, as in torch.
#define LARGER(v, t) ((v) > (t) ? (v) : (t))

// Below this sum of exponentials the largest stands for nearly all of it: its logarithm is found without it, and the slope of
// a logarithm near 0 without a difference of numbers near 1.
static const double CONFIDENT = 1 + 0x1p-6, NEAR_ZERO = -0x1p-6;

#define DEFINE(name, T)                                                                                                   \
    KINDLING_INLINE T largest_##name(const T *restrict x, ptrdiff_t n) {                                                  \
        _Alignas(64) T lanes[2 * LANES];                                                                                  \
        for (int l = 0; l < 2 * LANES; l++) lanes[l] = -INFINITY;                                                         \
        ptrdiff_t i = 0;                                                                                                  \
        for (; i + 2 * LANES <= n; i += 2 * LANES)                                                                        \
            for (int l = 0; l < 2 * LANES; l++) lanes[l] = LARGER(x[i + l], lanes[l]);                                    \
        KINDLING_MASKED for (int l = 0; l < n - i; l++) lanes[l] = LARGER(x[i + l], lanes[l]);                            \
        for (int width = LANES; width > 0; width /= 2)                                                                    \
            for (int l = 0; l < width; l++) lanes[l] = LARGER(lanes[l + width], lanes[l]);                                \
        return lanes[0];                                                                                                  \
    }                                                                                                                     \
    /* The sum of exp(x - largest), which y keeps unless there is none. */                                                \
    KINDLING_INLINE double exponentials_##name(const T *restrict x, T largest, T *restrict y, ptrdiff_t n) {              \
        _Alignas(64) T lanes[LANES] = {0};                                                                                \
        _Alignas(64) double sum[LANES] = {0};                                                                             \
        if (y == NULL)                                                                                                    \
            RUN(n, EMPTY(lanes, sum), lanes[l] += exp_normal_##name(x[i] - largest);)                                     \
        else                                                                                                              \
            RUN(n, EMPTY(lanes, sum), const T e = exp_normal_##name(x[i] - largest); y[i] = e; lanes[l] += e;)            \
        join_lanes(false, sum);                                                                                           \
        return sum[0];                                                                                                    \
    }                                                                                                                     \
    KINDLING_INLINE ptrdiff_t position_##name(const T *x, T value) {                                                      \
        ptrdiff_t i = 0;                                                                                                  \
        while (x[i] != value) i++;                                                                                        \
        return i;                                                                                                         \
    }                                                                                                                     \
    KINDLING_INLINE double logarithm_##name(const T *restrict x, T largest, double sum, ptrdiff_t n) {                    \
        if (!(sum < CONFIDENT)) return log(sum);                                                                          \
        const ptrdiff_t i = position_##name(x, largest);                                                                  \
        return log1p(exponentials_##name(x, largest, NULL, i) + exponentials_##name(x + i + 1, largest, NULL, n - i - 1)); \
    }                                                                                                                     \
    KINDLING_CLONES void kindling_softmax_##name(bool logarithm, const T *x, T *y, ptrdiff_t rows, ptrdiff_t n) {         \
        const ptrdiff_t together = kindling_rows_together(n);                                                             \
        T largest[KINDLING_TOGETHER];                                                                                     \
        double last[KINDLING_TOGETHER];                                                                                   \
        for (; rows > 0; rows -= together, x += together * n, y += together * n) {                                        \
            const ptrdiff_t height = rows < together ? rows : together;                                                   \
            for (ptrdiff_t r = 0; r < height; r++) largest[r] = largest_##name(x + r * n, n);                             \
            for (ptrdiff_t r = 0; r < height; r++)                                                                        \
                last[r] = exponentials_##name(x + r * n, largest[r], logarithm ? NULL : y + r * n, n);                    \
            for (ptrdiff_t r = 0; r < height; r++)                                                               \
                last[r] = logarithm ? logarithm_##name(x + r * n, largest[r], last[r], n) : 1 / last[r];                  \
            for (ptrdiff_t r = 0; r < height; r++) {                                                                      \
                const T *from = x + r * n, first = largest[r], second = (T)last[r];                                       \
                T *to = y + r * n;                                                                                        \
                if (logarithm)                                                                                            \
                    KINDLING_EACH(i, n, to[i] = from[i] - first - second);                                                \
                else                                                                                                      \
                    KINDLING_EACH(i, n, to[i] *= second);                                                                 \
            }                                                                                                             \
        }                                                                                                                 \
    }                                                                                                                     \
    KINDLING_CLONES void kindling_softmax_columns_##name(bool logarithm, const T *x, T *y, ptrdiff_t n, ptrdiff_t s,      \
                                                         ptrdiff_t columns) {                                             \
        enum { WIDTH = 64 };                                                                                              \
        for (ptrdiff_t start = 0; start < columns; start += WIDTH, x += WIDTH, y += WIDTH) {                              \
            const int width = columns - start < WIDTH ? (int)(columns - start) : WIDTH;                                   \
            T largest[WIDTH], e[WIDTH];                                                                                   \
            double totals[WIDTH] = {0};                                                                                   \
            for (int l = 0; l < WIDTH; l++) largest[l] = -INFINITY;                                                       \
            for (ptrdiff_t r = 0; r < n; r++)                                                                             \
                KINDLING_EACH(l, width, largest[l] = LARGER(x[r * s + l], largest[l]));                                   \
            for (ptrdiff_t r = 0; r < n; r++) {                                                                           \
                KINDLING_EACH(l, width, y[r * s + l] = e[l] = exp_normal_##name(x[r * s + l] - largest[l]));              \
                KINDLING_EACH(l, width, totals[l] += e[l]);                                                               \
            }                                                                                                             \
            for (int l = 0; l < width; l++) {                                                                             \
                double others = 0;                                                                                        \
                bool isPast = false;                                                                                      \
                for (ptrdiff_t r = 0; logarithm && totals[l] < CONFIDENT && r < n; r++) {                                 \
                    const T v = x[r * s + l];                                                                             \
                    others += v == largest[l] && !isPast ? 0 : exp_normal_##name(v - largest[l]);                         \
                    isPast |= v == largest[l];                                                                            \
                }                                                                                                         \
                e[l] = (T)(!logarithm ? 1 / totals[l] : totals[l] < CONFIDENT ? log1p(others) : log(totals[l]));          \
            }                                                                                                             \
            for (ptrdiff_t r = 0; r < n; r++)                                                                             \
                if (logarithm)                                                                                            \
                    KINDLING_EACH(l, width, y[r * s + l] = x[r * s + l] - largest[l] - e[l]);                             \
                else                                                                                                      \
                    KINDLING_EACH(l, width, y[r * s + l] *= e[l]);                                                        \
        }                                                                                                                 \
    }                                                                                                                     \
    KINDLING_INLINE double sum_##name(bool logarithm, const T *restrict dy, const T *restrict y, ptrdiff_t n) {           \
        _Alignas(64) T lanes[LANES] = {0};                                                                                \
        _Alignas(64) double sum[LANES] = {0};                                                                             \
        if (logarithm)                                                                                                    \
            RUN(n, EMPTY(lanes, sum), lanes[l] += dy[i];)                                                                 \
        else                                                                                                              \
            RUN(n, EMPTY(lanes, sum), lanes[l] += dy[i] * y[i];)                                                          \
        join_lanes(false, sum);                                                                                           \
        return sum[0];                                                                                                    \
    }                                                                                                                     \
    /* y (dy - sum(dy y)), or dy - exp(y) sum(dy), of which one element of a row can cancel: where y is near 0 */         \
    KINDLING_CLONES void kindling_softmax_gradient_##name(bool logarithm, const T *dy, const T *y, T *dx, ptrdiff_t rows, \
                                                          ptrdiff_t n) {                                                  \
        const ptrdiff_t together = kindling_rows_together(n);                                                             \
        T totals[KINDLING_TOGETHER];                                                                                      \
        for (; rows > 0; rows -= together, dy += together * n, y += together * n, dx += together * n) {                   \
            const ptrdiff_t height = rows < together ? rows : together;                                                   \
            for (ptrdiff_t r = 0; r < height; r++) totals[r] = (T)sum_##name(logarithm, dy + r * n, y + r * n, n);        \
            for (ptrdiff_t r = 0; r < height; r++) {                                                                      \
                const T *u = dy + r * n, *v = y + r * n, total = totals[r];                                               \
                T *to = dx + r * n;                                                                                       \
                if (logarithm) {                                                                                          \
                    int found = 0;                                                                                        \
                    for (ptrdiff_t i = 0; i < n; i++) found |= v[i] > (T)NEAR_ZERO;                                       \
                    ptrdiff_t near = 0;                                                                                   \
                    while (found && !(v[near] > (T)NEAR_ZERO)) near++;                                                    \
                    const T slope = found ? u[near] - total - expm1_##name(v[near]) * total : 0;                          \
                    KINDLING_EACH(i, n, to[i] = u[i] - exp_normal_##name(v[i]) * total);                                  \
                    if (found) to[near] = slope;                                                                          \
                } else                                                                                                    \
                    KINDLING_EACH(i, n, to[i] = v[i] * (u[i] - total));                                                   \
            }                                                                                                             \
        }                                                                                                                 \
    }
DEFINE(f32, float)
DEFINE(f64, double)
