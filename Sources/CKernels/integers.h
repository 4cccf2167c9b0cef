// Division, remainders and powers of integers. They are found in 64 bits, and wrap around in an element's own.
#pragma once
#include <stdint.h>

#include "clones.h"

// The smallest integer divided by -1 overflows.
KINDLING_INLINE int64_t truncated_remainder(int64_t u, int64_t v) { return v == 0 || v == -1 ? 0 : u % v; }

KINDLING_INLINE int64_t floored_remainder(int64_t u, int64_t v) {
    int64_t r = truncated_remainder(u, v);
    return r != 0 && (v < 0) != (r < 0) ? r + v : r;
}

KINDLING_INLINE int64_t floored_quotient(int64_t u, int64_t v) {
    if (v == 0) return 0;
    if (v == -1) return (int64_t)(0 - (uint64_t)u);
    int64_t q = u / v;
    return u % v != 0 && (u < 0) != (v < 0) ? q - 1 : q;
}

KINDLING_INLINE int64_t integer_power(int64_t base, int64_t exponent) {
    if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent % 2 ? -1 : 1) : 0;
    uint64_t result = 1, square = (uint64_t)base;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result *= square;
        square *= square;
    }
    return (int64_t)result;
}
