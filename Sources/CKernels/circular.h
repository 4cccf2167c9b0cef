// Sines, cosines and tangents: those of floats are computed in double. Largest errors, as elementary.h defines them: of floats
// 0.51; of doubles sin and cos 1.47, tan 2.9.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

// Sine and cosine of |r| <= pi/4, where z is r squared.
KINDLING_INLINE double sine_f32(double r, double z) {
    double p = POLYNOMIAL_f64(z,
        2.7183114939898219064e-6, -1.98393348360966317347e-4, 8.3333293858894631756e-3, -1.66666666416265235595e-1);
    return r == 0.0 ? r : fma(p * z, r, r);  // keeps -0.0
}
KINDLING_INLINE double cosine_f32(double z) {
    return POLYNOMIAL_f64(z,
        2.43904487962774090654e-5, -1.38867637746099294692e-3, 4.16666233237390631894e-2, -4.99999997251031003120e-1, 1.0);
}
KINDLING_INLINE double sine_f64(double r, double z) {
    double p = POLYNOMIAL_f64(z,
        1.58969099521155010221e-10, -2.50507602534068634195e-08, 2.75573137070700676789e-06, -1.98412698298579493134e-04,
        8.33333333332248946124e-03, -1.66666666666666324348e-01);
    return r == 0.0 ? r : fma(p * z, r, r);
}
// The rounding error of 1 - z/2 is corrected.
KINDLING_INLINE double cosine_f64(double z) {
    double p = POLYNOMIAL_f64(z,
        -1.13596475577881948265e-11, 2.08757232129817482790e-09, -2.75573143513906633035e-07, 2.48015872894767294178e-05,
        -1.38888888888741095749e-03, 4.16666666666666019037e-02);
    double half = 0.5 * z, w = 1.0 - half;
    return w + fma(p * z, z, (1.0 - w) - half);
}

// x minus the nearest multiple of pi/2, which is the `quarter`-th, for |x| < CIRCULAR_LIMIT.
static const float CIRCULAR_LIMIT_f32 = 268435456.0f;  // 2^28
static const double CIRCULAR_LIMIT_f64 = 1048576.0, TWO_BY_PI = 6.36619772367581382433e-1;
KINDLING_INLINE double quarter_reduced_f32(float x, int32_t *quarter) {
    const double high = 1.57079631090164184570, low = 1.58932547735281966916e-8;  // of pi/2
    double v = (double)x, k = whole_f64(fma(v, TWO_BY_PI, TO_INTEGER_f64), quarter);
    return fma(-k, low, fma(-k, high, v));
}
KINDLING_INLINE double quarter_reduced_f64(double x, int32_t *quarter) {
    // The terms of pi/2, all positive, so that -0.0 is kept.
    const double high = 0x1.921fb54442d18p+0, middle = 0x1.1a62633145c06p-54, low = 0x1.c1cd129024e09p-107;
    double k = whole_f64(fma(x, TWO_BY_PI, TO_INTEGER_f64), quarter);
    return fma(-k, low, fma(-k, middle, fma(-k, high, x)));
}

#define TEMPLATE "circular.inc"
#include "for_each_float.inc"
