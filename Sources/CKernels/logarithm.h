// Logarithms. Largest errors, as elementary.h defines them: of floats log 0.83, log2 and log10 0.51, log1p 1.44; of doubles log
// 0.83, log2 1.56, log10 1.61, log1p 1.12.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

// x = 2^e (1 + m) with 1 + m between the roots of 1/2 and 2; subnormal x are scaled up first.
KINDLING_INLINE float mantissa_f32(float x, float *e) {
    const float smallest_normal = 1.17549435e-38f;
    float scaled = x < smallest_normal ? x * 8388608.0f : x;
    float bias = x < smallest_normal ? 150.0f : 127.0f;
    const uint32_t root_half = 0x3f3504f3;
    uint32_t bits = bits_of_f32(scaled) - root_half;
    *e = (float)((int32_t)bits >> 23) + (127.0f - bias);
    return of_bits_f32((bits & 0x007fffff) + root_half) - 1.0f;
}
KINDLING_INLINE double mantissa_f64(double x, double *e) {
    const double two_to_52 = 4503599627370496.0;
    double scaled = x < 0x1p-1022 ? x * 0x1p54 : x, bias = x < 0x1p-1022 ? 1077.0 : 1023.0;
    const uint64_t root_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    uint64_t bits = bits_of_f64(scaled) + (one - root_half);
    *e = of_bits_f64(bits >> 52 | bits_of_f64(two_to_52)) - (two_to_52 + bias);
    return of_bits_f64((bits & 0x000fffffffffffff) + root_half) - 1.0;
}

KINDLING_INLINE float log_of_positive_f32(float x) {
    float e, m = mantissa_f32(x, &e), z = m * m;
    float p = POLYNOMIAL_f32(m,
        7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
        2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f);
    float y = fmaf(p * m, z, e * LN2_LOW_f32);
    return fmaf(e, LN2_HIGH_f32, m + fmaf(-0.5f, z, y));
}
// Other bases in double, so that converting to the base costs no accuracy: ln(1 + m) to 1e-10.
KINDLING_INLINE double log_in_double(float x, double unit, double two) {
    float e;
    double m = mantissa_f32(x, &e);
    double p = POLYNOMIAL_f64(m,
        -0.059969985485076864, 0.10741801230638175, -0.10879440080086847, 0.11019350737140093, -0.12410622108357935,
        0.14285649469424047, -0.16670483179780202, 0.20000108408146908, -0.24999933318530906, 0.33333331575464636,
        -0.500000003316873, 1.0000000000337099);
    return fma(p * m, unit, (double)e * two);
}
KINDLING_INLINE float log2_of_positive_f32(float x) { return (float)log_in_double(x, LOG2_E, 1.0); }
KINDLING_INLINE float log10_of_positive_f32(float x) { return (float)log_in_double(x, 0.434294481903251827651, 0.301029995663981195214); }

// Returns log(1 + f), computed from f / (2 + f), plus e times the small `added`.
KINDLING_INLINE double log_of_mantissa_f64(double x, double added, double *e) {
    double f = mantissa_f64(x, e);
    double s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
    double p = POLYNOMIAL_f64(z,
        1.479819860511658591e-01, 1.531383769920937332e-01, 1.818357216161805012e-01, 2.222219843214978396e-01,
        2.857142874366239149e-01, 3.999999999940941908e-01, 6.666666666666735130e-01);
    return f - (half - fma(s, fma(p, z, half), *e * added));
}
KINDLING_INLINE double log_of_positive_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 1.90821492927058770002e-10, &e);
    return fma(e, 6.93147180369123816490e-01, y);
}
// Other bases: the factor of the base is the sum of two doubles, and so is the logarithm of 2 where it is not an integer.
KINDLING_INLINE double log2_of_positive_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 0.0, &e);
    return fma(y, 0x1.71547652b82fep+0, fma(y, 0x1.777d0ffda0d24p-56, e));
}
KINDLING_INLINE double log10_of_positive_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 0.0, &e);
    double small = fma(y, 0x1.95355baaafad3p-57, e * 3.69423907715893078616e-13);
    return fma(e, 3.01029995663611771306e-01, fma(y, 0x1.bcb7b1526e50ep-2, small));
}

#define TEMPLATE "logarithm.inc"
#include "for_each_float.inc"
