// Products of matrices that lie in the cache, for kernels that multiply as they go: c[i, j] = or += the sum over p of
// a[i ra + p ca] b[p rb + j]. Columns come in whole vectors of LANES: whoever packs b fills up its rows with zeros.
// Multiply-adds may be contracted here.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "clones.h"

enum { LANES = 16, TALL = 8 };

KINDLING_INLINE ptrdiff_t in_lanes(ptrdiff_t n) { return (n + LANES - 1) / LANES * LANES; }

#define DEFINE_BLOCKS(name, T)                                                                                       \
    typedef T lanes_##name __attribute__((vector_size(LANES * sizeof(T)), aligned(sizeof(T))));                      \
    /* Some rows, and one or two vectors of columns, whose sums stay in registers. */                                \
    KINDLING_INLINE void multiply_tile_##name(int rows, int vectors, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca,   \
                                              const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds) {             \
        _Pragma("clang fp contract(fast)")                                                                           \
        lanes_##name sums[TALL][2];                                                                                  \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++)                                            \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++)                                     \
                sums[i][v] = adds ? *(const lanes_##name *)(c + i * rc + v * LANES) : (lanes_##name){0};             \
        for (ptrdiff_t p = 0; p < k; p++) {                                                                          \
            lanes_##name row[2];                                                                                     \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++)                                     \
                row[v] = *(const lanes_##name *)(b + p * rb + v * LANES);                                            \
            _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++) {                                      \
                const T factor = a[i * ra + p * ca];                                                                 \
                _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++) sums[i][v] += factor * row[v];  \
            }                                                                                                        \
        }                                                                                                            \
        _Pragma("clang loop unroll(full)") for (int i = 0; i < rows; i++)                                            \
            _Pragma("clang loop unroll(full)") for (int v = 0; v < vectors; v++)                                     \
                *(lanes_##name *)(c + i * rc + v * LANES) = sums[i][v];                                              \
    }                                                                                                                \
    KINDLING_INLINE void multiply_panel_##name(int vectors, ptrdiff_t m, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca, \
                                               const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds) {            \
        ptrdiff_t i = 0;                                                                                             \
        for (; i + TALL <= m; i += TALL)                                                                             \
            multiply_tile_##name(TALL, vectors, k, a + i * ra, ra, ca, b, rb, c + i * rc, rc, adds);                 \
        for (; i < m; i++) multiply_tile_##name(1, vectors, k, a + i * ra, ra, ca, b, rb, c + i * rc, rc, adds);     \
    }                                                                                                                \
    KINDLING_INLINE void multiply_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca, \
                                         const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds) {                  \
        ptrdiff_t j = 0;                                                                                             \
        for (; j + 2 * LANES <= n; j += 2 * LANES) multiply_panel_##name(2, m, k, a, ra, ca, b + j, rb, c + j, rc, adds); \
        if (j < n) multiply_panel_##name(1, m, k, a, ra, ca, b + j, rb, c + j, rc, adds);                            \
    }                                                                                                                \
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
DEFINE_BLOCKS(f32, float)
DEFINE_BLOCKS(f64, double)
