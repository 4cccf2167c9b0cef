// Exponential functions, and functions of one exponential. Largest errors, as elementary.h defines them: of floats exp,
// exp_normal and exp2 1.02, expm1 1.45, tanh 1.33, sigmoid 1.97; of doubles exp and exp2 1.03, expm1 1.78, tanh 1.33, sigmoid
// 1.91.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

static const double LN2_HIGH_f64 = 0x1.62e42fefa39efp-1, LN2_LOW_f64 = 0x1.abc9e3b39803fp-56;

// exp(r) - 1 for |r| <= ln 2 / 2, to full relative accuracy for small r.
KINDLING_INLINE float expm1_series_f32(float r) {
    float p = POLYNOMIAL_f32(r,
        1.9875691500e-4f, 1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f);
    return fmaf(p, r * r, r);
}
// The Taylor series, up to the last term that a double resolves.
KINDLING_INLINE double expm1_series_f64(double r) {
    double p = POLYNOMIAL_f64(r,
        1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0,
        1.0 / 720.0, 1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5);
    return fma(p, r * r, r);
}

// Arguments below and above which a function is 0 (or -1) and infinity. Above expm1's, the 1 is below its last digit.
static const float EXP_LOW_f32 = -104, EXP_HIGH_f32 = 89, EXP2_LOW_f32 = -151, EXP2_HIGH_f32 = 129;
static const float EXPM1_LOW_f32 = -20, EXPM1_HIGH_f32 = 80;
static const double EXP_LOW_f64 = -746, EXP_HIGH_f64 = 710, EXP2_LOW_f64 = -1076, EXP2_HIGH_f64 = 1025;
static const double EXPM1_LOW_f64 = -40, EXPM1_HIGH_f64 = 700;

#define TEMPLATE "exponential.inc"
#include "for_each_float.inc"

// exp(x) for x <= 88, in half the steps: results below the smallest normal number are 0.
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
