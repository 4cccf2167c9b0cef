// Hyperbolic functions and their inverses: float's in double, whose roundings a float does not see. Largest errors, as in
// elementary.h: 0.51 of floats; of doubles cosh 1.5, sinh 1.6, asinh 1.9, atanh 2.2, acosh 2.3.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

// exp(a) - 1 for 0 <= a <= 100.
KINDLING_INLINE double expm1_of_float(float a) {
    const double to_integer = 6755399441055744.0;
    double shifted = fma((double)a, 1.44269504088896340736, to_integer);
    double r = fma(-(shifted - to_integer), 0.693147180559945309417, (double)a);
    double p = 2.4882570594800518e-05;
    p = fma(p, r, 0.00019905010296411704);
    p = fma(p, r, 0.0013888809167163368);
    p = fma(p, r, 0.008333288885782353);
    p = fma(p, r, 0.041666666955920195);
    p = fma(p, r, 0.16666666754753645);
    p = fma(p, r, 0.4999999999973523);
    double scale = double_of((bits_of_double(shifted) + 1023) << 52);
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

// exp(a) / 2 for a >= 0: it is finite where sinh and cosh are.
KINDLING_INLINE double half_exp_f64(double a) {
    int32_t n;
    double q = expm1_reduced_f64(a > 712.0 ? 712.0 : a, &n);
    return scaled_f64(1.0 + q, n - 1);
}
KINDLING_INLINE double sinh_f64(double x) {
    double a = fabs(x), h = half_exp_f64(a), z = x * x;
    double p = 2.8445264169895285e-15;
    p = fma(p, z, 7.646625361656657e-13);
    p = fma(p, z, 1.6059048396350562e-10);
    p = fma(p, z, 2.505210836405804e-08);
    p = fma(p, z, 2.755731922404034e-06);
    p = fma(p, z, 0.00019841269841269773);
    p = fma(p, z, 0.008333333333333333);
    p = fma(p, z, 0.16666666666666666);
    double large = copysign(h - 0.25 / h, x);
    return a < 1.0 ? fma(p * z, x, x) : large;
}
KINDLING_INLINE double cosh_f64(double x) {
    double h = half_exp_f64(fabs(x));
    return h + 0.25 / h;
}

// Beyond 2^54, where 1 is lost, the inverses are log 2a.
static const double FAR_f64 = 0x1p54, LN2_f64 = 0x1.62e42fefa39efp-1;
KINDLING_INLINE double asinh_f64(double x) {
    double a = fabs(x), square = a * a;
    double y = log1p_f64(a > FAR_f64 ? a : a + square / (1.0 + __builtin_elementwise_sqrt(square + 1.0)));
    return copysign(a > FAR_f64 ? y + LN2_f64 : y, x);
}
KINDLING_INLINE double acosh_f64(double x) {
    double less = x - 1.0;
    double y = log1p_f64(x > FAR_f64 ? x : less + __builtin_elementwise_sqrt(less * (x + 1.0)));
    return x < 1.0 ? NAN : x > FAR_f64 ? y + LN2_f64 : y;
}
KINDLING_INLINE double atanh_f64(double x) {
    double a = fabs(x);
    return copysign(0.5 * log1p_f64(2.0 * a / (1.0 - a)), x);
}
