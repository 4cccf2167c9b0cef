#include "correlation.h"

// The derivative by the weights by the adjoint of Winograd's algorithm, F(3 x 3, 2 x 2): for each place of a tile a product
// [channels, tiles] by [tiles, output channels], summed over all tiles before it is turned back to the taps.

ptrdiff_t winograd_weight_sums(const KindlingCorrelation *c, ptrdiff_t lanes) {
    ptrdiff_t total = 0;
    for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {
        width = block_width(c, o, lanes);
        total += PLACES * kept_apart((c->channels + TILE_MARGIN) * width);
    }
    return total;
}

#define DEFINE(name, T)                                                                                             \
    /* turned[outputs, width] as spread[place, tile, width] */                                                      \
    KINDLING_INLINE void spread_cotangents_##name(const KindlingCorrelation *c, const KindlingCorrelation *tiles, ptrdiff_t width, \
                                                  const T *turned, T *spread) {                                     \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t apart = kept_apart(tiles->h.count * tiles->w.count * width);                                \
        for (ptrdiff_t h = 0; h < c->h.count; h += 2)                                                               \
            for (ptrdiff_t w = 0; w < c->w.count; w += 2, spread += width)                                          \
                for (ptrdiff_t v = 0; v < width; v += L) {                                                          \
                    lanes_##name rows[2][4];                                                                        \
                    UNROLLED for (int i = 0; i < 2; i++) {                                                          \
                        const T *from = turned + ((h + i) * c->w.count + w) * width + v;                            \
                        lanes_##name y0 = {0}, y1 = {0};                                                            \
                        if (h + i < c->h.count) {                                                                   \
                            y0 = *(const loose_##name *)from;                                                       \
                            if (w + 1 < c->w.count) y1 = *(const loose_##name *)(from + width);                     \
                        }                                                                                           \
                        rows[i][0] = y0, rows[i][1] = y0 + y1, rows[i][2] = y0 - y1, rows[i][3] = -y1;              \
                    }                                                                                               \
                    UNROLLED for (int j = 0; j < 4; j++) {                                                          \
                        T *to = spread + j * apart + v;                                                             \
                        *(loose_##name *)to = rows[0][j];                                                           \
                        *(loose_##name *)(to + 4 * apart) = rows[0][j] + rows[1][j];                                \
                        *(loose_##name *)(to + 8 * apart) = rows[0][j] - rows[1][j];                                \
                        *(loose_##name *)(to + 12 * apart) = -rows[1][j];                                           \
                    }                                                                                               \
                }                                                                                                   \
    }                                                                                                               \
                                                                                                                    \
    /* sums[block of output channels, place, channel, width] */                                                     \
    KINDLING_CLONES void winograd_weights_##name(const KindlingCorrelation *c, const T *x, const T *dy, bool adds, T *sums) { \
        enum { L = LANES_##name };                                                                                  \
        const KindlingCorrelation tiles = tiled(c);                                                                 \
        const Slab slab = find_slab(&tiles, 1);                                                                     \
        const ptrdiff_t channels = c->channels, count = tiles.h.count * tiles.w.count, plane = output_plane(c);     \
        const ptrdiff_t table = rounded_up(count) + rounded_up(channels + TILE_MARGIN);                             \
        const ptrdiff_t copied = rounded_up(slab.channel * channels + L), seen = kept_apart(channels * count);      \
        const ptrdiff_t turned = c->h.count * c->w.count * 4 * L, spread = kept_apart(count * 4 * L);               \
        const size_t bytes = (size_t)table * sizeof(ptrdiff_t) + (size_t)(copied + L + turned + PLACES * (seen + spread)) * sizeof(T); \
        ptrdiff_t *const moves = kindling_workspace(bytes), *const places = moves + rounded_up(count);               \
        T *const copy = (T *)(moves + table), *const tile = copy + copied;                                          \
        T *const cotangents = tile + PLACES * seen + L, *const factors = cotangents + turned;                       \
        for (ptrdiff_t i = 0; i < count; i++) moves[i] = i;                                                         \
        for (ptrdiff_t i = 0; i < channels + TILE_MARGIN; i++) places[i] = i < channels ? i * count : 0;            \
        fill_slab_##name(&tiles, &slab, x, copy);                                                                   \
        see_tiles_##name(&tiles, &slab, copy, tile);                                                                \
        for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {                                             \
            const ptrdiff_t left = c->out_channels - o;                                                             \
            width = block_width(c, o, L);                                                                           \
            turn_cotangents_##name(c, dy + o * plane, width, width < left ? width : left, cotangents);              \
            spread_cotangents_##name(c, &tiles, width, cotangents, factors);                                        \
            for (ptrdiff_t p = 0; p < PLACES; p++, sums += kept_apart((channels + TILE_MARGIN) * width))            \
                broadcast_tiles_##name(width, channels, count, tile + p * seen, places, moves,                      \
                                       factors + p * kept_apart(count * width), adds, sums);                        \
        }                                                                                                           \
        kindling_free(moves, bytes);                                                                                \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void winograd_add_weights_##name(const KindlingCorrelation *c, const T *sums, ptrdiff_t parts,  \
                                                     ptrdiff_t stride, ptrdiff_t so, KindlingRange channels, T *dw) { \
        enum { L = LANES_##name };                                                                                  \
        for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {                                             \
            width = block_width(c, o, L);                                                                           \
            const ptrdiff_t apart = kept_apart((c->channels + TILE_MARGIN) * width);                                \
            for (ptrdiff_t channel = channels.first; channel < channels.end; channel++)                             \
                for (ptrdiff_t v = 0; v < width && o + v < c->out_channels; v += L) {                               \
                    lanes_##name m[4][4], rows[3][4], taps[9];                                                      \
                    UNROLLED for (int p = 0; p < PLACES; p++) {                                                     \
                        const T *place = sums + p * apart + channel * width + v;                                    \
                        lanes_##name sum = *(const loose_##name *)place;                                            \
                        for (ptrdiff_t part = 1; part < parts; part++) sum += *(const loose_##name *)(place + part * stride); \
                        m[p / 4][p % 4] = sum;                                                                      \
                    }                                                                                               \
                    UNROLLED for (int j = 0; j < 4; j++) {                                                          \
                        const lanes_##name even = (m[1][j] + m[2][j]) / 2;                                          \
                        rows[0][j] = m[0][j] + even, rows[1][j] = (m[1][j] - m[2][j]) / 2, rows[2][j] = even + m[3][j]; \
                    }                                                                                               \
                    UNROLLED for (int i = 0; i < 3; i++) {                                                          \
                        const lanes_##name even = (rows[i][1] + rows[i][2]) / 2;                                    \
                        taps[3 * i] = rows[i][0] + even, taps[3 * i + 1] = (rows[i][1] - rows[i][2]) / 2;           \
                        taps[3 * i + 2] = even + rows[i][3];                                                        \
                    }                                                                                               \
                    const ptrdiff_t left = c->out_channels - o - v, there = left < L ? left : L;                    \
                    T *to = dw + (o + v) * so + channel * 9;                                                        \
                    for (ptrdiff_t i = 0; i < there; i++)                                                           \
                        for (int k = 0; k < 9; k++) to[i * so + k] = ((const T *)&taps[k])[i];                      \
                }                                                                                                   \
            sums += PLACES * apart;                                                                                 \
        }                                                                                                           \
    }
DEFINE(f32, float)
DEFINE(f64, double)
