// Elementary functions of float without calls or branches, so that loops over them become vector code. Reductions and
// coefficients follow Cephes (S. Moshier). The largest errors over all floats, in ulp: exp 1.0, log 0.83, tanh 1.33, sigmoid 2.41,
// log1p 2.47, expm1 1.50, erf 1.89. Multiply-adds are not contracted: every clone gives the same bits.
#pragma once
#include <math.h>
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

static const float LN2_HIGH = 0.693359375f, LN2_LOW = -2.12194440e-4f;

// exp(x) = 2^n exp(r) with |r| <= ln 2 / 2: answers exp(r) - 1, in which little r loses nothing.
KINDLING_INLINE float expm1_reduced(float x, int32_t *n) {
    const float to_integer = 12582912.0f;  // 1.5 * 2^23: adding it rounds to the nearest integer
    float shifted = x * 1.44269504f + to_integer;
    *n = (int32_t)(bits_of(shifted) - bits_of(to_integer));
    float k = shifted - to_integer;
    float r = x - k * LN2_HIGH;
    r = r - k * LN2_LOW;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    return p * (r * r) + r;
}

KINDLING_INLINE float exp_f32(float x) {
    float clamped = x < -104.0f ? -104.0f : x;
    clamped = clamped > 89.0f ? 89.0f : clamped;
    int32_t n;
    float e = expm1_reduced(clamped, &n) + 1.0f;
    // Two factors, since 2^n alone would overflow, or lose the subnormal results.
    int32_t half = n >> 1;
    return e * float_of((uint32_t)(half + 127) << 23) * float_of((uint32_t)(n - half + 127) << 23);
}

// exp(x) - 1 = 2^n (exp(r) - 1) + (2^n - 1). Above 80 the 1 is below all digits.
KINDLING_INLINE float expm1_f32(float x) {
    float clamped = x < -20.0f ? -20.0f : x;
    clamped = clamped > 80.0f ? 80.0f : clamped;
    int32_t n;
    float q = expm1_reduced(clamped, &n);
    float scale = float_of((uint32_t)(n + 127) << 23);
    float result = scale * q + (scale - 1.0f);
    return x > 80.0f ? exp_f32(x) : result;
}

// erfc of x >= 0: exp(-x^2) times a polynomial in t = 1 / (1 + 0.4 x), fitted to 1e-8 (the variable is brought to -1...1).
// The square is that of x cut to 12 bits, which is exact; exp of the rest is a short series.
KINDLING_INLINE float erfc_of_positive_f32(float x) {
    float a = x > 11.0f ? 11.0f : x;
    float t = 1.0f / (1.0f + 0.4f * a);
    float s = (t - 0.595f) * 2.46913580f;
    float p = -8.3091690e-6f;
    p = p * s + 2.8561519e-5f;
    p = p * s + 1.18189884e-4f;
    p = p * s - 4.0112666e-4f;
    p = p * s - 1.8520247e-3f;
    p = p * s + 3.0886910e-3f;
    p = p * s + 4.0207000e-2f;
    p = p * s + 1.4618018e-1f;
    p = p * s + 3.2283434e-1f;
    p = p * s + 4.8980450e-1f;
    float cut = float_of(bits_of(a) & 0xfffff000);
    float d = (cut - a) * (cut + a);
    float rest = 1.0f + d * (1.0f + d * (0.5f + d * (1.66666667e-1f + d * (4.16666667e-2f + d * 8.33333333e-3f))));
    return exp_f32(-cut * cut) * rest * (t * p);
}

// erf of |x| < 1.
KINDLING_INLINE float erf_of_small_f32(float x) {
    float z = x * x;
    float p = 7.8538578e-5f;
    p = p * z - 8.0101925e-4f;
    p = p * z + 5.1883277e-3f;
    p = p * z - 2.6853811e-2f;
    p = p * z + 1.12835854e-1f;
    p = p * z - 3.76126260e-1f;
    p = p * z + 1.28379107e-1f;
    return p * x + x;
}

KINDLING_INLINE float erf_f32(float x) {
    float large = copysignf(1.0f - erfc_of_positive_f32(fabsf(x)), x);
    return fabsf(x) < 1.0f ? erf_of_small_f32(x) : large;
}

// To 6 ulp: what GELU needs, where erfcf would cost twenty times as much.
KINDLING_INLINE float erfc_f32(float x) {
    float y = erfc_of_positive_f32(fabsf(x));
    float large = x < 0.0f ? 2.0f - y : y;
    return fabsf(x) < 0.5f ? 1.0f - erf_of_small_f32(x) : large;
}

KINDLING_INLINE float log_f32(float x) {
    const float smallest_normal = 1.17549435e-38f;
    float subnormal = x < smallest_normal ? 1.0f : 0.0f;
    float scaled = x < smallest_normal ? x * 8388608.0f : x;
    uint32_t bits = bits_of(scaled);
    float e = (float)((int32_t)(bits >> 23 & 255) - 126) - 23.0f * subnormal;
    float m = float_of((bits & 0x007fffff) | 0x3f000000);  // in [1/2, 1)
    float low = m < 0.707106781186547524f ? 1.0f : 0.0f;
    e = e - low;
    m = m - 1.0f + m * low;  // exact in both cases
    float z = m * m;
    float p = 7.0376836292e-2f;
    p = p * m - 1.1514610310e-1f;
    p = p * m + 1.1676998740e-1f;
    p = p * m - 1.2420140846e-1f;
    p = p * m + 1.4249322787e-1f;
    p = p * m - 1.6668057665e-1f;
    p = p * m + 2.0000714765e-1f;
    p = p * m - 2.4999993993e-1f;
    p = p * m + 3.3333331174e-1f;
    float y = p * m * z + e * LN2_LOW - 0.5f * z;
    float result = m + y + e * LN2_HIGH;
    result = x == INFINITY || x != x ? x : result;
    result = x == 0.0f ? -INFINITY : result;
    return x < 0.0f ? NAN : result;
}

// log(1 + x): what 1 + x rounds away is made good by the ratio (Kahan).
KINDLING_INLINE float log1p_f32(float x) {
    float u = 1.0f + x;
    float difference = u - 1.0f;
    float corrected = log_f32(u) * (x / difference);
    corrected = u == INFINITY ? log_f32(u) : corrected;
    return difference == 0.0f ? x : corrected;
}

KINDLING_INLINE float tanh_f32(float x) {
    float a = fabsf(x), z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    float small = p * z * x + x;
    float large = copysignf(1.0f - 2.0f / (exp_f32(a + a) + 1.0f), x);
    return a < 0.625f ? small : large;
}

// exp(-|x|) never overflows, so both tails keep full relative accuracy.
KINDLING_INLINE float sigmoid_f32(float x) {
    float e = exp_f32(-fabsf(x));
    return (x < 0.0f ? e : 1.0f) / (1.0f + e);
}

KINDLING_INLINE double sigmoid_f64(double x) {
    double e = exp(-fabs(x));
    return (x < 0.0 ? e : 1.0) / (1.0 + e);
}

KINDLING_INLINE double exp_f64(double x) { return exp(x); }
KINDLING_INLINE double expm1_f64(double x) { return expm1(x); }
KINDLING_INLINE double erf_f64(double x) { return erf(x); }
KINDLING_INLINE double erfc_f64(double x) { return erfc(x); }
KINDLING_INLINE double log_f64(double x) { return log(x); }
KINDLING_INLINE double log1p_f64(double x) { return log1p(x); }
KINDLING_INLINE double tanh_f64(double x) { return tanh(x); }
KINDLING_INLINE float maximum_f32(float a, float b) { return a > b || a != a ? a : b; }
KINDLING_INLINE double maximum_f64(double a, double b) { return a > b || a != a ? a : b; }
KINDLING_INLINE float minimum_f32(float a, float b) { return a < b || a != a ? a : b; }
KINDLING_INLINE double minimum_f64(double a, double b) { return a < b || a != a ? a : b; }
