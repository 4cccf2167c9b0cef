// Products of matrices that lie in the cache, for kernels that multiply as they go: c[i, j] = or += the sum over p of
// a[i ra + p ca] b[p rb + j]. Columns come in whole vectors of LANES: whoever packs b fills up its rows with zeros.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "clones.h"

enum { LANES = 16 };

KINDLING_INLINE ptrdiff_t in_lanes(ptrdiff_t n) { return (n + LANES - 1) / LANES * LANES; }
KINDLING_INLINE ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }

#define DECLARE(name, T)                                                                                             \
    void kindling_multiply_block_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca, \
                                        const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds);                    \
    /* to = factor x, row by row, filled up with zeros to whole vectors. */                                          \
    KINDLING_INLINE void pack_##name(const T *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t n, T factor, T *to) {   \
        const ptrdiff_t wide = in_lanes(n);                                                                          \
        for (ptrdiff_t i = 0; i < rows; i++, x += stride, to += wide) {                                              \
            for (ptrdiff_t j = 0; j < n; j++) to[j] = factor * x[j];                                                 \
            for (ptrdiff_t j = n; j < wide; j++) to[j] = 0;                                                          \
        }                                                                                                            \
    }                                                                                                                \
    /* The same of the transpose. */                                                                                 \
    KINDLING_INLINE void pack_transposed_##name(const T *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t n, T factor, T *to) { \
        const ptrdiff_t wide = in_lanes(rows);                                                                       \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            for (ptrdiff_t i = 0; i < rows; i++) to[j * wide + i] = factor * x[i * stride + j];                      \
            for (ptrdiff_t i = rows; i < wide; i++) to[j * wide + i] = 0;                                            \
        }                                                                                                            \
    }
DECLARE(f32, float)
DECLARE(f64, double)
#undef DECLARE
