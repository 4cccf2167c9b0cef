#include "correlation.h"

// Sums that stay in registers over all steps: of 32 registers of 64 bytes up to 24, one output channel or one vector of them in
// each direction. Narrower registers hold tiles that are one vector wide.
bool has_wide_registers(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

ptrdiff_t block_width(const KindlingCorrelation *c, ptrdiff_t first, ptrdiff_t lanes) {
    const ptrdiff_t left = c->out_channels - first, vectors = (left + lanes - 1) / lanes;
    if (!c->lanes_are_channels) return left == 5 ? 3 : left < 6 ? left : 6;
    return (!has_wide_registers() ? 1 : vectors < 4 ? vectors : 4) * lanes;
}

// Steps at a time, so that their weights stay in the first cache.
enum { STEPS = 192 };

#define DEFINE(name, T)                                                                                             \
    KINDLING_INLINE void broadcast_tile_##name(const int rows, const int vectors, ptrdiff_t steps, const T *x,      \
                                               const ptrdiff_t *places, const ptrdiff_t *moves, const T *w, bool adds, T *sums) { \
        _Pragma("clang fp contract(fast)")                                                                          \
        enum { L = LANES_##name };                                                                                  \
        lanes_##name tile[10][4];                                                                                   \
        UNROLLED for (int j = 0; j < rows; j++)                                                                     \
            UNROLLED for (int v = 0; v < vectors; v++) tile[j][v] = (lanes_##name){0};                              \
        for (ptrdiff_t s = 0; s < steps; s++, w += vectors * L) {                                                   \
            const T *moved = x + moves[s];                                                                          \
            lanes_##name right[4];                                                                                  \
            UNROLLED for (int v = 0; v < vectors; v++) right[v] = *(const loose_##name *)(w + v * L);               \
            UNROLLED for (int j = 0; j < rows; j++) {                                                               \
                const T left = moved[places[j]];                                                                    \
                UNROLLED for (int v = 0; v < vectors; v++) tile[j][v] = left * right[v] + tile[j][v];               \
            }                                                                                                       \
        }                                                                                                           \
        UNROLLED for (int j = 0; j < rows; j++) UNROLLED for (int v = 0; v < vectors; v++) {                        \
            loose_##name *sum = (loose_##name *)(sums + (j * vectors + v) * L);                                     \
            *sum = adds ? *sum + tile[j][v] : tile[j][v];                                                           \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_INLINE void broadcast_rows_##name(const int rows, const int vectors, ptrdiff_t count, ptrdiff_t steps, \
                                               const T *x, const ptrdiff_t *places, const ptrdiff_t *moves, const T *w, \
                                               bool adds, T *sums) {                                                \
        const ptrdiff_t width = vectors * LANES_##name;                                                             \
        ptrdiff_t done = 0;                                                                                         \
        do {                                                                                                        \
            const ptrdiff_t some = steps - done < STEPS ? steps - done : STEPS;                                     \
            for (ptrdiff_t i = 0; i < count; i += rows)                                                             \
                broadcast_tile_##name(rows, vectors, some, x, places + i, moves + done, w + done * width,           \
                                      adds || done > 0, sums + i * width);                                          \
            done += some;                                                                                           \
        } while (done < steps);                                                                                     \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void broadcast_tiles_##name(ptrdiff_t width, ptrdiff_t count, ptrdiff_t steps, const T *x,      \
                                                const ptrdiff_t *places, const ptrdiff_t *moves, const T *w, bool adds, \
                                                T *sums) {                                                          \
        switch (width / LANES_##name) {                                                                             \
            case 1: return broadcast_rows_##name(6, 1, count, steps, x, places, moves, w, adds, sums);              \
            case 2: return broadcast_rows_##name(10, 2, count, steps, x, places, moves, w, adds, sums);             \
            case 3: return broadcast_rows_##name(7, 3, count, steps, x, places, moves, w, adds, sums);              \
            default: return broadcast_rows_##name(6, 4, count, steps, x, places, moves, w, adds, sums);             \
        }                                                                                                           \
    }
DEFINE(f32, float)
DEFINE(f64, double)
