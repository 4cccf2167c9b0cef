// Hyperbolic functions and their inverses. Those of floats are computed in double, so that they are rounded once. Largest errors,
// as elementary.h defines them: 0.51 of floats; of doubles cosh 1.5, sinh 1.6, asinh 1.9, atanh 2.2, acosh 2.3.
#pragma once
#include "exponential.h"
#include "logarithm.h"

#pragma clang fp contract(off)

// exp(a) - 1 for 0 <= a <= 100.
KINDLING_INLINE double expm1_of_float(float a) {
    int32_t n;
    double k = whole_f64(fma((double)a, LOG2_E, TO_INTEGER_f64), &n), r = fma(-k, LN2, (double)a);
    double p = POLYNOMIAL_f64(r,
        2.4882570594800518e-05, 0.00019905010296411704, 0.0013888809167163368, 0.008333288885782353, 0.041666666955920195,
        0.16666666754753645, 0.4999999999973523);
    double scale = power_of_two_f64(n);
    return fma(scale, fma(p, r * r, r), scale - 1.0);
}
KINDLING_INLINE float sinh_f32(float x) {
    double e = expm1_of_float(fabsf(x) > 100.0f ? 100.0f : fabsf(x));
    return copysignf((float)(0.5 * (e + e / (e + 1.0))), x);
}
KINDLING_INLINE float cosh_f32(float x) {
    double e = expm1_of_float(fabsf(x) > 100.0f ? 100.0f : fabsf(x)) + 1.0;
    return (float)(0.5 * (e + 1.0 / e));
}

KINDLING_INLINE float asinh_f32(float x) {
    double a = fabs((double)x), square = a * a;
    double y = log1p_f64(a + square / (1.0 + __builtin_elementwise_sqrt(square + 1.0)));
    return copysignf(a == INFINITY ? INFINITY : (float)y, x);
}
KINDLING_INLINE float acosh_f32(float x) {
    double less = (double)x - 1.0;
    double y = log1p_f64(less + __builtin_elementwise_sqrt(less * ((double)x + 1.0)));
    return x < 1.0f ? NAN : (float)y;
}
KINDLING_INLINE float atanh_f32(float x) {
    double a = fabs((double)x);
    return copysignf((float)(0.5 * log1p_f64(2.0 * a / (1.0 - a))), x);
}

// exp(a) / 2 for a >= 0, which is finite wherever sinh and cosh are.
KINDLING_INLINE double half_exp_f64(double a) {
    int32_t n;
    double q = expm1_reduced_f64(a > 712.0 ? 712.0 : a, &n);
    return scaled_f64(1.0 + q, n - 1);
}
KINDLING_INLINE double sinh_f64(double x) {
    double a = fabs(x), h = half_exp_f64(a), z = x * x;
    double p = POLYNOMIAL_f64(z,
        2.8445264169895285e-15, 7.646625361656657e-13, 1.6059048396350562e-10, 2.505210836405804e-08, 2.755731922404034e-06,
        0.00019841269841269773, 0.008333333333333333, 0.16666666666666666);
    double large = copysign(h - 0.25 / h, x);
    return a < 1.0 ? fma(p * z, x, x) : large;
}
KINDLING_INLINE double cosh_f64(double x) {
    double h = half_exp_f64(fabs(x));
    return h + 0.25 / h;
}

// Above 2^54, where adding 1 has no effect, the inverses are log 2a.
static const double FAR_f64 = 0x1p54;
KINDLING_INLINE double asinh_f64(double x) {
    double a = fabs(x), square = a * a;
    double y = log1p_f64(a > FAR_f64 ? a : a + square / (1.0 + __builtin_elementwise_sqrt(square + 1.0)));
    return copysign(a > FAR_f64 ? y + LN2 : y, x);
}
KINDLING_INLINE double acosh_f64(double x) {
    double less = x - 1.0;
    double y = log1p_f64(x > FAR_f64 ? x : less + __builtin_elementwise_sqrt(less * (x + 1.0)));
    return x < 1.0 ? NAN : x > FAR_f64 ? y + LN2 : y;
}
KINDLING_INLINE double atanh_f64(double x) {
    double a = fabs(x);
    return copysign(0.5 * log1p_f64(2.0 * a / (1.0 - a)), x);
}
