#include "correlation.h"

// Winograd's F(2 x 2, 3 x 3) (Lavin & Gray, 2015): 16 products instead of 36 for four outputs of a kernel of 3 by 3. The sums
// over channels are products of matrices [tiles, channels] and [channels, output channels], one for each place of a tile of 4 by 4.

// The outputs as tiles, which reach one input more than the taps.
static KindlingReach tiled_reach(KindlingReach reach) {
    if (reach.offset_step < 0) reach.offset += 2 * reach.offset_step;
    reach.offset_step = 1;
    reach.taps = 4;
    reach.step = 2;
    reach.count = (reach.count + 1) / 2;
    return reach;
}

KindlingCorrelation tiled(const KindlingCorrelation *c) {
    KindlingCorrelation tiles = *c;
    tiles.h = tiled_reach(c->h);
    tiles.w = tiled_reach(c->w);
    tiles.lanes_are_channels = false;  // so that columns are sorted into even and odd ones
    return tiles;
}

#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES void winograd_pack_##name(const KindlingCorrelation *c, const T *w, ptrdiff_t so, ptrdiff_t sc, T *packed) { \
        enum { WIDTH = 4 * LANES_##name };                                                                          \
        /* Taps in the order of what they see. */                                                                   \
        const ptrdiff_t down = c->h.offset_step < 0 ? -3 : 3, right = c->w.offset_step < 0 ? -1 : 1;                \
        const ptrdiff_t corner = (down < 0 ? 6 : 0) + (right < 0 ? 2 : 0);                                          \
        for (ptrdiff_t first = 0, width; first < c->out_channels; first += width) {                                 \
            width = block_width(c, first, LANES_##name);                                                            \
            const ptrdiff_t there = width < c->out_channels - first ? width : c->out_channels - first;              \
            for (ptrdiff_t channel = 0; channel < c->channels; channel++) {                                         \
                T g[3][3][WIDTH] = {0}, rows[4][3][WIDTH];                                                          \
                for (ptrdiff_t o = 0; o < there; o++)                                                               \
                    for (int i = 0; i < 3; i++)                                                                     \
                        for (int j = 0; j < 3; j++)                                                                 \
                            g[i][j][o] = w[(first + o) * so + channel * sc + corner + i * down + j * right];        \
                for (int j = 0; j < 3; j++)                                                                         \
                    for (ptrdiff_t o = 0; o < width; o++) {                                                         \
                        const T even = (g[0][j][o] + g[2][j][o]) / 2, odd = g[1][j][o] / 2;                         \
                        rows[0][j][o] = g[0][j][o], rows[1][j][o] = even + odd;                                     \
                        rows[2][j][o] = even - odd, rows[3][j][o] = g[2][j][o];                                     \
                    }                                                                                               \
                for (int i = 0; i < 4; i++)                                                                         \
                    for (ptrdiff_t o = 0; o < width; o++) {                                                         \
                        const T even = (rows[i][0][o] + rows[i][2][o]) / 2, odd = rows[i][1][o] / 2;                \
                        T *to = packed + (i * 4 * c->channels + channel) * width + o;                               \
                        to[0] = rows[i][0][o], to[c->channels * width] = even + odd;                                \
                        to[2 * c->channels * width] = even - odd, to[3 * c->channels * width] = rows[i][2][o];      \
                    }                                                                                               \
            }                                                                                                       \
            packed += PLACES * c->channels * width;                                                                 \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void see_tiles_##name(const KindlingCorrelation *c, const Slab *slab, const T *x, T *seen) {    \
        const ptrdiff_t tiles = c->h.count * c->w.count, apart = kept_apart(c->channels * tiles);                   \
        for (ptrdiff_t channel = 0; channel < c->channels; channel++)                                               \
            for (ptrdiff_t h = 0; h < c->h.count; h++) {                                                            \
                const T *even = x + channel * slab->channel + 2 * h * slab->row, *odd = even + slab->remainder;     \
                T *to = seen + channel * tiles + h * c->w.count;                                                    \
                KINDLING_INDEPENDENT                                                                                \
                for (ptrdiff_t w = 0; w < c->w.count; w++) {                                                        \
                    T rows[4][4];                                                                                   \
                    UNROLLED for (int i = 0; i < 4; i++) {                                                          \
                        const ptrdiff_t r = i * slab->row + w;                                                      \
                        const T x0 = even[r], x1 = odd[r], x2 = even[r + 1], x3 = odd[r + 1];                       \
                        rows[i][0] = x0 - x2, rows[i][1] = x1 + x2, rows[i][2] = x2 - x1, rows[i][3] = x1 - x3;     \
                    }                                                                                               \
                    UNROLLED for (int j = 0; j < 4; j++) {                                                          \
                        const T x0 = rows[0][j], x1 = rows[1][j], x2 = rows[2][j], x3 = rows[3][j];                 \
                        to[j * apart + w] = x0 - x2;                                                                \
                        to[(4 + j) * apart + w] = x1 + x2;                                                          \
                        to[(8 + j) * apart + w] = x2 - x1;                                                          \
                        to[(12 + j) * apart + w] = x1 - x3;                                                         \
                    }                                                                                               \
                }                                                                                                   \
            }                                                                                                       \
    }                                                                                                               \
                                                                                                                    \
    /* products[place, tile, width] */                                                                              \
    KINDLING_INLINE void sum_tiles_##name(const KindlingCorrelation *c, const KindlingCorrelation *tiles, ptrdiff_t width, \
                                          const T *products, ptrdiff_t apart, T *sums) {                            \
        enum { L = LANES_##name };                                                                                  \
        for (ptrdiff_t h = 0; h < tiles->h.count; h++)                                                              \
            for (ptrdiff_t w = 0; w < tiles->w.count; w++, products += width)                                       \
                for (ptrdiff_t v = 0; v < width; v += L) {                                                          \
                    lanes_##name rows[2][4];                                                                        \
                    UNROLLED for (int j = 0; j < 4; j++) {                                                          \
                        const lanes_##name m0 = *(const loose_##name *)(products + j * apart + v);                  \
                        const lanes_##name m1 = *(const loose_##name *)(products + (4 + j) * apart + v);            \
                        const lanes_##name m2 = *(const loose_##name *)(products + (8 + j) * apart + v);            \
                        const lanes_##name m3 = *(const loose_##name *)(products + (12 + j) * apart + v);           \
                        rows[0][j] = m0 + m1 + m2, rows[1][j] = m1 - m2 - m3;                                       \
                    }                                                                                               \
                    T *to = sums + (2 * h * c->w.count + 2 * w) * width + v;                                        \
                    for (int i = 0; i < 2 && 2 * h + i < c->h.count; i++, to += c->w.count * width) {               \
                        *(loose_##name *)to = rows[i][0] + rows[i][1] + rows[i][2];                                 \
                        if (2 * w + 1 < c->w.count) *(loose_##name *)(to + width) = rows[i][1] - rows[i][2] - rows[i][3]; \
                    }                                                                                               \
                }                                                                                                   \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void winograd_##name(const KindlingCorrelation *c, const T *x, const T *w, const T *bias, T *y) { \
        enum { L = LANES_##name };                                                                                  \
        const KindlingCorrelation tiles = tiled(c);                                                                 \
        const Slab slab = find_slab(&tiles, 1);                                                                     \
        const ptrdiff_t channels = c->channels, count = tiles.h.count * tiles.w.count, plane = output_plane(c);     \
        const ptrdiff_t table = rounded_up(channels) + rounded_up(count + TILE_MARGIN);                             \
        const ptrdiff_t copied = rounded_up(slab.channel * channels + L), seen = kept_apart(channels * count);      \
        const ptrdiff_t apart = kept_apart((count + TILE_MARGIN) * 4 * L), summed = c->h.count * c->w.count * 4 * L; \
        const size_t bytes = (size_t)table * sizeof(ptrdiff_t) + (size_t)(copied + L + PLACES * (seen + apart) + summed) * sizeof(T); \
        ptrdiff_t *const moves = kindling_workspace(bytes), *const places = moves + rounded_up(channels);            \
        T *const copy = (T *)(moves + table), *const tile = copy + copied, *const products = tile + PLACES * seen + L; \
        T *const sums = products + PLACES * apart;                                                                  \
        for (ptrdiff_t channel = 0; channel < channels; channel++) moves[channel] = channel * count;                \
        for (ptrdiff_t i = 0; i < count + TILE_MARGIN; i++) places[i] = i < count ? i : 0;                          \
        fill_slab_##name(&tiles, &slab, x, copy);                                                                   \
        see_tiles_##name(&tiles, &slab, copy, tile);                                                                \
        for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {                                             \
            width = block_width(c, o, L);                                                                           \
            for (ptrdiff_t p = 0; p < PLACES; p++, w += channels * width)                                           \
                broadcast_tiles_##name(width, count, channels, tile + p * seen, places, moves, w, false,            \
                                       products + p * apart);                                                       \
            sum_tiles_##name(c, &tiles, width, products, apart, sums);                                              \
            const ptrdiff_t there = width < c->out_channels - o ? width : c->out_channels - o;                      \
            put_sums_##name(c, sums, width, there, bias ? bias + o : NULL, y + o * plane);                          \
        }                                                                                                           \
        kindling_free(moves, bytes);                                                                                \
    }
DEFINE(f32, float)
DEFINE(f64, double)
