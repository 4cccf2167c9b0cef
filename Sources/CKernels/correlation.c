#include "correlation.h"

// Packed weights of an output channel.
static ptrdiff_t terms(const KindlingCorrelation *c) { return c->is_winograd ? PLACES * c->channels : step_count(c); }

ptrdiff_t kindling_packed_weights(const KindlingCorrelation *c, size_t size) {
    ptrdiff_t total = 0;
    for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {
        width = block_width(c, o, 64 / (ptrdiff_t)size);
        total += width;
    }
    return total * terms(c);
}

static KindlingCorrelation some_channels(const KindlingCorrelation *c, KindlingRange channels) {
    KindlingCorrelation some = *c;
    some.out_channels = channels.end - channels.first;
    return some;
}

// Every other element, from both halves of a vector: those between them are written as they were.
#define SPREAD_LOW_16(a, b) __builtin_shufflevector(a, b, 0, 17, 1, 19, 2, 21, 3, 23, 4, 25, 5, 27, 6, 29, 7, 31)
#define SPREAD_HIGH_16(a, b) __builtin_shufflevector(a, b, 16, 8, 18, 9, 20, 10, 22, 11, 24, 12, 26, 13, 28, 14, 30, 15)
#define SPREAD_LOW_8(a, b) __builtin_shufflevector(a, b, 0, 9, 1, 11, 2, 13, 3, 15)
#define SPREAD_HIGH_8(a, b) __builtin_shufflevector(a, b, 8, 4, 10, 5, 12, 6, 14, 7)

#define DEFINE(name, T, spread_low, spread_high)                                                                    \
    KINDLING_INLINE void pack_phase_##name(const KindlingCorrelation *c, const T *w, ptrdiff_t so, ptrdiff_t sc, T *packed) { \
        if (c->is_winograd) return winograd_pack_##name(c, w, so, sc, packed);                                      \
        for (ptrdiff_t first = 0, width; first < c->out_channels; first += width) {                                 \
            width = block_width(c, first, LANES_##name);                                                            \
            const ptrdiff_t there = width < c->out_channels - first ? width : c->out_channels - first;              \
            for (ptrdiff_t channel = 0; channel < c->channels; channel++)                                           \
                for (ptrdiff_t kd = 0; kd < c->d.taps; kd++)                                                        \
                    for (ptrdiff_t kh = 0; kh < c->h.taps; kh++)                                                    \
                        for (ptrdiff_t kw = 0; kw < c->w.taps; kw++, packed += width) {                             \
                            const ptrdiff_t d = c->d.position + kd * c->d.position_step;                            \
                            const ptrdiff_t h = c->h.position + kh * c->h.position_step;                            \
                            const ptrdiff_t k = (d * c->h.kernel + h) * c->w.kernel + c->w.position + kw * c->w.position_step; \
                            const T *from = w + first * so + channel * sc + k;                                      \
                            for (ptrdiff_t o = 0; o < there; o++) packed[o] = from[o * so];                         \
                            for (ptrdiff_t o = there; o < width; o++) packed[o] = 0;                                \
                        }                                                                                           \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void kindling_pack_weights_##name(const KindlingCorrelation *c, ptrdiff_t phases, KindlingRange channels, \
                                                      const T *w, ptrdiff_t so, ptrdiff_t sc, T *packed) {          \
        for (; phases > 0; phases--, packed += kindling_packed_weights(c++, sizeof(T))) {                           \
            const KindlingCorrelation some = some_channels(c, channels);                                            \
            pack_phase_##name(&some, w + channels.first * so, so, sc, packed + channels.first * terms(c));          \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    /* Elements that lie apart; one phase after the other is written where there are several. */                    \
    KINDLING_INLINE void put_lanes_##name(const lanes_##name *v, T *to, ptrdiff_t apart) {                          \
        enum { L = LANES_##name };                                                                                  \
        if (apart == 1)                                                                                             \
            *(loose_##name *)to = *v;                                                                               \
        else if (apart == 2) {                                                                                      \
            const lanes_##name low = *(const loose_##name *)to, high = *(const loose_##name *)(to + L - 1);         \
            *(loose_##name *)to = spread_low(*v, low);                                                              \
            *(loose_##name *)(to + L - 1) = spread_high(*v, high);                                                  \
        } else                                                                                                      \
            for (ptrdiff_t i = 0; i < L; i++) to[i * apart] = (*v)[i];                                              \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void put_sums_##name(const KindlingCorrelation *c, const T *sums, ptrdiff_t width, ptrdiff_t channels, \
                                         const T *bias, T *y) {                                                     \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t plane = output_plane(c), runs = is_dense(c) ? 1 : row_count(c);                             \
        const ptrdiff_t length = row_count(c) * c->w.count / runs;                                                  \
        for (ptrdiff_t r = 0; r < runs; r++, sums += length * width) {                                              \
            T *to = y + output_row(c, r);                                                                           \
            ptrdiff_t whole = length / L * L;                                                                       \
            for (ptrdiff_t p = 0; p < whole; p += L)                                                                \
                for (ptrdiff_t o = 0; o < channels; o += L) {                                                       \
                    const ptrdiff_t there = channels - o < L ? channels - o : L;                                    \
                    T block[L][L];                                                                                  \
                    transpose_##name(sums + p * width + o, width, block[0], L);                                     \
                    for (ptrdiff_t i = 0; i < there; i++) {                                                         \
                        const lanes_##name sum = *(const loose_##name *)block[i] + (bias ? bias[o + i] : 0);        \
                        put_lanes_##name(&sum, to + (o + i) * plane + p * c->w.apart, c->w.apart);                  \
                    }                                                                                               \
                }                                                                                                   \
            for (ptrdiff_t o = 0; o < channels; o++)                                                                \
                for (ptrdiff_t p = whole; p < length; p++)                                                          \
                    to[o * plane + p * c->w.apart] = sums[p * width + o] + (bias ? bias[o] : 0);                    \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    /* Lanes are outputs: y of `rows` channels, of the vectors of outputs at the places. */                         \
    KINDLING_INLINE void vector_tiles_##name(const int rows, const int vectors, const KindlingCorrelation *c,       \
                                             ptrdiff_t steps, const T *x, const ptrdiff_t *places, const ptrdiff_t *moves, \
                                             const T *w, const T *bias, T *y) {                                     \
        _Pragma("clang fp contract(fast)")                                                                          \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t plane = output_plane(c), across = (c->w.count + L - 1) / L, count = row_count(c) * across;  \
        /* The outputs of a channel are whole vectors side by side. */                                              \
        const bool lies = c->w.count % L == 0 && c->w.apart == 1 && is_dense(c);                                    \
        ptrdiff_t row = 0, line = 0, column = 0; /* the line is the row's in its plane */                           \
        T *start = y + output_row(c, 0);                                                                            \
        for (ptrdiff_t p = 0; p < count; p += vectors) {                                                            \
            lanes_##name tile[6][8];                                                                                \
            UNROLLED for (int j = 0; j < rows; j++)                                                                 \
                UNROLLED for (int v = 0; v < vectors; v++) tile[j][v] = (lanes_##name){0} + (bias ? bias[j] : 0);   \
            const T *weights = w;                                                                                   \
            for (ptrdiff_t s = 0; s < steps; s++, weights += rows) {                                                \
                const T *moved = x + moves[s];                                                                      \
                lanes_##name right[8];                                                                              \
                UNROLLED for (int v = 0; v < vectors; v++) right[v] = *(const loose_##name *)(moved + places[p + v]); \
                UNROLLED for (int j = 0; j < rows; j++)                                                             \
                    UNROLLED for (int v = 0; v < vectors; v++) tile[j][v] = weights[j] * right[v] + tile[j][v];     \
            }                                                                                                       \
            if (lies) {                                                                                             \
                UNROLLED for (int v = 0; v < vectors; v++) {                                                        \
                    if (p + v == count) break;                                                                      \
                    UNROLLED for (int j = 0; j < rows; j++) *(loose_##name *)(start + j * plane + (p + v) * L) = tile[j][v]; \
                }                                                                                                   \
                continue;                                                                                           \
            }                                                                                                       \
            lanes_##name done[6][8];                                                                                \
            UNROLLED for (int j = 0; j < rows; j++)                                                                 \
                UNROLLED for (int v = 0; v < vectors; v++) done[j][v] = tile[j][v];                                 \
            for (ptrdiff_t v = 0; v < vectors && p + v < count; v++) {                                              \
                const ptrdiff_t left = c->w.count - column, there = left < L ? left : L;                            \
                T *to = start + column * c->w.apart;                                                                \
                for (ptrdiff_t j = 0; j < rows; j++, to += plane) {                                                 \
                    const T *from = (const T *)&done[j][v];                                                         \
                    if (there == L)                                                                                 \
                        put_lanes_##name(&done[j][v], to, c->w.apart);                                              \
                    else                                                                                            \
                        for (ptrdiff_t i = 0; i < there; i++) to[i * c->w.apart] = from[i];                         \
                }                                                                                                   \
                column += L;                                                                                        \
                if (column < c->w.count) continue;                                                                  \
                column = 0;                                                                                         \
                row++;                                                                                              \
                if (++line < c->h.count) start += c->h.apart * c->w.output;                                         \
                else line = 0, start = y + output_row(c, row);                                                      \
            }                                                                                                       \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_INLINE void vector_blocks_##name(const KindlingCorrelation *c, ptrdiff_t rows, ptrdiff_t steps, const T *x, \
                                              const ptrdiff_t *places, const ptrdiff_t *moves, const T *w, const T *bias, T *y) { \
        const bool wide = has_wide_registers();                                                                     \
        switch (rows) {                                                                                             \
            VECTOR_TILES(name, 1, 8)                                                                                \
            VECTOR_TILES(name, 2, 8)                                                                                \
            VECTOR_TILES(name, 3, 6)                                                                                \
            VECTOR_TILES(name, 4, 6)                                                                                \
            VECTOR_TILES(name, 6, 4)                                                                                \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_INLINE void correlate_phase_##name(const KindlingCorrelation *c, KindlingRange channels, const Slab *slab, const T *x, \
                                                const T *w, const T *bias, ptrdiff_t *moves, ptrdiff_t *places, T *sums, T *y) { \
        enum { L = LANES_##name };                                                                                  \
        const ptrdiff_t steps = step_count(c), outputs = row_count(c) * c->w.count, plane = output_plane(c);        \
        if (outputs == 0) return;                                                                                   \
        find_moves(c, slab, moves);                                                                                 \
        find_places(c, slab, c->lanes_are_channels ? 1 : L, places);                                                \
        const ptrdiff_t count = c->lanes_are_channels ? outputs : row_count(c) * ((c->w.count + L - 1) / L);        \
        for (int i = 0; i < TILE_MARGIN; i++) places[count + i] = places[0];                                        \
        w += channels.first * steps;                                                                                \
        for (ptrdiff_t o = channels.first, width; o < channels.end; o += width, w += steps * width) {               \
            width = block_width(c, o, L);                                                                           \
            const T *start = bias ? bias + o : NULL;                                                                \
            if (c->lanes_are_channels) {                                                                            \
                const ptrdiff_t there = width < channels.end - o ? width : channels.end - o;                        \
                broadcast_tiles_##name(width, outputs, steps, x, places, moves, w, false, sums);                    \
                put_sums_##name(c, sums, width, there, start, y + o * plane);                                       \
            } else                                                                                                  \
                vector_blocks_##name(c, width, steps, x, places, moves, w, start, y + o * plane);                   \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void kindling_correlate_##name(const KindlingCorrelation *c, ptrdiff_t phases, KindlingRange channels, \
                                                   const T *x, const T *w, const T *bias, T *y) {                   \
        if (c->is_winograd) {                                                                                       \
            const KindlingCorrelation some = some_channels(c, channels);                                            \
            w += channels.first * terms(c);                                                                         \
            return winograd_##name(&some, x, w, bias ? bias + channels.first : NULL, y + channels.first * output_plane(c)); \
        }                                                                                                           \
        enum { L = LANES_##name };                                                                                  \
        const Slab slab = find_slab(c, phases);                                                                     \
        ptrdiff_t steps = 0, outputs = 0;                                                                           \
        for (ptrdiff_t i = 0; i < phases; i++) {                                                                    \
            const ptrdiff_t own = step_count(c + i), there = row_count(c + i) * c[i].w.count;                       \
            steps = own > steps ? own : steps;                                                                      \
            outputs = there > outputs ? there : outputs;                                                            \
        }                                                                                                           \
        const ptrdiff_t table = rounded_up(steps) + rounded_up(outputs + TILE_MARGIN);                              \
        const ptrdiff_t copied = slab.copies ? rounded_up(slab.channel * c->channels + L) : 0;                      \
        const ptrdiff_t summed = c->lanes_are_channels ? (outputs + TILE_MARGIN) * 4 * L : 0;                       \
        const size_t bytes = (size_t)table * sizeof(ptrdiff_t) + (size_t)(copied + summed) * sizeof(T);             \
        ptrdiff_t *const moves = kindling_workspace(bytes), *const places = moves + rounded_up(steps);              \
        T *const copy = (T *)(moves + table), *const sums = copy + copied;                                          \
        if (slab.copies && steps > 0) fill_slab_##name(c, &slab, x, copy);                                          \
        const T *source = slab.copies ? copy : x + slab.d.first * slab.depth + slab.h.first * slab.row + slab.w.first; \
        for (; phases > 0; phases--, c++) {                                                                         \
            correlate_phase_##name(c, channels, &slab, source, w, bias, moves, places, sums, y);                    \
            if (phases > 1) w += kindling_packed_weights(c, sizeof(T));                                             \
        }                                                                                                           \
        kindling_free(moves, bytes);                                                                                \
    }
#define VECTOR_TILES(name, rows, vectors)                                                                   \
    case rows:                                                                                              \
        return wide ? vector_tiles_##name(rows, vectors, c, steps, x, places, moves, w, bias, y)            \
                    : vector_tiles_##name(rows, 1, c, steps, x, places, moves, w, bias, y);
DEFINE(f32, float, SPREAD_LOW_16, SPREAD_HIGH_16)
DEFINE(f64, double, SPREAD_LOW_8, SPREAD_HIGH_8)
