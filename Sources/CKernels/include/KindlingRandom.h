// Random numbers.
#pragma once
#include "KindlingElements.h"

// n numbers of 64 bits, two to each of Philox4x32-10's blocks from a counter on.
void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *_Nonnull y, ptrdiff_t n);
// Of one such number each: y = low + span u, at most `last`, where u is made of the number's highest bits and lies in [0, 1); and
// y = value where the number is below limit / 2^53 of all, else 0. Two normal numbers are made of two such numbers.
#define X(name, T)                                                                                                            \
    void kindling_uniform_##name(uint64_t seed, uint64_t counter, int bits, double low, double span, double last, T *_Nonnull y, \
                                 ptrdiff_t n);                                                                                \
    void kindling_normal_##name(uint64_t seed, uint64_t counter, int bits, double mean, double std, T *_Nonnull y, ptrdiff_t n); \
    void kindling_bernoulli_##name(uint64_t seed, uint64_t counter, uint64_t limit, T value, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X
