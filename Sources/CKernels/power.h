// Powers, x^y = 2^(y log2 |x|): those of floats are computed in double, those of doubles in pairs of doubles. Largest errors, as
// elementary.h defines them: 0.51 and 1.5.
#pragma once
#include "exponential.h"
#include "logarithm.h"

#pragma clang fp contract(off)

#define TRUNC __builtin_elementwise_trunc
#define TEMPLATE "power.inc"
#include "for_each_float.inc"
#undef TRUNC

// The logarithm is computed to 1e-12.
KINDLING_INLINE float pow_f32(float x, float y) {
    float a = fabsf(x), e;
    double m = mantissa_f32(a, &e);
    double p = POLYNOMIAL_f64(m,
        0.043867518889460354, -0.085678907805931612, 0.087413571393841316, -0.082900864189015044, 0.089514857005828563,
        -0.09990257096040242, 0.11119851246329784, -0.12500926979108151, 0.14285434039278141, -0.16666636022879602,
        0.20000004361758178, -0.25000000390067639, 0.33333333306929741, -0.49999999998660227, 1.0000000000002747);
    double exponent = exponent_within_f32(200.0, (double)y * fma(p * m, LOG2_E, (double)e), a, y);
    int32_t n;
    double r = (exponent - whole_f64(exponent + TO_INTEGER_f64, &n)) * LN2;
    double q = POLYNOMIAL_f64(r,
        2.4801587301587302e-5, 1.9841269841269841e-4, 1.3888888888888889e-3, 8.3333333333333333e-3, 4.1666666666666667e-2,
        1.6666666666666667e-1, 0.5, 1.0, 1.0);
    return power_checked_f32(x, y, (float)(q * power_of_two_f64(n)));
}

// log2 of a normal or subnormal number a to 2^-66, as high + low: 2 / ln 2 times s + s^3/3 + ... for s = f / (2 + f).
KINDLING_INLINE double log2_in_pair(double a, double *low) {
    double e, f = mantissa_f64(a, &e);
    double d = 2.0 + f, inverse = 1.0 / d, s = f * inverse;
    double s_low = fma(-s, (2.0 - d) + f, fma(-s, d, f)) * inverse;
    double z = s * s, z_low = fma(s, s, -z) + 2.0 * s * s_low;
    double p = POLYNOMIAL_f64(z,
        0.05381207798986003, 0.05228164121472719, 0.058834065387955665, 0.0666664826771862, 0.07692307880578694,
        0.09090909089828507, 0.11111111111114215, 0.14285714285714282, 0.2);
    const double third = 0x1.5555555555555p-2, third_low = 0x1.5555555555555p-56;
    double t = z * third, t_low = fma(z, third, -t) + fma(z, third_low, z_low * third);
    double w = z * z * p, u = t + w, u_low = (t - u) + w + t_low;
    double v = s * u, v_low = fma(s, u, -v) + fma(s, u_low, s_low * u);
    double l = s + v, l_low = (s - l) + v + (v_low + s_low);
    const double unit = 0x1.71547652b82fep+1, unit_low = 0x1.777d0ffda0d24p-55;
    double g = l * unit, g_low = fma(l, unit, -g) + fma(l, unit_low, l_low * unit);
    double high = e + g;
    *low = (e - high) + g + g_low;
    return high;
}

KINDLING_INLINE double pow_f64(double x, double y) {
    double a = fabs(x), low, high = log2_in_pair(a, &low);
    double exponent = y * high, rest = fma(y, high, -exponent) + y * low;
    exponent = exponent_within_f64(1100.0, exponent, a, y);
    rest = fabs(exponent) < 1100.0 ? rest : 0.0;
    int32_t n;
    double r = (exponent - whole_f64(exponent + TO_INTEGER_f64, &n)) + rest;
    return power_checked_f64(x, y, scaled_f64(1.0 + expm1_series_f64(r * LN2), n));
}
