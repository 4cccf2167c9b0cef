// Normalisation of a group whose squares are too large or too small for the dtype: element by element in double, with deviations
// scaled by a power of two, so that nothing is rounded that would not be rounded anyway. Groups are rarely like this.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Whether a variance plus epsilon was found without overflow, and without losing what squares of the dtype are too small to hold.
#define IS_ORDINARY(v, least) ((v) >= (least) && (v) < INFINITY)

// Of one group, or of lane `l` of groups that lie apart.
typedef struct {
    double mean, variance, scale;
} Moments;

#define EACH_ELEMENT(g, l, i)                                                \
    for (ptrdiff_t p = 0; p < (g)->pieces; p++)                              \
        for (ptrdiff_t i = p * (g)->stride + (l), end = i + ((g)->apart ? 1 : (g)->length); i < end; i++)

#define DEFINE_WIDE_RANGE(name, T)                                                                                       \
    static __attribute__((noinline, cold)) Moments wide_moments_##name(const KindlingGroup *g, const T *x, ptrdiff_t l) { \
        Moments m = {0, 0, 1};                                                                                           \
        if (g->centered) {                                                                                               \
            EACH_ELEMENT(g, l, i) m.mean += x[i] * 0x1p-64;                                                              \
            m.mean = m.mean * g->share * 0x1p64;                                                                         \
        }                                                                                                                \
        double largest = __builtin_elementwise_sqrt(g->epsilon), sum = 0;                                                \
        EACH_ELEMENT(g, l, i) largest = fmax(largest, fabs(x[i] - m.mean));                                              \
        const double unit = isfinite(largest) && largest > 0 ? ldexp(1, -(int)fmax(logb(largest), -1000)) : 1;           \
        EACH_ELEMENT(g, l, i) {                                                                                          \
            const double d = (x[i] - m.mean) * unit;                                                                     \
            sum += d * d;                                                                                                \
        }                                                                                                                \
        m.variance = sum * g->share / unit / unit;                                                                       \
        m.scale = unit / __builtin_elementwise_sqrt(sum * g->share + g->epsilon * unit * unit);                          \
        return m;                                                                                                        \
    }                                                                                                                    \
    static __attribute__((noinline, cold)) void wide_gradient_##name(const KindlingGroup *g, const T *dy, const T *x,    \
                                                                     const T *weight, T *dx, T *dw, T *db) {             \
        for (ptrdiff_t l = 0; l < (g->apart ? g->length : 1); l++) {                                                     \
            const Moments m = wide_moments_##name(g, x, l);                                                              \
            double sum = 0, product = 0;                                                                                 \
            EACH_ELEMENT(g, l, i) {                                                                                      \
                const ptrdiff_t channel = p * g->piece_step + (i - p * g->stride) * g->step;                             \
                const double u = dy[i], standardized = (x[i] - m.mean) * m.scale;                                        \
                sum += weight[channel] * u;                                                                              \
                product += weight[channel] * u * standardized;                                                           \
                dw[channel] += (T)(u * standardized);                                                                    \
                db[channel] += (T)u;                                                                                     \
            }                                                                                                            \
            const double first = g->centered ? sum * g->share : 0, second = product * g->share;                          \
            EACH_ELEMENT(g, l, i) {                                                                                      \
                const ptrdiff_t channel = p * g->piece_step + (i - p * g->stride) * g->step;                             \
                const double standardized = (x[i] - m.mean) * m.scale;                                                   \
                dx[i] = (T)(m.scale * (weight[channel] * (double)dy[i] - first - standardized * second));                \
            }                                                                                                            \
        }                                                                                                                \
    }
DEFINE_WIDE_RANGE(f32, float)
DEFINE_WIDE_RANGE(f64, double)
