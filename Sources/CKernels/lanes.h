// Vectors of 64 bytes, which several registers hold where those are narrower. A loose one lies anywhere in memory.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "clones.h"

#define UNROLLED _Pragma("clang loop unroll(full)")

#define DEFINE(name, T)                                                                  \
    enum { LANES_##name = 64 / sizeof(T) };                                              \
    typedef T lanes_##name __attribute__((vector_size(64)));                             \
    typedef T loose_##name __attribute__((vector_size(64), aligned(sizeof(T)), may_alias));
DEFINE(f32, float)
DEFINE(f64, double)
#undef DEFINE

// Of as many rows of x as a vector has lanes, the columns: a perfect shuffle for each bit of a lane's number.
#define DEFINE(name, T, low, high)                                                               \
    KINDLING_INLINE void transpose_##name(const T *x, ptrdiff_t sx, T *y, ptrdiff_t sy) {        \
        enum { L = LANES_##name };                                                               \
        lanes_##name rows[L], next[L];                                                           \
        UNROLLED for (int i = 0; i < L; i++) rows[i] = *(const loose_##name *)(x + i * sx);      \
        UNROLLED for (int bit = 1; bit < L; bit *= 2) {                                          \
            UNROLLED for (int i = 0; i < L / 2; i++) {                                           \
                next[2 * i] = low(rows[i], rows[i + L / 2]);                                     \
                next[2 * i + 1] = high(rows[i], rows[i + L / 2]);                                \
            }                                                                                    \
            UNROLLED for (int i = 0; i < L; i++) rows[i] = next[i];                              \
        }                                                                                        \
        UNROLLED for (int i = 0; i < L; i++) *(loose_##name *)(y + i * sy) = rows[i];            \
    }
#define LOW_16(a, b) __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
#define HIGH_16(a, b) __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
#define LOW_8(a, b) __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
#define HIGH_8(a, b) __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
DEFINE(f32, float, LOW_16, HIGH_16)
DEFINE(f64, double, LOW_8, HIGH_8)
#undef DEFINE
