#include "exponential.h"
#include "sums.h"

// Of classes along runs, for one row of them, or (`apart`) for as many rows side by side as there are places in a run.
// The largest logit is taken out first, so that no exponential overflows; a NaN need not be found then, since its exponential is one.
#define LARGER(v, t) ((v) > (t) ? (v) : (t))

// Of some rows that follow each other: class c of row l.
#define EACH_LOGIT(...) \
    for (ptrdiff_t l = 0; l < o->length; l++) for (ptrdiff_t c = 0; c < o->pieces; c++) __VA_ARGS__;

// Below this sum of exponentials the largest stands for nearly all of it, which would leave few digits of the others.
static const double CONFIDENT = 1 + 0x1p-6;

#define DEFINE(name, T)                                                                                                 \
    /* The sum of row l without class c: of the exponentials of x - largest, or of x. */                                \
    KINDLING_INLINE double others_##name(const KindlingClasses *o, bool exponentials, const T *restrict x, ptrdiff_t l, \
                                         ptrdiff_t c, T largest) {                                                      \
        _Alignas(64) T lanes[LANES] = {0};                                                                              \
        _Alignas(64) double sum[LANES] = {0};                                                                           \
        if (o->apart) {                                                                                                 \
            for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                 \
                const T v = x[p * o->stride + l];                                                                       \
                sum[0] += p == c ? 0 : exponentials ? exp_normal_##name(v - largest) : v;                               \
            }                                                                                                           \
            return sum[0];                                                                                              \
        }                                                                                                               \
        for (int part = 0; part < 2; part++) {                                                                          \
            const T *restrict r = part == 0 ? x : x + c + 1;                                                            \
            const ptrdiff_t length = part == 0 ? c : o->length - c - 1;                                                 \
            RUN(length, EMPTY(lanes, sum), lanes[l] += exponentials ? exp_normal_##name(r[i] - largest) : r[i];)        \
        }                                                                                                               \
        join_lanes(false, sum);                                                                                         \
        return sum[0];                                                                                                  \
    }                                                                                                                   \
    KINDLING_INLINE bool is_tail_##name(const KindlingClasses *o, double sum, T chosen, T largest) {                    \
        return o->smoothing == 0 && sum < CONFIDENT && chosen == largest;                                               \
    }                                                                                                                   \
    KINDLING_INLINE void largest_##name(const KindlingClasses *o, const T *restrict x, T *largest) {                    \
        EACH_LANE largest[l] = -INFINITY;                                                                               \
        for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                     \
            const T *restrict r = x + p * o->stride;                                                                    \
            RUN(o->length, , largest[l] = LARGER(r[i], largest[l]);)                                                    \
        }                                                                                                               \
        if (o->apart) return;                                                                                           \
        for (int width = LANES / 2; width > 0; width /= 2)                                                              \
            for (int l = 0; l < width; l++) largest[l] = LARGER(largest[l + width], largest[l]);                        \
        EACH_GROUP(false, largest, largest[0])                                                                          \
    }                                                                                                                   \
    KINDLING_INLINE void losses_##name(const KindlingClasses *o, const T *restrict x, const int64_t *restrict target,   \
                                       const T *restrict weight, T *restrict losses) {                                  \
        _Alignas(64) T largest[LANES], lanes[LANES] = {0};                                                              \
        _Alignas(64) double sum[LANES] = {0}, below[LANES] = {0};                                                       \
        largest_##name(o, x, largest);                                                                                  \
        for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                     \
            const T *restrict r = x + p * o->stride;                                                                    \
            RUN(o->length, EMPTY(lanes, sum), lanes[l] += exp_normal_##name(r[i] - largest[l]);)                               \
        }                                                                                                               \
        join_lanes(o->apart, sum);                                                                                      \
        const ptrdiff_t rows = o->apart ? o->length : 1;                                                                \
        if (o->smoothing != 0) {                                                                                        \
            for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                 \
                const T *restrict r = x + p * o->stride, *restrict w = weight + p * o->apart;                           \
                if (o->apart) {                                                                                         \
                    const T factor = w[0];                                                                              \
                    RUN(o->length, EMPTY(lanes, below), lanes[l] += factor * (largest[l] - r[i]);)                      \
                } else                                                                                                  \
                    RUN(o->length, EMPTY(lanes, below), lanes[l] += w[i] * (largest[l] - r[i]);)                        \
            }                                                                                                           \
            join_lanes(o->apart, below);                                                                                \
        }                                                                                                               \
        for (ptrdiff_t l = 0; l < rows; l++) {                                                                          \
            const int64_t t = target[l];                                                                                \
            const bool counts = t != o->ignored;                                                                        \
            const ptrdiff_t c = counts ? t : 0;                                                                         \
            const double of_target = (1 - o->smoothing) * weight[c];                                                    \
            const T chosen = x[o->apart ? c * o->stride + l : c];                                                       \
            const double logarithm = is_tail_##name(o, sum[l], chosen, largest[l])                                      \
                                         ? log1p(others_##name(o, true, x, l, c, largest[l])) : log(sum[l]);            \
            const double loss = (of_target + o->spread * o->weights) * logarithm                                        \
                                + of_target * (largest[l] - (double)chosen);                                            \
            losses[l] = counts ? (T)(o->smoothing != 0 ? loss + o->spread * below[l] : loss) : 0;                       \
        }                                                                                                               \
    }                                                                                                                   \
    KINDLING_INLINE void gradients_##name(const KindlingClasses *o, const T *restrict share, const T *restrict x,       \
                                          const int64_t *restrict target, const T *restrict weight, T *restrict dx) {   \
        _Alignas(64) T largest[LANES], lanes[LANES] = {0}, factor[LANES], shares[LANES];                                \
        _Alignas(64) double sum[LANES] = {0};                                                                           \
        largest_##name(o, x, largest);                                                                                  \
        for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                     \
            const T *restrict r = x + p * o->stride;                                                                    \
            T *restrict to = dx + p * o->stride;                                                                        \
            RUN(o->length, EMPTY(lanes, sum), const T e = exp_normal_##name(r[i] - largest[l]); to[i] = e; lanes[l] += e;)     \
        }                                                                                                               \
        join_lanes(o->apart, sum);                                                                                      \
        const ptrdiff_t rows = o->apart ? o->length : 1;                                                                \
        EACH_LANE factor[l] = shares[l] = 0;                                                                            \
        for (ptrdiff_t l = 0; l < rows; l++)                                                                            \
            if (target[l] != o->ignored) {                                                                              \
                const double s = share[l * o->share_step], of_target = (1 - o->smoothing) * weight[target[l]];          \
                factor[l] = (T)(s * (of_target + o->spread * o->weights) / sum[l]);                                     \
                shares[l] = (T)(s * o->spread);                                                                         \
            }                                                                                                           \
        EACH_GROUP(o->apart, factor, factor[l])                                                                         \
        EACH_GROUP(o->apart, shares, shares[l])                                                                         \
        for (ptrdiff_t p = 0; p < o->pieces; p++) {                                                                     \
            T *restrict to = dx + p * o->stride;                                                                        \
            if (o->smoothing == 0)                                                                                      \
                RUN(o->length, , to[i] *= factor[l];)                                                                   \
            else if (o->apart) {                                                                                        \
                const T w = weight[p];                                                                                  \
                RUN(o->length, , to[i] = to[i] * factor[l] - shares[l] * w;)                                            \
            } else                                                                                                      \
                RUN(o->length, , to[i] = to[i] * factor[l] - shares[l] * weight[i];)                                    \
        }                                                                                                               \
        for (ptrdiff_t l = 0; l < rows; l++) {                                                                          \
            if (target[l] == o->ignored) continue;                                                                      \
            const ptrdiff_t index = o->apart ? target[l] * o->stride + l : target[l];                                   \
            if (is_tail_##name(o, sum[l], x[index], largest[l]))                                                        \
                dx[index] = (T)-others_##name(o, false, dx, l, target[l], 0); /* the slopes of a row add up to 0 */     \
            else                                                                                                        \
                dx[index] -= (T)(share[l * o->share_step] * (1 - o->smoothing) * weight[target[l]]);                    \
        }                                                                                                               \
    }                                                                                                                   \
    KINDLING_CLONES void kindling_cross_entropy_##name(const KindlingClasses *o, const T *restrict x,                   \
                                                       const int64_t *restrict target, const T *restrict weight,        \
                                                       T *restrict losses) {                                            \
        if (!o->turned) return losses_##name(o, x, target, weight, losses);                                             \
        T logits[KINDLING_FEW_CLASSES * LANES];                                                                         \
        EACH_LOGIT(logits[c * LANES + l] = x[l * o->pieces + c])                                                        \
        losses_##name(o, logits, target, weight, losses);                                                               \
    }                                                                                                                   \
    KINDLING_CLONES void kindling_cross_entropy_gradient_##name(const KindlingClasses *o, const T *restrict share,      \
                                                                const T *restrict x, const int64_t *restrict target,    \
                                                                const T *restrict weight, T *restrict dx) {             \
        if (!o->turned) return gradients_##name(o, share, x, target, weight, dx);                                       \
        T logits[KINDLING_FEW_CLASSES * LANES], slopes[KINDLING_FEW_CLASSES * LANES];                                   \
        EACH_LOGIT(logits[c * LANES + l] = x[l * o->pieces + c])                                                        \
        gradients_##name(o, share, logits, target, weight, slopes);                                                     \
        EACH_LOGIT(dx[l * o->pieces + c] = slopes[c * LANES + l])                                                       \
    }
DEFINE(f32, float)
DEFINE(f64, double)
