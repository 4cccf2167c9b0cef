// Matrices that lie in the cache, for kernels that multiply as they go. Columns come in whole vectors: rows that are packed are
// filled up with zeros, so that products read them as they lie.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "lanes.h"

#define DEFINE(name, T)                                                                                              \
    /* c[i, j] = or += the sum over p of a[i ra + p ca] b[p, j] */                                                   \
    KINDLING_INLINE void multiply_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca, \
                                         const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds) {                  \
        kindling_product_##name(&(KindlingProduct){m, n, k, a, ra, ca, b, rb, 1, adds ? c : NULL, rc, 1, c, rc});    \
    }                                                                                                                \
    KINDLING_INLINE T sum_of_lanes_##name(const lanes_##name *v) {                                                   \
        T x[LANES_##name];                                                                                           \
        memcpy(x, v, sizeof x);                                                                                      \
        for (int half = LANES_##name / 2; half > 0; half /= 2)                                                       \
            for (int l = 0; l < half; l++) x[l] += x[l + half];                                                      \
        return x[0];                                                                                                 \
    }                                                                                                                \
    /* to = factor x, row by row. */                                                                                 \
    KINDLING_INLINE void pack_##name(const T *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t n, T factor, T *to) {   \
        const ptrdiff_t wide = rounded_up(n);                                                                        \
        for (ptrdiff_t i = 0; i < rows; i++, x += stride, to += wide) {                                              \
            for (ptrdiff_t j = 0; j < n; j++) to[j] = factor * x[j];                                                 \
            for (ptrdiff_t j = n; j < wide; j++) to[j] = 0;                                                          \
        }                                                                                                            \
    }                                                                                                                \
    /* to = factor x transposed. */                                                                                  \
    KINDLING_INLINE void pack_transposed_##name(const T *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t n, T factor, T *to) { \
        enum { L = LANES_##name };                                                                                   \
        const ptrdiff_t wide = rounded_up(rows), whole = rows / L * L, columns = n / L * L;                          \
        for (ptrdiff_t i = 0; i < whole; i += L)                                                                     \
            for (ptrdiff_t j = 0; j < columns; j += L) transpose_##name(x + i * stride + j, stride, to + j * wide + i, wide); \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            for (ptrdiff_t i = j < columns ? whole : 0; i < rows; i++) to[j * wide + i] = x[i * stride + j];         \
            for (ptrdiff_t i = rows; i < wide; i++) to[j * wide + i] = 0;                                            \
        }                                                                                                            \
        if (factor != 1)                                                                                             \
            for (ptrdiff_t i = 0; i < n * wide; i++) to[i] *= factor;                                                \
    }
DEFINE(f32, float)
DEFINE(f64, double)
#undef DEFINE
