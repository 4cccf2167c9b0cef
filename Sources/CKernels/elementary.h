// Elementary functions of float and double without calls or branches, so that loops over them become vector code. Reductions and
// coefficients follow Cephes (S. Moshier) and FreeBSD's msun. Multiply-adds are fused where it is written so and nowhere else:
// every clone gives the same bits (a processor without FMA, before 2013, does them in software). The largest errors over all
// floats, in ulp, measured at each: exp and exp_normal 1.02, exp2 1.02, expm1 1.45, log 0.83, log2 and log10 0.51, log1p 1.44, sin, cos and tan 0.51,
// tanh 1.33, sigmoid 1.97, erf 1.94; the other inverse, circular and hyperbolic ones and pow, in double, 0.51. Of double, over millions: exp and exp2 1.03,
// expm1 1.78, log 0.83, log2 1.56, log10 1.61, log1p 1.12, tanh 1.33, sigmoid 1.91, sin and cos 1.47.
#pragma once
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "clones.h"

#pragma clang fp contract(off)

KINDLING_INLINE uint32_t bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

KINDLING_INLINE float float_of(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

KINDLING_INLINE uint64_t bits_of_double(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

KINDLING_INLINE double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static const float LN2_HIGH = 0.693359375f, LN2_LOW = -2.12194440e-4f;
static const float TO_INTEGER = 12582912.0f;  // 1.5 * 2^23: adding it rounds to the nearest integer

// exp(r) - 1 for |r| <= ln 2 / 2, in which little r loses nothing.
KINDLING_INLINE float expm1_series(float r) {
    float p = 1.9875691500e-4f;
    p = fmaf(p, r, 1.3981999507e-3f);
    p = fmaf(p, r, 8.3334519073e-3f);
    p = fmaf(p, r, 4.1665795894e-2f);
    p = fmaf(p, r, 1.6666665459e-1f);
    p = fmaf(p, r, 5.0000001201e-1f);
    return fmaf(p, r * r, r);
}

// exp(x) = 2^n exp(r): answers exp(r) - 1.
KINDLING_INLINE float expm1_reduced(float x, int32_t *n) {
    float shifted = fmaf(x, 1.44269504f, TO_INTEGER);
    *n = (int32_t)(bits_of(shifted) - bits_of(TO_INTEGER));
    float k = shifted - TO_INTEGER;
    float r = fmaf(-k, LN2_HIGH, x);
    return expm1_series(fmaf(-k, LN2_LOW, r));
}

// y 2^n by two factors, since 2^n alone would overflow, or lose the subnormal results.
KINDLING_INLINE float scaled_f32(float y, int32_t n) {
    int32_t half = n >> 1;
    return y * float_of((uint32_t)(half + 127) << 23) * float_of((uint32_t)(n - half + 127) << 23);
}

KINDLING_INLINE float exp_f32(float x) {
    float clamped = x < -104.0f ? -104.0f : x;
    clamped = clamped > 89.0f ? 89.0f : clamped;
    int32_t n;
    float q = expm1_reduced(clamped, &n);
    return scaled_f32(q + 1.0f, n);
}

// exp(x) for x <= 88, in half the steps: what is below the smallest normal number is 0.
KINDLING_INLINE float exp_normal_f32(float x) {
    const float biased = TO_INTEGER + 127.0f;  // its lowest bits are the exponent of 1
    float clamped = x < -88.0f ? -88.0f : x;
    float shifted = fmaf(clamped, 1.44269504f, biased);
    float k = shifted - biased;
    float r = fmaf(-k, LN2_LOW, fmaf(-k, LN2_HIGH, clamped));
    float p = 1.3814539e-3f;
    p = fmaf(p, r, 8.3687454e-3f);
    p = fmaf(p, r, 4.1668389e-2f);
    p = fmaf(p, r, 1.66665211e-1f);
    p = fmaf(p, r, 4.9999994e-1f);
    float q = fmaf(p, r * r, r), scale = float_of(bits_of(shifted) << 23);
    return fmaf(q, scale, scale);
}

KINDLING_INLINE float exp2_f32(float x) {
    float clamped = x < -151.0f ? -151.0f : x;
    clamped = clamped > 129.0f ? 129.0f : clamped;
    float shifted = clamped + TO_INTEGER;
    float r = clamped - (shifted - TO_INTEGER);
    return scaled_f32(expm1_series(r * 0.693147181f) + 1.0f, (int32_t)(bits_of(shifted) - bits_of(TO_INTEGER)));
}

// exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1). Above 80 the 1 is below all digits.
KINDLING_INLINE float expm1_f32(float x) {
    float clamped = x < -20.0f ? -20.0f : x;
    clamped = clamped > 80.0f ? 80.0f : clamped;
    int32_t n;
    float q = expm1_reduced(clamped, &n);
    float scale = float_of((uint32_t)(n + 127) << 23);
    float result = x == 0.0f ? x : fmaf(scale, q, scale - 1.0f);
    return x > 80.0f ? exp_f32(x) : result;
}

// erfc of x >= 0: exp(-x^2) times a polynomial in t = 1 / (1 + 0.4 x), fitted to 1e-8 (the variable is brought to -1...1).
// exp of what the square is rounded by is a short series.
KINDLING_INLINE float erfc_of_positive_f32(float x) {
    float a = x > 11.0f ? 11.0f : x;
    float t = 1.0f / fmaf(0.4f, a, 1.0f);
    float s = (t - 0.595f) * 2.46913580f;
    float p = -8.3091690e-6f;
    p = fmaf(p, s, 2.8561519e-5f);
    p = fmaf(p, s, 1.18189884e-4f);
    p = fmaf(p, s, -4.0112666e-4f);
    p = fmaf(p, s, -1.8520247e-3f);
    p = fmaf(p, s, 3.0886910e-3f);
    p = fmaf(p, s, 4.0207000e-2f);
    p = fmaf(p, s, 1.4618018e-1f);
    p = fmaf(p, s, 3.2283434e-1f);
    p = fmaf(p, s, 4.8980450e-1f);
    float square = a * a, rest = fmaf(a, a, -square);
    float e = exp_f32(-square);
    return fmaf(-rest, e, e) * (t * p);
}

// erf of |x| < 1.
KINDLING_INLINE float erf_of_small_f32(float x) {
    float z = x * x;
    float p = 7.8538578e-5f;
    p = fmaf(p, z, -8.0101925e-4f);
    p = fmaf(p, z, 5.1883277e-3f);
    p = fmaf(p, z, -2.6853811e-2f);
    p = fmaf(p, z, 1.12835854e-1f);
    p = fmaf(p, z, -3.76126260e-1f);
    p = fmaf(p, z, 1.28379107e-1f);
    return fmaf(p, x, x);
}

KINDLING_INLINE float erf_f32(float x) {
    float large = copysignf(1.0f - erfc_of_positive_f32(fabsf(x)), x);
    return fabsf(x) < 1.0f ? erf_of_small_f32(x) : large;
}

// x = 2^e (1 + m) with 1 + m between the roots of 1/2 and 2; subnormal x are brought up first.
KINDLING_INLINE float mantissa_f32(float x, float *e) {
    const float smallest_normal = 1.17549435e-38f;
    float scaled = x < smallest_normal ? x * 8388608.0f : x;
    float bias = x < smallest_normal ? 150.0f : 127.0f;
    const uint32_t root_half = 0x3f3504f3;
    uint32_t bits = bits_of(scaled) - root_half;
    *e = (float)((int32_t)bits >> 23) + (127.0f - bias);
    return float_of((bits & 0x007fffff) + root_half) - 1.0f;
}

// What logarithms are where x is no positive number.
KINDLING_INLINE float log_checked(float x, float y) {
    y = x == INFINITY || x != x ? x : y;
    y = x == 0.0f ? -INFINITY : y;
    return x < 0.0f ? NAN : y;
}

KINDLING_INLINE float log_f32(float x) {
    float e, m = mantissa_f32(x, &e);
    float z = m * m;
    float p = 7.0376836292e-2f;
    p = fmaf(p, m, -1.1514610310e-1f);
    p = fmaf(p, m, 1.1676998740e-1f);
    p = fmaf(p, m, -1.2420140846e-1f);
    p = fmaf(p, m, 1.4249322787e-1f);
    p = fmaf(p, m, -1.6668057665e-1f);
    p = fmaf(p, m, 2.0000714765e-1f);
    p = fmaf(p, m, -2.4999993993e-1f);
    p = fmaf(p, m, 3.3333331174e-1f);
    float y = fmaf(p * m, z, e * LN2_LOW);
    y = fmaf(-0.5f, z, y);
    return log_checked(x, fmaf(e, LN2_HIGH, m + y));
}

// Other bases in double, so that the unit of the base costs no accuracy: ln(1 + m) to 1e-10.
KINDLING_INLINE float log_of_base_f32(float x, double unit, double two) {
    float e;
    double m = mantissa_f32(x, &e);
    double p = -0.059969985485076864;
    p = fma(p, m, 0.10741801230638175);
    p = fma(p, m, -0.10879440080086847);
    p = fma(p, m, 0.11019350737140093);
    p = fma(p, m, -0.12410622108357935);
    p = fma(p, m, 0.14285649469424047);
    p = fma(p, m, -0.16670483179780202);
    p = fma(p, m, 0.20000108408146908);
    p = fma(p, m, -0.24999933318530906);
    p = fma(p, m, 0.33333331575464636);
    p = fma(p, m, -0.500000003316873);
    p = fma(p, m, 1.0000000000337099);
    return log_checked(x, (float)fma(p * m, unit, (double)e * two));
}
KINDLING_INLINE float log2_f32(float x) { return log_of_base_f32(x, 1.44269504088896340736, 1.0); }
KINDLING_INLINE float log10_f32(float x) { return log_of_base_f32(x, 0.434294481903251827651, 0.301029995663981195214); }

// log(1 + x): what 1 + x rounds away is added to first order.
KINDLING_INLINE float log1p_f32(float x) {
    float u = 1.0f + x;
    float lost = (x - (u - 1.0f)) / u;
    float y = log_f32(u);
    return u == INFINITY || u == 0.0f ? y : x == 0.0f ? x : y + lost;
}

KINDLING_INLINE float tanh_f32(float x) {
    float a = fabsf(x), z = x * x;
    float p = -5.70498872745e-3f;
    p = fmaf(p, z, 2.06390887954e-2f);
    p = fmaf(p, z, -5.37397155531e-2f);
    p = fmaf(p, z, 1.33314422036e-1f);
    p = fmaf(p, z, -3.33332819422e-1f);
    float small = fmaf(p * z, x, x);
    // Above 10 it is 1.
    float t = a > 10.0f ? 20.0f : a + a;
    int32_t n;
    float q = expm1_reduced(t, &n);
    float scale = float_of((uint32_t)(n + 127) << 23);
    float large = copysignf(1.0f - 2.0f / (fmaf(scale, q, scale) + 1.0f), x);
    return a < 0.625f ? small : large;
}

// exp(-|x|) never overflows, so both tails keep full relative accuracy.
KINDLING_INLINE float sigmoid_f32(float x) {
    float a = -fabsf(x);
    a = a < -104.0f ? -104.0f : a;
    int32_t n;
    float q = expm1_reduced(a, &n);
    int32_t half = n >> 1;
    float first = float_of((uint32_t)(half + 127) << 23), second = float_of((uint32_t)(n - half + 127) << 23);
    float e = fmaf(q, first, first) * second;
    float d = 1.0f + e;
    float y = (x < 0.0f ? e : 1.0f) / d;
    return fmaf(-y, e - (d - 1.0f), y);  // what d was rounded by is given back to first order
}

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

KINDLING_INLINE double sine_series(double r, double z) {
    double p = 2.7183114939898219064e-6;
    p = fma(p, z, -1.98393348360966317347e-4);
    p = fma(p, z, 8.3333293858894631756e-3);
    p = fma(p, z, -1.66666666416265235595e-1);
    return fma(p * z, r, r);
}

KINDLING_INLINE double cosine_series(double z) {
    double p = 2.43904487962774090654e-5;
    p = fma(p, z, -1.38867637746099294692e-3);
    p = fma(p, z, 4.16666233237390631894e-2);
    p = fma(p, z, -4.99999997251031003120e-1);
    return fma(p, z, 1.0);
}

// x less the nearest multiple of pi/2, in double: exact enough for |x| < CIRCULAR_LIMIT_f32.
static const float CIRCULAR_LIMIT_f32 = 268435456.0f;  // 2^28
KINDLING_INLINE double quarter_reduced(float x, uint32_t *quarter) {
    const double to_integer = 6755399441055744.0, two_by_pi = 6.36619772367581382433e-1;
    const double high = 1.57079631090164184570, low = 1.58932547735281966916e-8;  // of pi/2
    double v = (double)x, shifted = fma(v, two_by_pi, to_integer), k = shifted - to_integer;
    *quarter = (uint32_t)bits_of_double(shifted);
    return fma(-k, low, fma(-k, high, v));
}

KINDLING_INLINE float sin_f32(float x) {
    uint32_t quarter;
    double r = quarter_reduced(x, &quarter), z = r * r;
    float y = (float)(quarter & 1 ? cosine_series(z) : sine_series(r, z));
    return float_of(bits_of(y) ^ (quarter & 2) << 30);
}

KINDLING_INLINE float cos_f32(float x) {
    uint32_t quarter;
    double r = quarter_reduced(x, &quarter), z = r * r;
    float y = (float)(quarter & 1 ? sine_series(r, z) : cosine_series(z));
    return float_of(bits_of(y) ^ ((quarter + 1) & 2) << 30);
}

KINDLING_INLINE float tan_f32(float x) {
    uint32_t quarter;
    double r = quarter_reduced(x, &quarter), z = r * r;
    double s = sine_series(r, z), c = cosine_series(z);
    return (float)(quarter & 1 ? -c / s : s / c);
}

// The rest of float's functions in double, whose roundings a float does not see.

// The angle, in the first quarter, whose tangent is n / d: by the nearest of 0, pi/4 and pi/2.
KINDLING_INLINE double angle_of_ratio(double n, double d) {
    bool is_steep = n > 2.41421356237309505 * d, is_flat = !(n > 0.414213562373095049 * d);
    double base = is_steep ? 1.57079632679489662 : is_flat ? 0.0 : 0.785398163397448310;
    double t = (is_steep ? -d : is_flat ? n : n - d) / (is_steep ? n : is_flat ? d : n + d), z = t * t;
    double p = 0.04747843244842723;
    p = fma(p, z, -0.08478206437596483);
    p = fma(p, z, 0.11045059481373522);
    p = fma(p, z, -0.14282039466442056);
    p = fma(p, z, 0.19999905100834978);
    p = fma(p, z, -0.33333332513702585);
    return base + fma(p * z, t, t);
}
KINDLING_INLINE float atan_f32(float x) { return copysignf((float)angle_of_ratio(fabs((double)x), 1.0), x); }
KINDLING_INLINE float asin_f32(float x) {
    double a = fabs((double)x);
    return copysignf((float)angle_of_ratio(a, __builtin_elementwise_sqrt((1.0 - a) * (1.0 + a))), x);
}
KINDLING_INLINE float acos_f32(float x) {
    double v = x;
    return (float)(2.0 * angle_of_ratio(__builtin_elementwise_sqrt(1.0 - v), __builtin_elementwise_sqrt(1.0 + v)));
}
KINDLING_INLINE float atan2_f32(float y, float x) {
    double n = fabs((double)y), d = fabs((double)x);
    bool are_infinite = n == INFINITY && d == INFINITY, are_zero = n == 0.0 && d == 0.0;
    double angle = angle_of_ratio(are_infinite ? 1.0 : n, are_infinite || are_zero ? 1.0 : d);
    return copysignf((float)(bits_of(x) >> 31 ? 3.14159265358979324 - angle : angle), y);
}

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

// exp(r) - 1 for |r| <= ln 2 / 2: its series, as far as digits reach.
KINDLING_INLINE double expm1_series_f64(double r) {
    double p = 1.0 / 6227020800.0;
    p = fma(p, r, 1.0 / 479001600.0);
    p = fma(p, r, 1.0 / 39916800.0);
    p = fma(p, r, 1.0 / 3628800.0);
    p = fma(p, r, 1.0 / 362880.0);
    p = fma(p, r, 1.0 / 40320.0);
    p = fma(p, r, 1.0 / 5040.0);
    p = fma(p, r, 1.0 / 720.0);
    p = fma(p, r, 1.0 / 120.0);
    p = fma(p, r, 1.0 / 24.0);
    p = fma(p, r, 1.0 / 6.0);
    p = fma(p, r, 0.5);
    return fma(p, r * r, r);
}

// exp(x) = 2^n exp(r): answers exp(r) - 1.
static const double TO_INTEGER_f64 = 6755399441055744.0;  // as TO_INTEGER
KINDLING_INLINE double expm1_reduced_f64(double x, int32_t *n) {
    const double ln2_high = 0x1.62e42fefa39efp-1, ln2_low = 0x1.abc9e3b39803fp-56;
    double shifted = fma(x, 1.44269504088896340736, TO_INTEGER_f64), k = shifted - TO_INTEGER_f64;
    *n = (int32_t)(uint32_t)bits_of_double(shifted);
    return expm1_series_f64(fma(-k, ln2_low, fma(-k, ln2_high, x)));
}

KINDLING_INLINE double scaled_f64(double y, int32_t n) {
    int32_t half = n >> 1;
    return y * double_of((uint64_t)(half + 1023) << 52) * double_of((uint64_t)(n - half + 1023) << 52);
}

KINDLING_INLINE double exp_f64(double x) {
    double clamped = x < -746.0 ? -746.0 : x;
    clamped = clamped > 710.0 ? 710.0 : clamped;
    int32_t n;
    double q = expm1_reduced_f64(clamped, &n);
    return scaled_f64(1.0 + q, n);
}

KINDLING_INLINE double exp2_f64(double x) {
    double clamped = x < -1076.0 ? -1076.0 : x;
    clamped = clamped > 1025.0 ? 1025.0 : clamped;
    double shifted = clamped + TO_INTEGER_f64, r = clamped - (shifted - TO_INTEGER_f64);
    return scaled_f64(1.0 + expm1_series_f64(r * 0.693147180559945309417), (int32_t)(uint32_t)bits_of_double(shifted));
}

// As expm1_f32.
KINDLING_INLINE double expm1_f64(double x) {
    double clamped = x < -40.0 ? -40.0 : x;
    clamped = clamped > 700.0 ? 700.0 : clamped;
    int32_t n;
    double q = expm1_reduced_f64(clamped, &n), scale = double_of((uint64_t)(n + 1023) << 52);
    double result = x == 0.0 ? x : fma(scale, q, scale - 1.0);
    return x > 700.0 ? exp_f64(x) : result;
}

KINDLING_INLINE double exp_normal_f64(double x) { return exp_f64(x); }

KINDLING_INLINE double sigmoid_f64(double x) {
    double e = exp_f64(-fabs(x)), d = 1.0 + e;
    double y = (x < 0.0 ? e : 1.0) / d;
    return fma(-y, e - (d - 1.0), y);  // as in sigmoid_f32
}

// x = 2^e (1 + f), as mantissa_f32 has it: answers log(1 + f), by way of f / (2 + f); what e adds to it is little.
KINDLING_INLINE double log_of_mantissa_f64(double x, double added, double *e) {
    const double two_to_52 = 4503599627370496.0;
    double scaled = x < 0x1p-1022 ? x * 0x1p54 : x, bias = x < 0x1p-1022 ? 1077.0 : 1023.0;
    const uint64_t root_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    uint64_t bits = bits_of_double(scaled) + (one - root_half);
    *e = double_of(bits >> 52 | bits_of_double(two_to_52)) - (two_to_52 + bias);
    double f = double_of((bits & 0x000fffffffffffff) + root_half) - 1.0;
    double s = f / (2.0 + f), z = s * s, half = 0.5 * f * f;
    double p = 1.479819860511658591e-01;
    p = fma(p, z, 1.531383769920937332e-01);
    p = fma(p, z, 1.818357216161805012e-01);
    p = fma(p, z, 2.222219843214978396e-01);
    p = fma(p, z, 2.857142874366239149e-01);
    p = fma(p, z, 3.999999999940941908e-01);
    p = fma(p, z, 6.666666666666735130e-01);
    return f - (half - fma(s, fma(p, z, half), *e * added));
}

KINDLING_INLINE double log_checked_f64(double x, double y) {
    y = x == INFINITY || x != x ? x : y;
    y = x == 0.0 ? -INFINITY : y;
    return x < 0.0 ? NAN : y;
}

KINDLING_INLINE double log_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 1.90821492927058770002e-10, &e);
    return log_checked_f64(x, fma(e, 6.93147180369123816490e-01, y));
}

// Other bases: the unit of the base in two parts, as is the logarithm of 2 where it is no whole number.
KINDLING_INLINE double log2_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 0.0, &e);
    return log_checked_f64(x, fma(y, 0x1.71547652b82fep+0, fma(y, 0x1.777d0ffda0d24p-56, e)));
}
KINDLING_INLINE double log10_f64(double x) {
    double e, y = log_of_mantissa_f64(x, 0.0, &e);
    double small = fma(y, 0x1.95355baaafad3p-57, e * 3.69423907715893078616e-13);
    return log_checked_f64(x, fma(e, 3.01029995663611771306e-01, fma(y, 0x1.bcb7b1526e50ep-2, small)));
}

// As log1p_f32.
KINDLING_INLINE double log1p_f64(double x) {
    double u = 1.0 + x;
    double lost = (x - (u - 1.0)) / u;
    double y = log_f64(u);
    return u == INFINITY || u == 0.0 ? y : x == 0.0 ? x : y + lost;
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

// x times a polynomial in w = -log(1 - x^2), or beyond 5 in its root, fitted to 2e-9.
KINDLING_INLINE float erfinv_f32(float x) {
    double v = x, w = -log_f64((1.0 - v) * (1.0 + v)), t = w - 2.5, s = __builtin_elementwise_sqrt(w) - 3.2;
    double p = 3.356285597692477e-10;
    p = fma(p, t, -8.772978714572672e-09);
    p = fma(p, t, 1.8035937953063694e-08);
    p = fma(p, t, 4.6589458033135997e-07);
    p = fma(p, t, -3.4346065553552413e-06);
    p = fma(p, t, -4.961925521530474e-06);
    p = fma(p, t, 0.0002182826192889955);
    p = fma(p, t, -0.0012527446315702964);
    p = fma(p, t, -0.004177339395856716);
    p = fma(p, t, 0.2466402876157936);
    p = fma(p, t, 1.501409353511058);
    double q = -2.99422916255343e-05;
    q = fma(q, s, 0.00010099775131319766);
    q = fma(q, s, -4.1051307543310545e-05);
    q = fma(q, s, -0.00036035506167003684);
    q = fma(q, s, 0.0010940292619668335);
    q = fma(q, s, -0.001992533667428853);
    q = fma(q, s, 0.0029470603348074054);
    q = fma(q, s, -0.004294229347396705);
    q = fma(q, s, 0.005973499580738617);
    q = fma(q, s, 1.0046924462771274);
    q = fma(q, s, 3.033636569733984);
    float y = (float)(v * (w < 5.0 ? p : q));
    return fabsf(x) == 1.0f ? copysignf(INFINITY, x) : y;
}

// Where is_short_quotient holds, the whole part of u / v is exact in a double, or one too many, and so is what remains.
KINDLING_INLINE bool is_short_quotient(float u, float v) {
    return fabsf(u) < 536870912.0f * fabsf(v) && fabsf(v) < INFINITY;  // 2^29
}
KINDLING_INLINE float short_remainder(float u, float v) {
    double a = u, b = v, r = fma(-__builtin_elementwise_trunc(a / b), b, a);
    r = r != 0.0 && (r < 0.0) != (a < 0.0) ? r + copysign(b, a) : r;
    return copysignf((float)r, u);
}

KINDLING_INLINE double tanh_f64(double x) {
    double a = fabs(x), z = x * x;
    double p = fma(fma(-9.64399179425052238628e-1, z, -9.92877231001918586564e1), z, -1.61468768441708447952e3);
    double q = fma(fma(z + 1.12811678491632931402e2, z, 2.23548839060100448583e3), z, 4.84406305325125486048e3);
    double small = fma(x * z, p / q, x);
    // Above 20 it is 1.
    double large = copysign(1.0 - 2.0 / (exp_f64(a > 20.0 ? 40.0 : a + a) + 1.0), x);
    return a < 0.625 ? small : large;
}

KINDLING_INLINE double sine_f64(double r, double z) {
    double p = 1.58969099521155010221e-10;
    p = fma(p, z, -2.50507602534068634195e-08);
    p = fma(p, z, 2.75573137070700676789e-06);
    p = fma(p, z, -1.98412698298579493134e-04);
    p = fma(p, z, 8.33333333332248946124e-03);
    p = fma(p, z, -1.66666666666666324348e-01);
    return fma(p * z, r, r);
}

// What 1 - z/2 is rounded by is given back.
KINDLING_INLINE double cosine_f64(double z) {
    double p = -1.13596475577881948265e-11;
    p = fma(p, z, 2.08757232129817482790e-09);
    p = fma(p, z, -2.75573143513906633035e-07);
    p = fma(p, z, 2.48015872894767294178e-05);
    p = fma(p, z, -1.38888888888741095749e-03);
    p = fma(p, z, 4.16666666666666019037e-02);
    double half = 0.5 * z, w = 1.0 - half;
    return w + fma(p * z, z, (1.0 - w) - half);
}

// x less the nearest multiple of pi/2, for |x| < CIRCULAR_LIMIT_f64.
static const double CIRCULAR_LIMIT_f64 = 1048576.0;
KINDLING_INLINE double quarter_reduced_f64(double x, uint64_t *quarter) {
    const double two_by_pi = 6.36619772367581382433e-1;
    const double high = 0x1.921fb54442d18p+0, middle = 0x1.1a62633145c07p-54, low = -0x1.f1976b7ed8fbcp-110;  // of pi/2
    double shifted = fma(x, two_by_pi, TO_INTEGER_f64), k = shifted - TO_INTEGER_f64;
    *quarter = bits_of_double(shifted);
    return fma(-k, low, fma(-k, middle, fma(-k, high, x)));
}

KINDLING_INLINE double sin_f64(double x) {
    uint64_t quarter;
    double r = quarter_reduced_f64(x, &quarter), z = r * r;
    double y = quarter & 1 ? cosine_f64(z) : sine_f64(r, z);
    return double_of(bits_of_double(y) ^ (quarter & 2) << 62);
}

KINDLING_INLINE double cos_f64(double x) {
    uint64_t quarter;
    double r = quarter_reduced_f64(x, &quarter), z = r * r;
    double y = quarter & 1 ? sine_f64(r, z) : cosine_f64(z);
    return double_of(bits_of_double(y) ^ ((quarter + 1) & 2) << 62);
}

KINDLING_INLINE double erf_f64(double x) { return erf(x); }
KINDLING_INLINE double asin_f64(double x) { return asin(x); }
KINDLING_INLINE double acos_f64(double x) { return acos(x); }
KINDLING_INLINE double atan_f64(double x) { return atan(x); }
KINDLING_INLINE double sinh_f64(double x) { return sinh(x); }
KINDLING_INLINE double cosh_f64(double x) { return cosh(x); }
KINDLING_INLINE double asinh_f64(double x) { return asinh(x); }
KINDLING_INLINE double acosh_f64(double x) { return acosh(x); }
KINDLING_INLINE double atanh_f64(double x) { return atanh(x); }
KINDLING_INLINE double atan2_f64(double y, double x) { return atan2(y, x); }
KINDLING_INLINE double pow_f64(double x, double y) { return pow(x, y); }
KINDLING_INLINE float maximum_f32(float a, float b) { return a > b || a != a ? a : b; }
KINDLING_INLINE double maximum_f64(double a, double b) { return a > b || a != a ? a : b; }
KINDLING_INLINE float minimum_f32(float a, float b) { return a < b || a != a ? a : b; }
KINDLING_INLINE double minimum_f64(double a, double b) { return a < b || a != a ? a : b; }
