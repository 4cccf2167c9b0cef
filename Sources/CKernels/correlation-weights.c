#include "correlation.h"

// The derivative by the weights: products over all outputs of what each tap sees, with the cotangents.

ptrdiff_t kindling_weight_sums(const KindlingCorrelation *c, size_t size) {
    const ptrdiff_t lanes = 64 / (ptrdiff_t)size, steps = step_count(c);
    if (c->is_winograd) return winograd_weight_sums(c, lanes);
    if (!c->lanes_are_channels) return rounded_up(c->out_channels * steps);
    return (c->out_channels + lanes - 1) / lanes * lanes * (steps + TILE_MARGIN);
}

#define DEFINE(name, T, Bits)                                                                                       \
    /* Lanes are outputs: sums[rows, taps] += dy xᵀ, of taps at the moves. */                                       \
    KINDLING_INLINE void dot_tile_##name(const int rows, const int taps, const KindlingCorrelation *c, const T *x,  \
                                         const ptrdiff_t *places, const ptrdiff_t *moves, const T *dy, ptrdiff_t sd, \
                                         ptrdiff_t there, T *sums, ptrdiff_t ss) {                                  \
        _Pragma("clang fp contract(fast)")                                                                          \
        enum { L = LANES_##name };                                                                                  \
        typedef Bits mask __attribute__((vector_size(64)));                                                         \
        const ptrdiff_t across = (c->w.count + L - 1) / L, left = c->w.count - (across - 1) * L;                    \
        mask last;                                                                                                  \
        for (int i = 0; i < L; i++) last[i] = i < left ? -1 : 0;                                                    \
        lanes_##name tile[4][9];                                                                                    \
        UNROLLED for (int j = 0; j < rows; j++)                                                                     \
            UNROLLED for (int i = 0; i < taps; i++) tile[j][i] = (lanes_##name){0};                                 \
        for (ptrdiff_t v = 0, column = 1; v < row_count(c) * across; v++, column = column == across ? 1 : column + 1) { \
            /* What stands beyond the row may be no number. */                                                      \
            const mask inside = column == across ? last : ~(mask){0};                                               \
            const T *place = x + places[v];                                                                         \
            lanes_##name left_factor[4];                                                                            \
            UNROLLED for (int j = 0; j < rows; j++) left_factor[j] = *(const loose_##name *)(dy + j * sd + v * L);  \
            UNROLLED for (int i = 0; i < taps; i++) {                                                               \
                const lanes_##name seen = *(const loose_##name *)(place + moves[i]);                                \
                const lanes_##name right = (lanes_##name)((mask)seen & inside);                                     \
                UNROLLED for (int j = 0; j < rows; j++) tile[j][i] = left_factor[j] * right + tile[j][i];           \
            }                                                                                                       \
        }                                                                                                           \
        UNROLLED for (int j = 0; j < rows; j++) UNROLLED for (int i = 0; i < taps; i++) {                           \
            T sum = 0;                                                                                              \
            UNROLLED for (int l = 0; l < L; l++) sum += tile[j][i][l];                                              \
            if (i < there) sums[j * ss + i] += sum;                                                                 \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void turn_cotangents_##name(const KindlingCorrelation *c, const T *dy, ptrdiff_t width, ptrdiff_t channels, \
                                                T *turned) {                                                        \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t plane = output_plane(c), runs = is_dense(c) ? 1 : row_count(c);                             \
        const ptrdiff_t length = row_count(c) * c->w.count / runs;                                                  \
        for (ptrdiff_t r = 0; r < runs; r++, turned += length * width) {                                            \
            const T *from = dy + output_row(c, r);                                                                  \
            const ptrdiff_t whole = length / L * L, lanes = channels / L * L;                                       \
            for (ptrdiff_t p = 0; p < whole; p += L)                                                                \
                for (ptrdiff_t o = 0; o < lanes; o += L)                                                            \
                    transpose_##name(from + o * plane + p, plane, turned + p * width + o, width);                   \
            for (ptrdiff_t p = 0; p < length; p++)                                                                  \
                for (ptrdiff_t o = p < whole ? lanes : 0; o < width; o++)                                           \
                    turned[p * width + o] = o < channels ? from[o * plane + p] : 0;                                 \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void kindling_correlate_weights_##name(const KindlingCorrelation *c, const T *x, const T *dy, bool adds, \
                                                           T *sums) {                                               \
        if (c->is_winograd) return winograd_weights_##name(c, x, dy, adds, sums);                                   \
        enum { L = LANES_##name };                                                                                  \
        const Slab slab = find_slab(c, 1);                                                                          \
        const ptrdiff_t steps = step_count(c), rows = row_count(c), plane = output_plane(c);                        \
        const ptrdiff_t length = (c->w.count + L - 1) / L * L, outputs = rows * length;                             \
        const ptrdiff_t table = rounded_up(steps + TILE_MARGIN) + rounded_up(outputs);                              \
        const ptrdiff_t copied = slab.copies ? rounded_up(slab.channel * c->channels + L) : 0;                      \
        const ptrdiff_t turned = outputs * 4 * (c->lanes_are_channels ? L : 1);                                     \
        const size_t bytes = (size_t)table * sizeof(ptrdiff_t) + (size_t)(copied + turned) * sizeof(T);             \
        ptrdiff_t *const moves = kindling_workspace(bytes), *const places = moves + rounded_up(steps + TILE_MARGIN); \
        T *const copy = (T *)(moves + table), *const cotangents = copy + copied;                                    \
        find_moves(c, &slab, moves);                                                                                \
        for (int i = 0; i < TILE_MARGIN; i++) moves[steps + i] = moves[0];                                          \
        find_places(c, &slab, c->lanes_are_channels ? 1 : L, places);                                               \
        if (slab.copies) fill_slab_##name(c, &slab, x, copy);                                                       \
        const T *source = slab.copies ? copy : x + slab.d.first * slab.depth + slab.h.first * slab.row + slab.w.first; \
        if (!adds && !c->lanes_are_channels) memset(sums, 0, (size_t)(c->out_channels * steps) * sizeof(T));        \
        for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {                                             \
            const ptrdiff_t left = c->out_channels - o;                                                             \
            if (c->lanes_are_channels) {                                                                            \
                width = block_width(c, o, L);                                                                       \
                turn_cotangents_##name(c, dy + o * plane, width, width < left ? width : left, cotangents);          \
                broadcast_tiles_##name(width, steps, rows * c->w.count, source, moves, places, cotangents, adds, sums); \
                sums += (steps + TILE_MARGIN) * width;                                                              \
                continue;                                                                                           \
            }                                                                                                       \
            width = left >= 4 && has_wide_registers() ? 4 : left >= 2 ? 2 : 1;                                      \
            /* Whole vectors are read where they lie. */                                                            \
            const bool lies = length == c->w.count && is_dense(c);                                                  \
            const T *from_rows = lies ? dy + o * plane + output_row(c, 0) : cotangents;                             \
            for (ptrdiff_t j = 0; j < width && !lies; j++)                                                          \
                for (ptrdiff_t r = 0; r < rows; r++) {                                                              \
                    const T *from = dy + (o + j) * plane + output_row(c, r);                                        \
                    T *to = cotangents + j * outputs + r * length;                                                  \
                    for (ptrdiff_t t = 0; t < c->w.count; t++) to[t] = from[t];                                     \
                    for (ptrdiff_t t = c->w.count; t < length; t++) to[t] = 0;                                      \
                }                                                                                                   \
            const int taps = width == 4 ? 6 : has_wide_registers() ? 9 : 3;                                         \
            for (ptrdiff_t k = 0; k < steps; k += taps) {                                                           \
                T *const to = sums + o * steps + k;                                                                 \
                switch (width * 16 + taps) {                                                                        \
                    DOT_TILE(name, 1, 3)                                                                            \
                    DOT_TILE(name, 2, 3)                                                                            \
                    DOT_TILE(name, 1, 9)                                                                            \
                    DOT_TILE(name, 2, 9)                                                                            \
                    DOT_TILE(name, 4, 6)                                                                            \
                }                                                                                                   \
            }                                                                                                       \
        }                                                                                                           \
        kindling_free(moves, bytes);                                                                                \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void kindling_add_weight_sums_##name(const KindlingCorrelation *c, const T *sums, ptrdiff_t parts, \
                                                         ptrdiff_t stride, ptrdiff_t so, KindlingRange channels, T *dw) { \
        if (c->is_winograd) return winograd_add_weights_##name(c, sums, parts, stride, so, channels, dw);           \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t steps = step_count(c), taps = steps / c->channels;                                          \
        const ptrdiff_t begin = channels.first * taps, end = channels.end * taps;                                   \
        if (!c->lanes_are_channels) {                                                                               \
            for (ptrdiff_t o = 0; o < c->out_channels; o++, sums += steps)                                          \
                for (ptrdiff_t k = begin; k < end; k++) {                                                           \
                    T sum = sums[k];                                                                                \
                    for (ptrdiff_t part = 1; part < parts; part++) sum += sums[part * stride + k];                  \
                    dw[o * so + k] = sum;                                                                           \
                }                                                                                                   \
            return;                                                                                                 \
        }                                                                                                           \
        for (ptrdiff_t first = 0, width; first < c->out_channels; first += width, sums += (steps + TILE_MARGIN) * width) { \
            width = block_width(c, first, L);                                                                       \
            const ptrdiff_t there = width < c->out_channels - first ? width : c->out_channels - first;              \
            for (ptrdiff_t k = begin; k < end; k += L)                                                              \
                for (ptrdiff_t o = 0; o < there; o += L) {                                                          \
                    T block[L][L], turned[L][L];                                                                    \
                    for (ptrdiff_t l = 0; l < L; l++) {                                                             \
                        const T *place = sums + (k + l) * width + o;                                                \
                        lanes_##name sum = *(const loose_##name *)place;                                            \
                        for (ptrdiff_t part = 1; part < parts; part++) sum += *(const loose_##name *)(place + part * stride); \
                        *(loose_##name *)block[l] = sum;                                                            \
                    }                                                                                               \
                    transpose_##name(block[0], L, turned[0], L);                                                    \
                    for (ptrdiff_t l = 0; l < L && o + l < there; l++)                                              \
                        for (ptrdiff_t i = 0; i < L && k + i < end; i++) dw[(first + o + l) * so + k + i] = turned[l][i]; \
                }                                                                                                   \
        }                                                                                                           \
    }
#define DOT_TILE(name, rows, taps)                                                                                  \
    case rows * 16 + taps:                                                                                          \
        dot_tile_##name(rows, taps, c, source, places, moves + k, from_rows, lies ? plane : outputs, steps - k, to, steps); \
        break;
DEFINE(f32, float, int32_t)
DEFINE(f64, double, int64_t)
