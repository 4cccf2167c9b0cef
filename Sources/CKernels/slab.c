#include "correlation.h"

static Span reached(KindlingReach reach, ptrdiff_t count) {
    const ptrdiff_t last = reach.taps > 0 ? (reach.taps - 1) * reach.offset_step : 0;
    const ptrdiff_t low = reach.offset + (last < 0 ? last : 0), high = reach.offset + (last > 0 ? last : 0);
    return (Span){low, (count - 1) * reach.step + high - low + 1};
}

static bool is_inside(KindlingReach reach, Span span) { return span.first >= 0 && span.first + span.size <= reach.input; }

static Span joined(Span a, Span b) {
    const ptrdiff_t first = a.first < b.first ? a.first : b.first, ends[] = {a.first + a.size, b.first + b.size};
    return (Span){first, (ends[0] > ends[1] ? ends[0] : ends[1]) - first};
}

Slab find_slab(const KindlingCorrelation *c, ptrdiff_t count) {
    Slab s = {.d = reached(c->d, c->d.count), .h = reached(c->h, c->h.count), .w = reached(c->w, c->w.count)};
    for (const KindlingCorrelation *other = c + 1; other < c + count; other++) {
        if (row_count(other) * other->w.count == 0) continue;
        s.d = joined(s.d, reached(other->d, other->d.count));
        s.h = joined(s.h, reached(other->h, other->h.count));
        s.w = joined(s.w, reached(other->w, other->w.count));
    }
    s.copies = !(c->lanes_are_channels && is_inside(c->d, s.d) && is_inside(c->h, s.h) && is_inside(c->w, s.w));
    if (s.copies) {
        const ptrdiff_t remainders = c->lanes_are_channels ? 1 : c->w.step;
        s.remainder = (s.w.size + remainders - 1) / remainders;
        s.row = s.remainder * remainders;
        s.depth = s.h.size * s.row;
        s.channel = s.d.size * s.depth;
    } else {
        s.row = c->w.input;
        s.depth = c->h.input * s.row;
        s.channel = c->d.input * s.depth;
    }
    return s;
}

// Where a column lies in its row of the slab.
KINDLING_INLINE ptrdiff_t column(const KindlingCorrelation *c, const Slab *s, ptrdiff_t q) {
    if (c->lanes_are_channels || c->w.step == 1) return q;
    return q % c->w.step * s->remainder + q / c->w.step;
}

void find_moves(const KindlingCorrelation *c, const Slab *s, ptrdiff_t *moves) {
    if (c->channels == 0) return;
    ptrdiff_t taps = 0;
    for (ptrdiff_t kd = 0; kd < c->d.taps; kd++)
        for (ptrdiff_t kh = 0; kh < c->h.taps; kh++)
            for (ptrdiff_t kw = 0; kw < c->w.taps; kw++)
                moves[taps++] = (c->d.offset + kd * c->d.offset_step - s->d.first) * s->depth +
                                (c->h.offset + kh * c->h.offset_step - s->h.first) * s->row +
                                column(c, s, c->w.offset + kw * c->w.offset_step - s->w.first);
    for (ptrdiff_t channel = 1; channel < c->channels; channel++)
        for (ptrdiff_t tap = 0; tap < taps; tap++) moves[channel * taps + tap] = moves[tap] + channel * s->channel;
}

void find_places(const KindlingCorrelation *c, const Slab *s, ptrdiff_t lanes, ptrdiff_t *places) {
    // Side by side, or as in the image.
    const ptrdiff_t step = c->lanes_are_channels ? c->w.step : 1;
    for (ptrdiff_t d = 0; d < c->d.count; d++)
        for (ptrdiff_t h = 0; h < c->h.count; h++)
            for (ptrdiff_t w = 0; w < c->w.count; w += lanes)
                *places++ = d * c->d.step * s->depth + h * c->h.step * s->row + w * step;
}

bool is_dense(const KindlingCorrelation *c) {
    const bool rows = c->w.apart == 1 && c->w.count == c->w.output;
    const bool planes = rows && c->h.apart == 1 && c->h.count == c->h.output && c->d.apart == 1;
    return planes || row_count(c) == 1 || (rows && c->d.count == 1 && c->h.apart == 1);
}

ptrdiff_t output_row(const KindlingCorrelation *c, ptrdiff_t row) {
    const ptrdiff_t d = c->d.start + row / c->h.count * c->d.apart, h = c->h.start + row % c->h.count * c->h.apart;
    return (d * c->h.output + h) * c->w.output + c->w.start;
}

#define PAIRED_16(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31)
#define PAIRED_8(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 9, 11, 13, 15)

#define DEFINE(name, T, paired)                                                                                     \
    /* The last vector may be written twice in part. */                                                             \
    KINDLING_INLINE void copy_row_##name(T *to, const T *from, ptrdiff_t n) {                                       \
        enum { L = LANES_##name };                                                                                  \
        for (ptrdiff_t i = 0; i + L <= n; i += L) *(loose_##name *)(to + i) = *(const loose_##name *)(from + i);    \
        if (n >= L) *(loose_##name *)(to + n - L) = *(const loose_##name *)(from + n - L);                          \
        else                                                                                                        \
            for (ptrdiff_t i = 0; i < n; i++) to[i] = from[i];                                                      \
    }                                                                                                               \
    /* Zeros before `low` and from `high` on; what lies between may be cleared too. */                              \
    KINDLING_INLINE void clear_ends_##name(T *to, ptrdiff_t low, ptrdiff_t high, ptrdiff_t n) {                     \
        enum { L = LANES_##name };                                                                                  \
        if (n < L) {                                                                                                \
            for (ptrdiff_t i = 0; i < n; i++) to[i] = 0;                                                            \
            return;                                                                                                 \
        }                                                                                                           \
        for (ptrdiff_t i = 0; i < low; i += L) *(loose_##name *)(to + (i < n - L ? i : n - L)) = (lanes_##name){0}; \
        for (ptrdiff_t i = high; i < n; i += L) *(loose_##name *)(to + (i < n - L ? i : n - L)) = (lanes_##name){0}; \
    }                                                                                                               \
    /* Every other element, of which none beyond the last is read. */                                               \
    KINDLING_INLINE void copy_pairs_##name(T *to, const T *from, ptrdiff_t n) {                                     \
        enum { L = LANES_##name };                                                                                  \
        for (ptrdiff_t i = 0; i < n; i += L) {                                                                      \
            if (n < L) {                                                                                            \
                for (ptrdiff_t j = 0; j < n; j++) to[j] = from[2 * j];                                              \
                return;                                                                                             \
            }                                                                                                       \
            const ptrdiff_t at = i + L <= n ? i : n - L;                                                            \
            const lanes_##name low = *(const loose_##name *)(from + 2 * at);                                        \
            const lanes_##name high = *(const loose_##name *)(from + 2 * at + L - 1);                               \
            *(loose_##name *)(to + at) = paired(low, high);                                                         \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_CLONES void fill_slab_##name(const KindlingCorrelation *c, const Slab *s, const T *x, T *y) {          \
        const ptrdiff_t room = c->w.input - s->w.first;                                                             \
        const ptrdiff_t low = s->w.first >= 0 ? 0 : -s->w.first < s->w.size ? -s->w.first : s->w.size;              \
        const ptrdiff_t high = room > s->w.size ? s->w.size : room > low ? room : low;                              \
        for (ptrdiff_t channel = 0; channel < c->channels; channel++)                                               \
            for (ptrdiff_t d = s->d.first; d < s->d.first + s->d.size; d++)                                         \
                for (ptrdiff_t h = s->h.first; h < s->h.first + s->h.size; h++, y += s->row) {                      \
                    if (d < 0 || d >= c->d.input || h < 0 || h >= c->h.input) {                                     \
                        memset(y, 0, (size_t)s->row * sizeof(T));                                                   \
                        continue;                                                                                   \
                    }                                                                                               \
                    const T *row = x + ((channel * c->d.input + d) * c->h.input + h) * c->w.input + s->w.first;     \
                    if (c->lanes_are_channels || c->w.step == 1) {                                                  \
                        clear_ends_##name(y, low, high, s->row);                                                    \
                        copy_row_##name(y + low, row + low, high - low);                                            \
                        continue;                                                                                   \
                    }                                                                                               \
                    if (c->w.step == 2) {                                                                           \
                        for (int r = 0; r < 2; r++) {                                                               \
                            T *to = y + r * s->remainder;                                                           \
                            /* The columns r + 2 i that are there. */                                               \
                            const ptrdiff_t begin = (low + 1 - r) >> 1, end = (high + 1 - r) >> 1;                  \
                            clear_ends_##name(to, begin, end, s->remainder);                                        \
                            copy_pairs_##name(to + begin, row + r + 2 * begin, end - begin);                        \
                        }                                                                                           \
                        continue;                                                                                   \
                    }                                                                                               \
                    for (ptrdiff_t r = 0; r < c->w.step; r++)                                                       \
                        for (ptrdiff_t i = 0, q = r; i < s->remainder; i++, q += c->w.step)                         \
                            y[r * s->remainder + i] = q >= low && q < high ? row[q] : 0;                            \
                }                                                                                                   \
    }
DEFINE(f32, float, PAIRED_16)
DEFINE(f64, double, PAIRED_8)
