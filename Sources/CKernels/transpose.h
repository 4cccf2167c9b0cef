// What transposes a square of elements in registers (transpose.inc): two vectors shuffled.
#pragma once
#include "clones.h"

// The lower and the upper halves of two vectors, their elements alternating.
#define SHUFFLED_LOW(N, a, b) SHUFFLED(a, b, LOW_HALVES, N)
#define SHUFFLED_HIGH(N, a, b) SHUFFLED(a, b, HIGH_HALVES, N)
#define SHUFFLED(a, b, halves, N) __builtin_shufflevector(a, b, halves##_##N)
#define LOW_HALVES_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define HIGH_HALVES_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31
#define LOW_HALVES_8 0, 8, 1, 9, 2, 10, 3, 11
#define HIGH_HALVES_8 4, 12, 5, 13, 6, 14, 7, 15
#define LOW_HALVES_4 0, 4, 1, 5
#define HIGH_HALVES_4 2, 6, 3, 7
#define LOW_HALVES_2 0, 2
#define HIGH_HALVES_2 1, 3
