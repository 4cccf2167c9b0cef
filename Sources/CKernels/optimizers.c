#include "CKernels.h"
#include "clones.h"
#include "elementary.h"

#pragma clang fp contract(off)

// A step's numbers in float32, in which all is computed.
typedef struct {
    float sign, step_size, weight_decay, decay_factor, beta1, beta2, one_minus_beta2, one_minus_dampening, gradient_factor,
        momentum_factor, eps, bias_correction2_sqrt;
    double weight1, weight2;
} Step;

KINDLING_INLINE Step rounded(KindlingStep o) {
    return (Step){
        .sign = o.maximize ? -1.0f : 1.0f,
        .step_size = (float)o.step_size,
        .weight_decay = (float)o.weight_decay,
        .decay_factor = (float)o.decay_factor,
        .beta1 = (float)o.beta1,
        .beta2 = (float)o.beta2,
        .one_minus_beta2 = (float)(1 - o.beta2),
        .one_minus_dampening = (float)(1 - o.dampening),
        .gradient_factor = (float)o.gradient_factor,
        .momentum_factor = (float)o.momentum_factor,
        .eps = (float)o.eps,
        .bias_correction2_sqrt = (float)o.bias_correction2_sqrt,
        .weight1 = 1 - o.beta1,
        .weight2 = 1 - o.beta2,
    };
}

// The gradient to go down by, with the weight decay.
KINDLING_INLINE float descent(Step s, float gradient, float parameter) {
    return s.sign * gradient + (s.weight_decay != 0 ? s.weight_decay * parameter : 0);
}

// mean + weight (x - mean), from the nearer of the two, as torch's lerp.
KINDLING_INLINE float lerp(float mean, float x, double weight) {
    return (weight < 0.5 ? mean : x) + (float)(weight < 0.5 ? weight : weight - 1) * (x - mean);
}

// The running mean of squares, brought up to date.
KINDLING_INLINE float mean_square(Step s, float mean, float g) { return s.beta2 * mean + s.one_minus_beta2 * g * g; }

// A root of a mean square to divide by.
KINDLING_INLINE float root(float square) { return __builtin_elementwise_sqrt(square); }

KINDLING_CLONES void kindling_sgd_f32(KindlingStep o, float *w, const float *gradient, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, w[i] = w[i] - s.step_size * descent(s, gradient[i], w[i]));
}

KINDLING_CLONES void kindling_momentum_f32(KindlingStep o, float *w, const float *gradient, float *momentum_buffer, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = momentum_buffer[i] = s.beta1 * momentum_buffer[i] + s.one_minus_dampening * g;
                  w[i] = w[i] - s.step_size * ((s.gradient_factor != 0 ? s.gradient_factor * g : 0) + s.momentum_factor * v));
}

KINDLING_CLONES void kindling_adam_f32(KindlingStep o, float *w, const float *gradient, float *exp_avg, float *exp_avg_sq,
                                       ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float m = exp_avg[i] = lerp(exp_avg[i], g, s.weight1);
                  const float v = exp_avg_sq[i] = mean_square(s, exp_avg_sq[i], g);
                  w[i] = s.decay_factor * w[i] - s.step_size * m / (root(v) / s.bias_correction2_sqrt + s.eps));
}

KINDLING_CLONES void kindling_amsgrad_f32(KindlingStep o, float *w, const float *gradient, float *exp_avg, float *exp_avg_sq,
                                          float *max_exp_avg_sq, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float m = exp_avg[i] = lerp(exp_avg[i], g, s.weight1);
                  const float v = exp_avg_sq[i] = mean_square(s, exp_avg_sq[i], g);
                  const float x = max_exp_avg_sq[i] = maximum_f32(max_exp_avg_sq[i], v);
                  w[i] = s.decay_factor * w[i] - s.step_size * m / (root(x) / s.bias_correction2_sqrt + s.eps));
}

KINDLING_CLONES void kindling_nadam_f32(KindlingStep o, float *w, const float *gradient, float *exp_avg, float *exp_avg_sq,
                                        ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float m = exp_avg[i] = lerp(exp_avg[i], g, s.weight1);
                  const float v = exp_avg_sq[i] = mean_square(s, exp_avg_sq[i], g);
                  w[i] = s.decay_factor * w[i]
                      - (s.gradient_factor * g + s.momentum_factor * m) / (root(v) / s.bias_correction2_sqrt + s.eps));
}

KINDLING_CLONES void kindling_adamax_f32(KindlingStep o, float *w, const float *gradient, float *exp_avg, float *exp_inf,
                                         ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float m = exp_avg[i] = lerp(exp_avg[i], g, s.weight1);
                  const float x = exp_inf[i] = maximum_f32(s.beta2 * exp_inf[i], fabsf(g) + s.eps);
                  w[i] = w[i] - s.step_size * m / x);
}

KINDLING_CLONES void kindling_lion_f32(KindlingStep o, float *w, const float *gradient, float *exp_avg, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float x = lerp(exp_avg[i], g, s.weight1);
                  exp_avg[i] = lerp(exp_avg[i], g, s.weight2);
                  w[i] = s.decay_factor * w[i] - s.step_size * (float)((x > 0) - (x < 0)));
}

KINDLING_CLONES void kindling_rmsprop_f32(KindlingStep o, float *w, const float *gradient, float *square_avg, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = square_avg[i] = mean_square(s, square_avg[i], g);
                  w[i] = w[i] - s.step_size * g / (root(v) + s.eps));
}

KINDLING_CLONES void kindling_rmsprop_momentum_f32(KindlingStep o, float *w, const float *gradient, float *square_avg,
                                                   float *momentum_buffer, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = square_avg[i] = mean_square(s, square_avg[i], g);
                  const float u = momentum_buffer[i] = s.beta1 * momentum_buffer[i] + g / (root(v) + s.eps);
                  w[i] = w[i] - s.step_size * u);
}

// The running variance, found from the mean before so that nothing cancels.
KINDLING_INLINE float running_variance(Step s, float variance, float distance) {
    return s.beta2 * (variance + s.one_minus_beta2 * distance * distance);
}

KINDLING_CLONES void kindling_rmsprop_centered_f32(KindlingStep o, float *w, const float *gradient, float *variance,
                                                   float *grad_avg, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = variance[i] = running_variance(s, variance[i], g - grad_avg[i]);
                  grad_avg[i] = lerp(grad_avg[i], g, s.weight2);
                  w[i] = w[i] - s.step_size * g / (root(v) + s.eps));
}

KINDLING_CLONES void kindling_rmsprop_centered_momentum_f32(KindlingStep o, float *w, const float *gradient, float *variance,
                                                            float *grad_avg, float *momentum_buffer, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = variance[i] = running_variance(s, variance[i], g - grad_avg[i]);
                  grad_avg[i] = lerp(grad_avg[i], g, s.weight2);
                  const float u = momentum_buffer[i] = s.beta1 * momentum_buffer[i] + g / (root(v) + s.eps);
                  w[i] = w[i] - s.step_size * u);
}

KINDLING_CLONES void kindling_adagrad_f32(KindlingStep o, float *w, const float *gradient, float *sum, ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float x = sum[i] = sum[i] + g * g;
                  w[i] = w[i] - s.step_size * g / (root(x) + s.eps));
}

KINDLING_CLONES void kindling_adadelta_f32(KindlingStep o, float *w, const float *gradient, float *square_avg, float *acc_delta,
                                           ptrdiff_t n) {
    const Step s = rounded(o);
    KINDLING_EACH(i, n, const float g = descent(s, gradient[i], w[i]);
                  const float v = square_avg[i] = mean_square(s, square_avg[i], g);
                  const float d = root(acc_delta[i] + s.eps) / root(v + s.eps) * g;
                  acc_delta[i] = mean_square(s, acc_delta[i], d);
                  w[i] = w[i] - s.step_size * d);
}
