// Optimizers' steps.
#pragma once
#include "KindlingElements.h"

// The numbers of one step, of which a rule reads those that it knows.
typedef struct {
    double step_size;                         // multiplies the direction: the learning rate, over a bias correction where there is one
    double weight_decay;                      // times the parameter, is added to the gradient
    double decay_factor;                      // multiplies the parameter: 1 - learning rate * weight decay where that is decoupled
    double beta1, beta2;                      // decay rates of running means; a momentum is beta1
    double dampening;                         // the gradient goes into the momentum buffer times 1 - dampening
    double gradient_factor, momentum_factor;  // shares of the gradient and of its running mean in the direction (Nesterov)
    double eps, bias_correction2_sqrt;
    bool maximize;
} KindlingStep;

// Each updates n elements of a parameter and of what its rule remembers, given the gradient.
void kindling_sgd_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, ptrdiff_t n);
void kindling_momentum_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient,
                           float *_Nonnull momentum_buffer, ptrdiff_t n);
void kindling_adam_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull exp_avg,
                       float *_Nonnull exp_avg_sq, ptrdiff_t n);
void kindling_amsgrad_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull exp_avg,
                          float *_Nonnull exp_avg_sq, float *_Nonnull max_exp_avg_sq, ptrdiff_t n);
void kindling_nadam_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull exp_avg,
                        float *_Nonnull exp_avg_sq, ptrdiff_t n);
void kindling_adamax_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull exp_avg,
                         float *_Nonnull exp_inf, ptrdiff_t n);
void kindling_lion_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull exp_avg,
                       ptrdiff_t n);
void kindling_rmsprop_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull square_avg,
                          ptrdiff_t n);
void kindling_rmsprop_momentum_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient,
                                   float *_Nonnull square_avg, float *_Nonnull momentum_buffer, ptrdiff_t n);
void kindling_rmsprop_centered_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient,
                                   float *_Nonnull variance, float *_Nonnull grad_avg, ptrdiff_t n);
void kindling_rmsprop_centered_momentum_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient,
                                            float *_Nonnull variance, float *_Nonnull grad_avg, float *_Nonnull momentum_buffer,
                                            ptrdiff_t n);
void kindling_adagrad_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull sum,
                          ptrdiff_t n);
void kindling_adadelta_f32(KindlingStep o, float *_Nonnull parameter, const float *_Nonnull gradient, float *_Nonnull square_avg,
                           float *_Nonnull acc_delta, ptrdiff_t n);
