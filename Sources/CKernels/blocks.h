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
    typedef T lanes_##name __attribute__((vector_size(LANES * sizeof(T)), aligned(sizeof(T))));                      \
    KINDLING_INLINE T sum_of_lanes_##name(const lanes_##name *v) {                                                   \
        T x[LANES];                                                                                                  \
        memcpy(x, v, sizeof x);                                                                                      \
        for (int half = LANES / 2; half > 0; half /= 2)                                                              \
            for (int l = 0; l < half; l++) x[l] += x[l + half];                                                      \
        return x[0];                                                                                                 \
    }                                                                                                                \
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
    /* Eight rows of eight as columns: pairs change places, then pairs of pairs, then halves. */                     \
    KINDLING_INLINE void transpose_eight_##name(const T *x, ptrdiff_t stride, T factor, T *to, ptrdiff_t wide) {     \
        typedef T eight __attribute__((vector_size(8 * sizeof(T)), aligned(sizeof(T))));                             \
        eight r[8], s[8];                                                                                            \
        for (int i = 0; i < 8; i++) r[i] = *(const eight *)(x + i * stride) * factor;                                \
        for (int i = 0; i < 8; i += 2) {                                                                             \
            s[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 2, 10, 4, 12, 6, 14);                               \
            s[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 1, 9, 3, 11, 5, 13, 7, 15);                           \
        }                                                                                                            \
        for (int i = 0; i < 8; i++)                                                                                  \
            r[i] = i & 2 ? __builtin_shufflevector(s[i - 2], s[i], 2, 3, 10, 11, 6, 7, 14, 15)                       \
                         : __builtin_shufflevector(s[i], s[i + 2], 0, 1, 8, 9, 4, 5, 12, 13);                        \
        for (int i = 0; i < 8; i++)                                                                                  \
            *(eight *)(to + i * wide) = i & 4 ? __builtin_shufflevector(r[i - 4], r[i], 4, 5, 6, 7, 12, 13, 14, 15)  \
                                              : __builtin_shufflevector(r[i], r[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);   \
    }                                                                                                                \
    /* to = factor x transposed, filled up likewise. */                                                              \
    KINDLING_INLINE void pack_transposed_##name(const T *x, ptrdiff_t stride, ptrdiff_t rows, ptrdiff_t n, T factor, T *to) { \
        const ptrdiff_t wide = in_lanes(rows), whole = rows / 8 * 8, columns = n / 8 * 8;                            \
        for (ptrdiff_t i = 0; i < whole; i += 8)                                                                     \
            for (ptrdiff_t j = 0; j < columns; j += 8)                                                               \
                transpose_eight_##name(x + i * stride + j, stride, factor, to + j * wide + i, wide);                 \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            for (ptrdiff_t i = j < columns ? whole : 0; i < rows; i++) to[j * wide + i] = factor * x[i * stride + j]; \
            for (ptrdiff_t i = rows; i < wide; i++) to[j * wide + i] = 0;                                            \
        }                                                                                                            \
    }
DECLARE(f32, float)
DECLARE(f64, double)
#undef DECLARE
