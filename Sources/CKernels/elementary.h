// Elementary functions of float and double without calls or branches, so that loops over them become vector code. Reductions and
// coefficients follow Cephes (S. Moshier) and FreeBSD's msun. Multiply-adds are fused where it is written so and nowhere else:
// every clone gives the same bits (a processor without FMA, before 2013, does them in software). The largest errors over all
// floats, in ulp, measured at each: exp and exp_normal 1.02, exp2 1.02, expm1 1.45, log 0.83, log2 and log10 0.51, log1p 1.44,
// sin, cos and tan 0.51, tanh 1.33, sigmoid 1.97. Of double, over millions: exp and exp2 1.03, expm1 1.78, log 0.83, log2 1.56,
// log10 1.61, log1p 1.12, tanh 1.33, sigmoid 1.91, sin and cos 1.47, tan 2.9.
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
KINDLING_INLINE double log_in_double(float x, double unit, double two) {
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
    return fma(p * m, unit, (double)e * two);
}
KINDLING_INLINE float log2_f32(float x) { return log_checked(x, (float)log_in_double(x, 1.44269504088896340736, 1.0)); }
KINDLING_INLINE float log10_f32(float x) { return log_checked(x, (float)log_in_double(x, 0.434294481903251827651, 0.301029995663981195214)); }

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
    float large = 1.0f - 2.0f / (fmaf(scale, q, scale) + 1.0f);
    return copysignf(a < 0.625f ? small : large, x);
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

KINDLING_INLINE double sine_series(double r, double z) {
    double p = 2.7183114939898219064e-6;
    p = fma(p, z, -1.98393348360966317347e-4);
    p = fma(p, z, 8.3333293858894631756e-3);
    p = fma(p, z, -1.66666666416265235595e-1);
    return r == 0.0 ? r : fma(p * z, r, r);  // -0.0 stays
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

// x = 2^e (1 + f), as mantissa_f32 has it.
KINDLING_INLINE double mantissa_f64(double x, double *e) {
    const double two_to_52 = 4503599627370496.0;
    double scaled = x < 0x1p-1022 ? x * 0x1p54 : x, bias = x < 0x1p-1022 ? 1077.0 : 1023.0;
    const uint64_t root_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    uint64_t bits = bits_of_double(scaled) + (one - root_half);
    *e = double_of(bits >> 52 | bits_of_double(two_to_52)) - (two_to_52 + bias);
    return double_of((bits & 0x000fffffffffffff) + root_half) - 1.0;
}

// Answers log(1 + f), by way of f / (2 + f); what e adds to it is little.
KINDLING_INLINE double log_of_mantissa_f64(double x, double added, double *e) {
    double f = mantissa_f64(x, e);
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

KINDLING_INLINE double tanh_f64(double x) {
    double a = fabs(x), z = x * x;
    double p = fma(fma(-9.64399179425052238628e-1, z, -9.92877231001918586564e1), z, -1.61468768441708447952e3);
    double q = fma(fma(z + 1.12811678491632931402e2, z, 2.23548839060100448583e3), z, 4.84406305325125486048e3);
    double small = fma(x * z, p / q, x);
    // Above 20 it is 1.
    double large = 1.0 - 2.0 / (exp_f64(a > 20.0 ? 40.0 : a + a) + 1.0);
    return copysign(a < 0.625 ? small : large, x);
}

KINDLING_INLINE double sine_f64(double r, double z) {
    double p = 1.58969099521155010221e-10;
    p = fma(p, z, -2.50507602534068634195e-08);
    p = fma(p, z, 2.75573137070700676789e-06);
    p = fma(p, z, -1.98412698298579493134e-04);
    p = fma(p, z, 8.33333333332248946124e-03);
    p = fma(p, z, -1.66666666666666324348e-01);
    return r == 0.0 ? r : fma(p * z, r, r);
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
    const double high = 0x1.921fb54442d18p+0, middle = 0x1.1a62633145c06p-54, low = 0x1.c1cd129024e09p-107;  // of pi/2; all positive, for -0.0
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

KINDLING_INLINE double tan_f64(double x) {
    uint64_t quarter;
    double r = quarter_reduced_f64(x, &quarter), z = r * r;
    double s = sine_f64(r, z), c = cosine_f64(z);
    return quarter & 1 ? -c / s : s / c;
}

KINDLING_INLINE float maximum_f32(float a, float b) { return a > b || a != a ? a : b; }
KINDLING_INLINE double maximum_f64(double a, double b) { return a > b || a != a ? a : b; }
KINDLING_INLINE float minimum_f32(float a, float b) { return a < b || a != a ? a : b; }
KINDLING_INLINE double minimum_f64(double a, double b) { return a < b || a != a ? a : b; }
