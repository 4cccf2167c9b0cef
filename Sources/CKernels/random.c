#include "CKernels.h"
#include "circular.h"
#include "clones.h"
#include "logarithm.h"

#pragma clang fp contract(off)

KINDLING_INLINE void philox(uint64_t seed, uint64_t counter, uint64_t *first, uint64_t *second) {
    uint32_t w0 = (uint32_t)counter, w1 = (uint32_t)(counter >> 32), w2 = 0, w3 = 0;
    uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
    for (int round = 0; round < 10; round++) {
        const uint64_t a = (uint64_t)w0 * 0xD2511F53u, b = (uint64_t)w2 * 0xCD9E8D57u;
        w0 = (uint32_t)(b >> 32) ^ w1 ^ k0;
        w1 = (uint32_t)b;
        w2 = (uint32_t)(a >> 32) ^ w3 ^ k1;
        w3 = (uint32_t)a;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    *first = (uint64_t)w0 << 32 | w1;
    *second = (uint64_t)w2 << 32 | w3;
}

// n elements, each made of a number of 64 bits.
#define EACH_NUMBER(element)                               \
    for (ptrdiff_t i = 0; i < n / 2; i++) {                \
        uint64_t a, b;                                     \
        philox(seed, counter + (uint64_t)i, &a, &b);       \
        y[2 * i] = element(a);                             \
        y[2 * i + 1] = element(b);                         \
    }                                                      \
    if (n & 1) {                                           \
        uint64_t a, b;                                     \
        philox(seed, counter + (uint64_t)(n / 2), &a, &b); \
        y[n - 1] = element(a);                             \
    }

#define NUMBER(number) (number)
KINDLING_CLONES void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *y, ptrdiff_t n) { EACH_NUMBER(NUMBER) }

KINDLING_INLINE double within(double x, double last) { return x < last ? x : last; }

// Of the number's highest bits no more than the element holds, so that none is rounded up to 1.
#define UNIFORM_f32(number) (float)within(low + span * UNIT_f32(number), last)
#define UNIFORM_f64(number) within(low + span * UNIT_f64(number), last)
#define CHANCE(number) (number) >> 11 < limit ? value : 0
#define UNIT_f32(number) ((double)(int32_t)((number) >> shift) * unit)
#define UNIT_f64(number) ((double)(int64_t)((number) >> shift) * unit)
#define X(name, T)                                                                                                                \
    KINDLING_CLONES void kindling_uniform_##name(uint64_t seed, uint64_t counter, int bits, double low, double span, double last, \
                                                 T *y, ptrdiff_t n) {                                                             \
        const int shift = 64 - bits;                                                                                              \
        const double unit = 1.0 / (double)((uint64_t)1 << bits);                                                                  \
        EACH_NUMBER(UNIFORM_##name)                                                                                               \
    }                                                                                                                             \
    /* Box and Muller's method: 1 - u is never 0. */                                                                              \
    KINDLING_INLINE void pair_##name(uint64_t seed, uint64_t counter, int shift, double unit, double mean, double std, T *first, \
                                     T *second) {                                                                                 \
        uint64_t a, b;                                                                                                            \
        philox(seed, counter, &a, &b);                                                                                            \
        const double radius = std * __builtin_elementwise_sqrt(-2 * log_f64(1 - UNIT_##name(a)));                                 \
        const double angle = 6.28318530717958647693 * UNIT_##name(b);                                                             \
        *first = (T)(mean + radius * cos_f64(angle));                                                                             \
        *second = (T)(mean + radius * sin_f64(angle));                                                                            \
    }                                                                                                                             \
    KINDLING_CLONES void kindling_normal_##name(uint64_t seed, uint64_t counter, int bits, double mean, double std, T *y,         \
                                                ptrdiff_t n) {                                                                    \
        const int shift = 64 - bits;                                                                                              \
        const double unit = 1.0 / (double)((uint64_t)1 << bits);                                                                  \
        _Pragma("clang loop vectorize(assume_safety)")                                                                            \
        for (ptrdiff_t i = 0; i < n / 2; i++)                                                                                     \
            pair_##name(seed, counter + (uint64_t)i, shift, unit, mean, std, &y[2 * i], &y[2 * i + 1]);                           \
        T spare;                                                                                                                  \
        if (n & 1) pair_##name(seed, counter + (uint64_t)(n / 2), shift, unit, mean, std, &y[n - 1], &spare);                     \
    }                                                                                                                             \
    KINDLING_CLONES void kindling_bernoulli_##name(uint64_t seed, uint64_t counter, uint64_t limit, T value, T *y, ptrdiff_t n) { \
        EACH_NUMBER(CHANCE)                                                                                                       \
    }
KINDLING_FOR_FLOATS(X)
