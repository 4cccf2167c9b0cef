// Powers: float's in double, double's in pairs of doubles. Largest errors, as in elementary.h: 0.51 and 1.5.
#pragma once
#include "elementary.h"

#pragma clang fp contract(off)

// x^y = 2^(y log2 |x|), in double, the logarithm to 1e-12.
KINDLING_INLINE float pow_f32(float x, float y) {
    float a = fabsf(x), e;
    double m = mantissa_f32(a, &e);
    double p = 0.043867518889460354;
    p = fma(p, m, -0.085678907805931612);
    p = fma(p, m, 0.087413571393841316);
    p = fma(p, m, -0.082900864189015044);
    p = fma(p, m, 0.089514857005828563);
    p = fma(p, m, -0.09990257096040242);
    p = fma(p, m, 0.11119851246329784);
    p = fma(p, m, -0.12500926979108151);
    p = fma(p, m, 0.14285434039278141);
    p = fma(p, m, -0.16666636022879602);
    p = fma(p, m, 0.20000004361758178);
    p = fma(p, m, -0.25000000390067639);
    p = fma(p, m, 0.33333333306929741);
    p = fma(p, m, -0.49999999998660227);
    p = fma(p, m, 1.0000000000002747);
    double exponent = (double)y * fma(p * m, 1.44269504088896340736, (double)e);
    // Zero and infinity have the logarithms that fit, beyond all others.
    exponent = a == 0.0f ? (y < 0.0f ? 200.0 : -200.0) : exponent;
    exponent = a == INFINITY ? (y < 0.0f ? -200.0 : 200.0) : exponent;
    exponent = exponent > 200.0 ? 200.0 : exponent < -200.0 ? -200.0 : exponent;
    const double to_integer = 6755399441055744.0;
    double shifted = exponent + to_integer, r = (exponent - (shifted - to_integer)) * 0.693147180559945309417;
    double q = 2.4801587301587302e-5;
    q = fma(q, r, 1.9841269841269841e-4);
    q = fma(q, r, 1.3888888888888889e-3);
    q = fma(q, r, 8.3333333333333333e-3);
    q = fma(q, r, 4.1666666666666667e-2);
    q = fma(q, r, 1.6666666666666667e-1);
    q = fma(q, r, 0.5);
    q = fma(q, r, 1.0);
    q = fma(q, r, 1.0);
    float power = (float)(q * double_of((bits_of_double(shifted) + 1023) << 52));
    power = x != x || y != y ? NAN : power;
    power = a == 1.0f && y == y ? 1.0f : power;
    // Of a negative number there are only whole powers, the odd ones with its sign; infinity has all.
    float half = 0.5f * y;
    power = truncf(y) == y && truncf(half) != half ? copysignf(power, x) : power;
    power = x < 0.0f && a != INFINITY && truncf(y) != y ? NAN : power;
    return x == 1.0f || y == 0.0f ? 1.0f : power;
}

// log2 of a normal or subnormal number a to 2^-66, as high + low: 2 / ln 2 times s + s^3/3 + ... for s = f / (2 + f).
KINDLING_INLINE double log2_in_pair(double a, double *low) {
    double e, f = mantissa_f64(a, &e);
    double d = 2.0 + f, inverse = 1.0 / d, s = f * inverse;
    double s_low = fma(-s, (2.0 - d) + f, fma(-s, d, f)) * inverse;
    double z = s * s, z_low = fma(s, s, -z) + 2.0 * s * s_low;
    double p = 0.05381207798986003;
    p = fma(p, z, 0.05228164121472719);
    p = fma(p, z, 0.058834065387955665);
    p = fma(p, z, 0.0666664826771862);
    p = fma(p, z, 0.07692307880578694);
    p = fma(p, z, 0.09090909089828507);
    p = fma(p, z, 0.11111111111114215);
    p = fma(p, z, 0.14285714285714282);
    p = fma(p, z, 0.2);
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
    exponent = a == 0.0 ? (y < 0.0 ? 1100.0 : -1100.0) : exponent;
    exponent = a == INFINITY ? (y < 0.0 ? -1100.0 : 1100.0) : exponent;
    rest = fabs(exponent) < 1100.0 ? rest : 0.0;
    exponent = exponent > 1100.0 ? 1100.0 : exponent < -1100.0 ? -1100.0 : exponent;
    double shifted = exponent + TO_INTEGER_f64, r = (exponent - (shifted - TO_INTEGER_f64)) + rest;
    double q = 1.0 + expm1_series_f64(r * 0.693147180559945309417);
    double power = scaled_f64(q, (int32_t)(uint32_t)bits_of_double(shifted));
    power = x != x || y != y ? NAN : power;
    power = a == 1.0 && y == y ? 1.0 : power;
    // As in pow_f32.
    double half = 0.5 * y;
    power = __builtin_elementwise_trunc(y) == y && __builtin_elementwise_trunc(half) != half ? copysign(power, x) : power;
    power = x < 0.0 && a != INFINITY && __builtin_elementwise_trunc(y) != y ? NAN : power;
    return x == 1.0 || y == 0.0 ? 1.0 : power;
}
