#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

#pragma clang fp contract(off)

// mean + weight (x - mean), from the nearer of the two, as torch's lerp.
KINDLING_INLINE float mixed(float mean, float x, double weight) {
    return (weight < 0.5 ? mean : x) + (float)(weight < 0.5 ? weight : weight - 1) * (x - mean);
}

#define ROOT(x) __builtin_elementwise_sqrt(x)
#define MEAN(name, beta) const float name = a[i] = mixed(a[i], g, 1 - o->beta);
#define SQUARE(name) const float name = b[i] = keep2 * b[i] + take2 * g * g;
// The running variance, found from the mean before so that nothing cancels.
#define VARIANCE(name) const float d = g - c[i]; const float name = b[i] = keep2 * (b[i] + take2 * d * d); c[i] = mixed(c[i], g, 1 - o->beta2);

// What becomes of each element: w is the parameter, g the gradient with the decay; a, b and c are what the rule remembers.
#define RULE(rule, ...)                                             \
    case rule:                                                      \
        KINDLING_EACH(i, n, const float w = from[i]; const float g = sign * gradient[i] + (decay != 0 ? decay * w : 0); __VA_ARGS__); \
        break;

KINDLING_CLONES void kindling_step_f32(int rule, const KindlingStep *o, const float *from, float *to, const float *gradient,
                                       float *a, float *b, float *c, ptrdiff_t n) {
    const float sign = o->maximize ? -1.0f : 1.0f, decay = (float)o->weight_decay, shrink = (float)o->shrink,
                step = (float)o->step_size, keep = (float)o->beta1, take = (float)o->take, keep2 = (float)o->beta2,
                take2 = (float)(1 - o->beta2), epsilon = (float)o->epsilon, root = (float)o->root_correction,
                of_gradient = (float)o->of_gradient, of_mean = (float)o->of_mean;
    switch (rule) {
        RULE(KO_DESCENT, to[i] = w - step * g;)
        RULE(KO_VELOCITY, const float v = a[i] = keep * a[i] + take * g; to[i] = w - step * ((of_gradient != 0 ? of_gradient * g : 0) + of_mean * v);)
        RULE(KO_ADAM, MEAN(m, beta1) SQUARE(v) to[i] = shrink * w - step * m / (ROOT(v) / root + epsilon);)
        RULE(KO_AMSGRAD, MEAN(m, beta1) SQUARE(v) const float x = c[i] = maximum_f32(c[i], v);
             to[i] = shrink * w - step * m / (ROOT(x) / root + epsilon);)
        RULE(KO_NADAM, MEAN(m, beta1) SQUARE(v)
             to[i] = shrink * w - (of_gradient * g + of_mean * m) / (ROOT(v) / root + epsilon);)
        RULE(KO_ADAMAX, MEAN(m, beta1) const float x = b[i] = maximum_f32(keep2 * b[i], fabsf(g) + epsilon);
             to[i] = w - step * m / x;)
        RULE(KO_RMSPROP, SQUARE(v) to[i] = w - step * g / (ROOT(v) + epsilon);)
        RULE(KO_RMSPROP_VELOCITY, SQUARE(v) const float u = a[i] = keep * a[i] + g / (ROOT(v) + epsilon);
             to[i] = w - step * u;)
        RULE(KO_RMSPROP_CENTERED, VARIANCE(v) to[i] = w - step * g / (ROOT(v) + epsilon);)
        RULE(KO_RMSPROP_CENTERED_VELOCITY, VARIANCE(v) const float u = a[i] = keep * a[i] + g / (ROOT(v) + epsilon);
             to[i] = w - step * u;)
        RULE(KO_ADAGRAD, const float s = b[i] = b[i] + g * g; to[i] = w - step * g / (ROOT(s) + epsilon);)
        RULE(KO_ADADELTA, SQUARE(v) const float d = ROOT(c[i] + epsilon) / ROOT(v + epsilon) * g;
             c[i] = keep2 * c[i] + take2 * d * d; to[i] = w - step * d;)
        RULE(KO_LION, const float x = mixed(a[i], g, 1 - o->beta1); a[i] = mixed(a[i], g, 1 - o->beta2);
             to[i] = shrink * w - step * (float)((x > 0) - (x < 0));)
    }
}
