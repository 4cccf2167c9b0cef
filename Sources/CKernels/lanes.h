// Vectors of 64 bytes, which several registers hold where those are narrower. A loose one lies anywhere in memory.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "transpose.h"

#define DEFINE(name, T)                                                                  \
    enum { LANES_##name = 64 / sizeof(T) };                                              \
    typedef T lanes_##name __attribute__((vector_size(64)));                             \
    typedef T loose_##name __attribute__((vector_size(64), aligned(sizeof(T)), may_alias));
DEFINE(f32, float)
DEFINE(f64, double)
#undef DEFINE

// Whole vectors, of any type.
enum { WIDE = 16 };
KINDLING_INLINE ptrdiff_t rounded_up(ptrdiff_t n) { return (n + WIDE - 1) / WIDE * WIDE; }

// Of as many rows of x as a vector has lanes, the columns.
KINDLING_INLINE void transpose_f32(const float *x, ptrdiff_t sx, float *y, ptrdiff_t sy) {
    TRANSPOSE(16, loose_f32, x + i * sx, y + i * sy);
}
KINDLING_INLINE void transpose_f64(const double *x, ptrdiff_t sx, double *y, ptrdiff_t sy) {
    TRANSPOSE(8, loose_f64, x + i * sx, y + i * sy);
}
