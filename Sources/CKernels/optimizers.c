#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

KINDLING_CLONES void kindling_adam_f32(const KindlingAdam *o, const float *from, float *to,
                                       const float *gradient, float *mean, float *square,
                                       float *largest, ptrdiff_t n) {
    const float keep1 = (float)o->beta1, take1 = (float)(1 - o->beta1), keep2 = (float)o->beta2,
                take2 = (float)(1 - o->beta2), decay = (float)o->weight_decay, epsilon = (float)o->epsilon,
                step = (float)o->step_size, root = (float)o->root_correction, sign = o->maximize ? -1.0f : 1.0f;
    if (largest == NULL)
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i], g = sign * gradient[i] + decay * w;
            const float m = keep1 * mean[i] + take1 * g, v = keep2 * square[i] + take2 * (g * g);
            mean[i] = m;
            square[i] = v;
            to[i] = w - step * m / (__builtin_elementwise_sqrt(v) * root + epsilon);
        }
    else
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i], g = sign * gradient[i] + decay * w;
            const float m = keep1 * mean[i] + take1 * g, v = keep2 * square[i] + take2 * (g * g);
            const float x = maximum_f32(largest[i], v);
            mean[i] = m;
            square[i] = v;
            largest[i] = x;
            to[i] = w - step * m / (__builtin_elementwise_sqrt(x) * root + epsilon);
        }
}
