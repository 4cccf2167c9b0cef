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

// Where a column is_contiguous in its row of the slab.
KINDLING_INLINE ptrdiff_t column(const KindlingCorrelation *c, const Slab *s, ptrdiff_t q) {
    if (c->lanes_are_channels || c->w.step == 1) return q;
    return q % c->w.step * s->remainder + q / c->w.step;
}

void find_step_offsets(const KindlingCorrelation *c, const Slab *s, ptrdiff_t *step_offsets) {
    if (c->channels == 0) return;
    ptrdiff_t taps = 0;
    for (ptrdiff_t kd = 0; kd < c->d.taps; kd++)
        for (ptrdiff_t kh = 0; kh < c->h.taps; kh++)
            for (ptrdiff_t kw = 0; kw < c->w.taps; kw++)
                step_offsets[taps++] = (c->d.offset + kd * c->d.offset_step - s->d.first) * s->depth +
                                       (c->h.offset + kh * c->h.offset_step - s->h.first) * s->row +
                                       column(c, s, c->w.offset + kw * c->w.offset_step - s->w.first);
    for (ptrdiff_t channel = 1; channel < c->channels; channel++)
        for (ptrdiff_t tap = 0; tap < taps; tap++) step_offsets[channel * taps + tap] = step_offsets[tap] + channel * s->channel;
}

void find_output_offsets(const KindlingCorrelation *c, const Slab *s, ptrdiff_t lanes, ptrdiff_t *output_offsets) {
    // Neighbouring outputs see neighbouring elements, or elements that are a step apart as in the image.
    const ptrdiff_t step = c->lanes_are_channels ? c->w.step : 1;
    for (ptrdiff_t d = 0; d < c->d.count; d++)
        for (ptrdiff_t h = 0; h < c->h.count; h++)
            for (ptrdiff_t w = 0; w < c->w.count; w += lanes)
                *output_offsets++ = d * c->d.step * s->depth + h * c->h.step * s->row + w * step;
}

bool is_dense(const KindlingCorrelation *c) {
    const bool rows = c->w.output_step == 1 && c->w.count == c->w.output;
    const bool planes = rows && c->h.output_step == 1 && c->h.count == c->h.output && c->d.output_step == 1;
    return planes || row_count(c) == 1 || (rows && c->d.count == 1 && c->h.output_step == 1);
}

ptrdiff_t output_row(const KindlingCorrelation *c, ptrdiff_t row) {
    const ptrdiff_t d = c->d.start + row / c->h.count * c->d.output_step, h = c->h.start + row % c->h.count * c->h.output_step;
    return (d * c->h.output + h) * c->w.output + c->w.start;
}

// Every other element of two vectors, of which b starts one element early: its first two are not among them.
#define PAIRED_f32(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 17, 19, 21, 23, 25, 27, 29, 31)
#define PAIRED_f64(a, b) __builtin_shufflevector(a, b, 0, 2, 4, 6, 9, 11, 13, 15)

#define TEMPLATE "slab.inc"
#include "for_each_float.inc"
