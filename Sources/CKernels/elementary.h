// What elementary functions of float and double are made of. They have no calls and no branches, so that loops over them become
// vector code. Reductions and coefficients follow Cephes (S. Moshier) and FreeBSD's msun. Multiply-adds are fused where it is
// written so and nowhere else: every clone gives the same bits (a processor without FMA, before 2013, does them in software). A
// header says its functions' largest errors in ulp, as measured: of floats over all of them, of doubles over millions.
#pragma once
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clones.h"

#pragma clang fp contract(off)

static const double LOG2_E = 1.44269504088896340736, LN2 = 0.693147180559945309417, PI = 3.14159265358979323846;
static const float LN2_HIGH_f32 = 0.693359375f, LN2_LOW_f32 = -2.12194440e-4f;

#define DEFINE(name, T, Bits, DIGITS, BIAS)                                                                          \
    KINDLING_INLINE Bits bits_of_##name(T x) { return __builtin_bit_cast(Bits, x); }                                 \
    KINDLING_INLINE T of_bits_##name(Bits bits) { return __builtin_bit_cast(T, bits); }                              \
    /* 1.5 times the unit of the last digit's reciprocal: adding it rounds to the nearest integer. */                \
    static const T TO_INTEGER_##name = (T)((Bits)3 << (DIGITS - 1));                                                 \
    /* What a number with that added stands for. */                                                                  \
    KINDLING_INLINE T whole_##name(T shifted, int32_t *n) {                                                          \
        *n = (int32_t)(uint32_t)(bits_of_##name(shifted) - bits_of_##name(TO_INTEGER_##name));                       \
        return shifted - TO_INTEGER_##name;                                                                          \
    }                                                                                                                \
    /* 2^n, a normal number; y 2^n by two factors, since 2^n alone would overflow, or lose the subnormal results. */ \
    KINDLING_INLINE T power_of_two_##name(int32_t n) { return of_bits_##name((Bits)(n + BIAS) << DIGITS); }          \
    KINDLING_INLINE T scaled_##name(T y, int32_t n) {                                                                \
        int32_t half = n >> 1;                                                                                       \
        return y * power_of_two_##name(half) * power_of_two_##name(n - half);                                        \
    }                                                                                                                \
    /* From the highest power's coefficient down, by Horner's rule. */                                               \
    KINDLING_INLINE T polynomial_##name(T x, const T *coefficients, size_t count) {                                  \
        T p = coefficients[0];                                                                                       \
        UNROLLED for (size_t i = 1; i < count; i++) p = __builtin_elementwise_fma(p, x, coefficients[i]);            \
        return p;                                                                                                    \
    }                                                                                                                \
    /* NaN stays. */                                                                                                 \
    KINDLING_INLINE T within_##name(T x, T low, T high) {                                                            \
        x = x < low ? low : x;                                                                                       \
        return x > high ? high : x;                                                                                  \
    }                                                                                                                \
    KINDLING_INLINE T maximum_##name(T a, T b) { return a > b || a != a ? a : b; }                                   \
    KINDLING_INLINE T minimum_##name(T a, T b) { return a < b || a != a ? a : b; }
DEFINE(f32, float, uint32_t, 23, 127)
DEFINE(f64, double, uint64_t, 52, 1023)
#undef DEFINE
#define POLYNOMIAL_f32(x, ...) polynomial_f32(x, (const float[]){__VA_ARGS__}, sizeof((float[]){__VA_ARGS__}) / sizeof(float))
#define POLYNOMIAL_f64(x, ...) polynomial_f64(x, (const double[]){__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double))
