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

KINDLING_CLONES void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *y, ptrdiff_t n) {
    for (ptrdiff_t i = 0; i < n / 2; i++) philox(seed, counter + (uint64_t)i, &y[2 * i], &y[2 * i + 1]);
    uint64_t spare;
    if (n & 1) philox(seed, counter + (uint64_t)(n / 2), &y[n - 1], &spare);
}

KINDLING_INLINE double within(double x, double last) { return x < last ? x : last; }

// Holds as many of a number's highest bits as an element of the type does, so that no fraction is rounded up to 1.
typedef int32_t Highest_f32;
typedef int64_t Highest_f64;

#define TEMPLATE "random.inc"
#include "for_each_float.inc"
