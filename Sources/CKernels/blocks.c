#include "blocks.h"

#define DEFINE(name, T)                                                                                       \
    /* Some rows, and one or two vectors of columns, whose sums stay in registers. */                                \
    KINDLING_INLINE void multiply_tile_##name(int rows, int vectors, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca,   \
                                              const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc, bool adds) {             \
        _Pragma("clang fp contract(fast)")                                                                           \
        lanes_##name sums[8][2];                                                                                  \
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
        for (; i + 8 <= m; i += 8)                                                                                   \
            multiply_tile_##name(8, vectors, k, a + i * ra, ra, ca, b, rb, c + i * rc, rc, adds);                    \
        if (i + 4 <= m) {                                                                                            \
            multiply_tile_##name(4, vectors, k, a + i * ra, ra, ca, b, rb, c + i * rc, rc, adds);                    \
            i += 4;                                                                                                  \
        }                                                                                                            \
        for (; i < m; i++) multiply_tile_##name(1, vectors, k, a + i * ra, ra, ca, b, rb, c + i * rc, rc, adds);     \
    }                                                                                                                \
    KINDLING_CLONES void kindling_multiply_block_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t ra, \
                                                        ptrdiff_t ca, const T *b, ptrdiff_t rb, T *c, ptrdiff_t rc,  \
                                                        bool adds) {                                                 \
        ptrdiff_t j = 0;                                                                                             \
        for (; j + 2 * LANES <= n; j += 2 * LANES) multiply_panel_##name(2, m, k, a, ra, ca, b + j, rb, c + j, rc, adds); \
        if (j < n) multiply_panel_##name(1, m, k, a, ra, ca, b + j, rb, c + j, rc, adds);                            \
    }
DEFINE(f32, float)
DEFINE(f64, double)
