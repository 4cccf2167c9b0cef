#include "sums.h"
#include "wide_range.h"

#pragma clang fp contract(off)

#define ELEMENT(i) r[i]
#define SQUARE(i) ((r[i] - mean[l]) * (r[i] - mean[l]))

// `least` is where the squares of T no longer hold what they add to a variance.
#define DEFINE(name, T, least)                                                                                          \
    KINDLING_INLINE void mean_##name(const KindlingGroup *g, const T *restrict x, T *mean) {                            \
        _Alignas(64) T lanes[LANES] = {0};                                                                              \
        _Alignas(64) double sum[LANES] = {0};                                                                           \
        if (g->centered)                                                                                                \
            for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                 \
                const T *restrict r = x + p * g->stride;                                                                \
                SUM(g->length, lanes, sum, ELEMENT)                                                                     \
            }                                                                                                           \
        join_lanes(g->apart, sum);                                                                                      \
        EACH_GROUP(g->apart, mean, (T)(sum[l] * g->share))                                                              \
    }                                                                                                                   \
    KINDLING_INLINE void squares_##name(const KindlingGroup *g, const T *restrict x, const T *restrict mean, double *restrict square) { \
        _Alignas(64) T lanes[LANES] = {0};                                                                              \
        if (g->scaled)                                                                                                  \
            for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                 \
                const T *restrict r = x + p * g->stride;                                                                \
                SUM(g->length, lanes, square, SQUARE)                                                                   \
            }                                                                                                           \
    }                                                                                                                   \
    /* 1 / sqrt(variance + epsilon) */                                                                                  \
    KINDLING_INLINE void scale_##name(const KindlingGroup *g, double *square, double *scale) {                          \
        join_lanes(g->apart, square);                                                                                   \
        EACH_GROUP(g->apart, scale, g->scaled ? 1 / __builtin_elementwise_sqrt(square[l] * g->share + g->epsilon) : 1)  \
    }                                                                                                                   \
    KINDLING_CLONES void kindling_normalize_##name(const KindlingGroup *g, const T *restrict x, const T *restrict weight, \
                                                   const T *restrict bias, T *restrict y) {                             \
        _Alignas(64) T mean[KINDLING_TOGETHER][LANES], scale[KINDLING_TOGETHER][LANES];                                 \
        for (ptrdiff_t n = 0; n < g->count; n++) mean_##name(g, x + n * g->next, mean[n]);                              \
        if (g->apart) {                                                                                                 \
            _Alignas(64) double square[LANES] = {0}, wide[LANES];                                                       \
            squares_##name(g, x, mean[0], square);                                                                      \
            scale_##name(g, square, wide);                                                                              \
            if (g->scaled) for (ptrdiff_t l = 0; l < g->length; l++) {                                                  \
                if (IS_ORDINARY(square[l] * g->share + g->epsilon, least)) continue;                                    \
                const Moments m = wide_moments_##name(g, x, l);                                                         \
                mean[0][l] = (T)m.mean;                                                                                 \
                wide[l] = m.scale;                                                                                      \
            }                                                                                                           \
            EACH_LANE scale[0][l] = (T)wide[l];                                                                         \
        } else {                                                                                                        \
            double totals[KINDLING_TOGETHER];                                                                           \
            T scales[KINDLING_TOGETHER];                                                                                \
            for (ptrdiff_t n = 0; n < g->count; n++) {                                                                  \
                _Alignas(64) double square[LANES] = {0};                                                                \
                squares_##name(g, x + n * g->next, mean[n], square);                                                    \
                join_lanes(false, square);                                                                              \
                totals[n] = square[0];                                                                                  \
            }                                                                                                           \
            for (int n = 0; n < g->count; n++)                                                                          \
                scales[n] = (T)(g->scaled ? 1 / __builtin_elementwise_sqrt(totals[n] * g->share + g->epsilon) : 1);     \
            if (g->scaled) for (int n = 0; n < g->count; n++) {                                                         \
                if (IS_ORDINARY(totals[n] * g->share + g->epsilon, least)) continue;                                    \
                const Moments m = wide_moments_##name(g, x + n * g->next, 0);                                           \
                EACH_LANE mean[n][l] = (T)m.mean;                                                                       \
                scales[n] = (T)m.scale;                                                                                 \
            }                                                                                                           \
            for (int n = 0; n < g->count; n++) EACH_LANE scale[n][l] = scales[n];                                       \
        }                                                                                                               \
        for (ptrdiff_t n = 0; n < g->count; n++)                                                                        \
            for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                 \
                const T *restrict r = x + n * g->next + p * g->stride;                                                  \
                const T *restrict w = weight + p * g->piece_step, *restrict b = bias + p * g->piece_step;               \
                const T *restrict m = mean[n], *restrict s = scale[n];                                                  \
                T *restrict to = y + n * g->next + p * g->stride;                                                       \
                if (g->step)                                                                                            \
                    RUN(g->length, , to[i] = (r[i] - m[l]) * s[l] * w[i] + b[i];)                                       \
                else {                                                                                                  \
                    const T factor = w[0], shift = b[0];                                                                \
                    RUN(g->length, , to[i] = (r[i] - m[l]) * s[l] * factor + shift;)                                    \
                }                                                                                                       \
            }                                                                                                           \
    }                                                                                                                   \
    KINDLING_CLONES void kindling_statistics_##name(const KindlingGroup *g, const T *restrict x, T *restrict means,     \
                                                    T *restrict variances) {                                            \
        _Alignas(64) T mean[LANES];                                                                                     \
        _Alignas(64) double square[LANES] = {0};                                                                        \
        mean_##name(g, x, mean);                                                                                        \
        squares_##name(g, x, mean, square);                                                                             \
        join_lanes(g->apart, square);                                                                                   \
        for (ptrdiff_t l = 0; l < (g->apart ? g->length : 1); l++) {                                                    \
            const double variance = square[l] * g->share;                                                               \
            const bool is_ordinary = variance < INFINITY;                                                               \
            const Moments m = is_ordinary ? (Moments){0} : wide_moments_##name(g, x, l);                                \
            means[l] = is_ordinary ? mean[l] : (T)m.mean;                                                               \
            variances[l] = (T)(is_ordinary ? variance : m.variance);                                                    \
        }                                                                                                               \
    }                                                                                                                   \
    /* With d = x - mean, v = weight dy, and means over the group: dx = scale (v - mean v - d scale^2 mean (v d)). */   \
    KINDLING_CLONES void kindling_normalize_gradient_##name(                                                            \
        const KindlingGroup *g, const T *restrict dy, const T *restrict x, const T *restrict weight, T *restrict dx,    \
        T *restrict dw, T *restrict db) {                                                                               \
        _Alignas(64) T mean[LANES], scale[LANES], first[LANES], second[LANES], s[LANES] = {0}, a[LANES] = {0}, b[LANES] = {0}; \
        _Alignas(64) double square[LANES] = {0}, sum[LANES] = {0}, product[LANES] = {0}, wide[LANES];                   \
        mean_##name(g, x, mean);                                                                                        \
        if (g->step) {                                                                                                  \
            for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                 \
                const T *restrict r = x + p * g->stride, *restrict u = dy + p * g->stride;                              \
                const T *restrict w = weight + p * g->piece_step;                                                       \
                RUN(g->length, EMPTY(s, square) EMPTY(a, sum) EMPTY(b, product), const T d = r[i] - mean[l], v = w[i] * u[i]; s[l] += d * d; a[l] += v; b[l] += v * d;) \
            }                                                                                                           \
            join_lanes(g->apart, sum);                                                                                  \
            join_lanes(g->apart, product);                                                                              \
        } else                                                                                                          \
            squares_##name(g, x, mean, square);                                                                         \
        scale_##name(g, square, wide);                                                                                  \
        for (ptrdiff_t l = 0; g->scaled && l < (g->apart ? g->length : 1); l++)                                         \
            if (!IS_ORDINARY(square[l] * g->share + g->epsilon, least))                                                 \
                return wide_gradient_##name(g, dy, x, weight, dx, dw, db);                                              \
        EACH_LANE scale[l] = (T)wide[l];                                                                                \
        if (!g->step)                                                                                                   \
            for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                 \
                const T *restrict r = x + p * g->stride, *restrict u = dy + p * g->stride;                              \
                _Alignas(64) double of_piece[LANES] = {0}, product_of_piece[LANES] = {0};                               \
                RUN(g->length, EMPTY(a, of_piece) EMPTY(b, product_of_piece), const T v = u[i]; a[l] += v; b[l] += v * (r[i] - mean[l]);) \
                join_lanes(false, of_piece);                                                                            \
                join_lanes(false, product_of_piece);                                                                    \
                const ptrdiff_t channel = p * g->piece_step;                                                            \
                db[channel] += (T)of_piece[0];                                                                          \
                dw[channel] += (T)(product_of_piece[0] * wide[0]);                                                      \
                sum[0] += weight[channel] * of_piece[0];                                                                \
                product[0] += weight[channel] * product_of_piece[0];                                                    \
            }                                                                                                           \
        const double of_mean = g->centered ? g->share : 0, of_scale = g->scaled ? g->share : 0;                         \
        EACH_GROUP(g->apart, first, (T)(sum[l] * of_mean))                                                              \
        EACH_GROUP(g->apart, second, (T)(product[l] * of_scale * wide[l] * wide[l]))                                    \
        for (ptrdiff_t p = 0; p < g->pieces; p++) {                                                                     \
            const T *restrict r = x + p * g->stride, *restrict u = dy + p * g->stride;                                  \
            const T *restrict w = weight + p * g->piece_step;                                                           \
            T *restrict to = dx + p * g->stride;                                                                        \
            if (g->step)                                                                                                \
                RUN(g->length, , const T d = r[i] - mean[l]; to[i] = scale[l] * (w[i] * u[i] - first[l] - d * second[l]); \
                    dw[i] += u[i] * (d * scale[l]); db[i] += u[i];)                                                     \
            else {                                                                                                      \
                const T factor = w[0];                                                                                  \
                RUN(g->length, , to[i] = scale[l] * (factor * u[i] - first[l] - (r[i] - mean[l]) * second[l]);)         \
            }                                                                                                           \
        }                                                                                                               \
    }
DEFINE(f32, float, 0x1p-80)
DEFINE(f64, double, 0x1p-900)
