// Random numbers.
#pragma once
#include "KindlingElements.h"

// n numbers of 64 bits, two from each of Philox4x32-10's blocks, from a counter on. The elements of other types are made of such
// numbers.
void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *_Nonnull y, ptrdiff_t n);

#define TEMPLATE "declarations/random.inc"
#include "../for_each_float.inc"
