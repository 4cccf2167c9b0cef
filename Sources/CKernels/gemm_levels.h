// The inner kernels of matrix products, for each type and each level of processors.
#pragma once
#include "transpose.h"

enum {
    MOST_ROWS = 14,
    MOST_DOTS = 4,  // columns
};

typedef struct {
    ptrdiff_t k, columns;
    const void *a, *b, *start;
    ptrdiff_t ra, ca, rb, rs, cs, rc;
    void *c;
    ptrdiff_t rows, cb, cc;  // of sums along k
} Tile;

typedef struct {
    size_t size;  // of an element
    int rows, columns;
    void (*pack)(const void *from, ptrdiff_t rb, ptrdiff_t cb, ptrdiff_t k, ptrdiff_t columns, void *to);
    void (*tile[MOST_ROWS][2])(const Tile *);
    int lanes;
    void (*dots[MOST_DOTS])(const Tile *);
} Kernels;

#if defined(__x86_64__)
#define T float
#define LANES 16
#define ROWS 14
#define NAME(x) x##_level_4_f32
#define TARGET KINDLING_LEVEL_4
#include "gemm_tile.inc"
#define T double
#define LANES 8
#define ROWS 14
#define NAME(x) x##_level_4_f64
#define TARGET KINDLING_LEVEL_4
#include "gemm_tile.inc"
#define T float
#define LANES 8
#define ROWS 6
#define NAME(x) x##_level_3_f32
#define TARGET KINDLING_LEVEL_3
#include "gemm_tile.inc"
#define T double
#define LANES 4
#define ROWS 6
#define NAME(x) x##_level_3_f64
#define TARGET KINDLING_LEVEL_3
#include "gemm_tile.inc"
#endif
#define T float
#define LANES 4
#define ROWS 6
#define NAME(x) x##_f32
#define TARGET
#include "gemm_tile.inc"
#define T double
#define LANES 2
#define ROWS 6
#define NAME(x) x##_f64
#define TARGET
#include "gemm_tile.inc"
