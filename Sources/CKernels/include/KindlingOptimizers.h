// Optimizers' steps.
#pragma once
#include "KindlingElements.h"

// One optimizer's step for one parameter, of which `to` may be `from`: a rule, its numbers, and what it remembers. `weight_decay` is
// added to the gradient, `shrink` multiplies the parameter.
enum KindlingRule {
    KO_DESCENT, KO_VELOCITY, KO_ADAM, KO_AMSGRAD, KO_NADAM, KO_ADAMAX, KO_RMSPROP, KO_RMSPROP_VELOCITY, KO_RMSPROP_CENTERED,
    KO_RMSPROP_CENTERED_VELOCITY, KO_ADAGRAD, KO_ADADELTA, KO_LION,
};
typedef struct {
    double step_size, beta1, beta2, take, epsilon, weight_decay, shrink, root_correction, of_gradient, of_mean;
    bool maximize;
} KindlingStep;
void kindling_step_f32(int rule, const KindlingStep *_Nonnull o, const float *_Nonnull from, float *_Nonnull to,
                       const float *_Nonnull gradient, float *_Nullable a, float *_Nullable b, float *_Nullable c, ptrdiff_t n);
