#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

// mean + weight (x - mean), from the nearer of the two, as torch's lerp: `near` is whether weight < 1/2, `slope` then the weight,
// else weight - 1.
KINDLING_INLINE float mixed(float mean, float x, bool near, float slope) {
    return (near ? mean : x) + slope * (x - mean);
}

KINDLING_CLONES void kindling_adam_f32(const KindlingAdam *o, const float *from, float *to,
                                       const float *gradient, float *mean, float *square,
                                       float *largest, ptrdiff_t n) {
    const float keep2 = (float)o->beta2, take2 = (float)(1 - o->beta2), decay = (float)o->weight_decay,
                epsilon = (float)o->epsilon, step = (float)o->step_size, root = (float)o->root_correction,
                sign = o->maximize ? -1.0f : 1.0f, shrink = (float)o->shrink;
    const bool near = 1 - o->beta1 < 0.5;
    const float slope = (float)(near ? 1 - o->beta1 : -o->beta1);
    if (largest == NULL)
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i], g = sign * gradient[i] + decay * w;
            const float m = mixed(mean[i], g, near, slope), v = keep2 * square[i] + take2 * g * g;
            mean[i] = m;
            square[i] = v;
            to[i] = shrink * w - step * m / (__builtin_elementwise_sqrt(v) / root + epsilon);
        }
    else
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i], g = sign * gradient[i] + decay * w;
            const float m = mixed(mean[i], g, near, slope), v = keep2 * square[i] + take2 * g * g;
            const float x = maximum_f32(largest[i], v);
            mean[i] = m;
            square[i] = v;
            largest[i] = x;
            to[i] = shrink * w - step * m / (__builtin_elementwise_sqrt(x) / root + epsilon);
        }
}

KINDLING_CLONES void kindling_sgd_f32(const KindlingSGD *o, const float *from, float *to, const float *gradient,
                                      float *velocity, ptrdiff_t n) {
    const float step = (float)o->step_size, keep = (float)o->momentum, take = (float)o->take,
                decay = (float)o->weight_decay, sign = o->maximize ? -1.0f : 1.0f;
    // What the step is made of: the gradient, the velocity, or with Nesterov's both.
    const float of_gradient = o->nesterov ? 1.0f : 0.0f, of_velocity = o->nesterov ? keep : 1.0f;
    if (velocity == NULL)
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i];
            to[i] = w - step * (sign * gradient[i] + decay * w);
        }
    else
        KINDLING_INDEPENDENT for (ptrdiff_t i = 0; i < n; i++) {
            const float w = from[i], g = sign * gradient[i] + decay * w;
            const float v = keep * velocity[i] + take * g;
            velocity[i] = v;
            to[i] = w - step * (of_gradient * g + of_velocity * v);
        }
}
