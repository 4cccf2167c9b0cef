// Exponential functions and what is made of one exp. Largest errors, as elementary.h has them: of floats exp, exp_normal and exp2
// 1.02, expm1 1.45, tanh 1.33, sigmoid 1.97; of doubles exp and exp2 1.03, expm1 1.78, tanh 1.33, sigmoid 1.91.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

static const double LN2_HIGH_f64 = 0x1.62e42fefa39efp-1, LN2_LOW_f64 = 0x1.abc9e3b39803fp-56;

// exp(r) - 1 for |r| <= ln 2 / 2, in which little r loses nothing.
KINDLING_INLINE float expm1_series_f32(float r) {
    float p = POLYNOMIAL_f32(r,
        1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f);
    return fmaf(p, r * r, r);
}
// The series as such, as far as digits reach.
KINDLING_INLINE double expm1_series_f64(double r) {
    double p = POLYNOMIAL_f64(r,
        1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
        1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5);
    return fma(p, r * r, r);
}

// Of each function, beyond which arguments it is 0 (or -1) and infinity. expm1's 1 is below all digits before that.
#define DEFINE(name, T, exp_low, exp_high, exp2_low, exp2_high, expm1_low, expm1_high)                     \
    /* exp(x) = 2^n exp(r): answers exp(r) - 1. */                                                         \
    KINDLING_INLINE T expm1_reduced_##name(T x, int32_t *n) {                                              \
        T k = whole_##name(__builtin_elementwise_fma(x, (T)LOG2_E, TO_INTEGER_##name), n);                 \
        T r = __builtin_elementwise_fma(-k, LN2_HIGH_##name, x);                                           \
        return expm1_series_##name(__builtin_elementwise_fma(-k, LN2_LOW_##name, r));                      \
    }                                                                                                      \
    KINDLING_INLINE T exp_##name(T x) {                                                                    \
        int32_t n;                                                                                         \
        T q = expm1_reduced_##name(within_##name(x, exp_low, exp_high), &n);                               \
        return scaled_##name(q + 1, n);                                                                    \
    }                                                                                                      \
    KINDLING_INLINE T exp2_##name(T x) {                                                                   \
        int32_t n;                                                                                         \
        T held = within_##name(x, exp2_low, exp2_high), r = held - whole_##name(held + TO_INTEGER_##name, &n); \
        return scaled_##name(expm1_series_##name(r * (T)LN2) + 1, n);                                      \
    }                                                                                                      \
    /* exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1) */                                                        \
    KINDLING_INLINE T expm1_##name(T x) {                                                                  \
        int32_t n;                                                                                         \
        T q = expm1_reduced_##name(within_##name(x, expm1_low, expm1_high), &n), scale = power_of_two_##name(n); \
        T y = x == 0 ? x : __builtin_elementwise_fma(scale, q, scale - 1);                                 \
        return x > expm1_high ? exp_##name(x) : y;                                                         \
    }
DEFINE(f32, float, -104, 89, -151, 129, -20, 80)
DEFINE(f64, double, -746, 710, -1076, 1025, -40, 700)
#undef DEFINE

// exp(x) for x <= 88, in half the steps: what is below the smallest normal number is 0.
KINDLING_INLINE float exp_normal_f32(float x) {
    const float biased = TO_INTEGER_f32 + 127.0f;  // its lowest bits are the exponent of 1
    float clamped = x < -88.0f ? -88.0f : x;
    float shifted = fmaf(clamped, (float)LOG2_E, biased);
    float k = shifted - biased;
    float r = fmaf(-k, LN2_LOW_f32, fmaf(-k, LN2_HIGH_f32, clamped));
    float p = POLYNOMIAL_f32(r, 1.3814539e-3f, 8.3687454e-3f, 4.1668389e-2f, 1.66665211e-1f, 4.9999994e-1f);
    float q = fmaf(p, r * r, r), scale = of_bits_f32(bits_of_f32(shifted) << 23);
    return fmaf(q, scale, scale);
}
KINDLING_INLINE double exp_normal_f64(double x) { return exp_f64(x); }

// exp(-|x|) never overflows, so both tails keep full relative accuracy. What 1 + e is rounded by is given back to first order.
#define DEFINE(name, T)                                                \
    KINDLING_INLINE T sigmoid_of_exp_##name(T x, T e) {                \
        T d = 1 + e, y = (x < 0 ? e : 1) / d;                          \
        return __builtin_elementwise_fma(-y, e - (d - 1), y);          \
    }
DEFINE(f32, float)
DEFINE(f64, double)
#undef DEFINE
KINDLING_INLINE float sigmoid_f32(float x) {
    float a = -fabsf(x);
    int32_t n;
    float q = expm1_reduced_f32(a < -104.0f ? -104.0f : a, &n);
    float first = power_of_two_f32(n >> 1), second = power_of_two_f32(n - (n >> 1));
    return sigmoid_of_exp_f32(x, fmaf(q, first, first) * second);
}
KINDLING_INLINE double sigmoid_f64(double x) { return sigmoid_of_exp_f64(x, exp_f64(-fabs(x))); }

KINDLING_INLINE float tanh_f32(float x) {
    float a = fabsf(x), z = x * x;
    float p = POLYNOMIAL_f32(z, -5.70498872745e-3f, 2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f);
    float small = fmaf(p * z, x, x);
    // Above 10 it is 1.
    int32_t n;
    float q = expm1_reduced_f32(a > 10.0f ? 20.0f : a + a, &n), scale = power_of_two_f32(n);
    float large = 1.0f - 2.0f / (fmaf(scale, q, scale) + 1.0f);
    return copysignf(a < 0.625f ? small : large, x);
}

KINDLING_INLINE double tanh_f64(double x) {
    double a = fabs(x), z = x * x;
    double p = POLYNOMIAL_f64(z, -9.64399179425052238628e-1, -9.92877231001918586564e1, -1.61468768441708447952e3);
    double q = fma(fma(z + 1.12811678491632931402e2, z, 2.23548839060100448583e3), z, 4.84406305325125486048e3);
    double small = fma(x * z, p / q, x);
    // Above 20 it is 1.
    double large = 1.0 - 2.0 / (exp_f64(a > 20.0 ? 40.0 : a + a) + 1.0);
    return copysign(a < 0.625 ? small : large, x);
}
