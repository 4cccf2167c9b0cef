#include "correlation.h"

// How many packed weights an output channel has.
static ptrdiff_t terms(const KindlingCorrelation *c) { return c->is_winograd ? POSITIONS * c->channels : step_count(c); }

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

// The lower and the upper half of a, every other element; the elements between them are those of b, what was in memory there.
#define SPREAD_LOW_f32(a, b) __builtin_shufflevector(a, b, 0, 17, 1, 19, 2, 21, 3, 23, 4, 25, 5, 27, 6, 29, 7, 31)
#define SPREAD_HIGH_f32(a, b) __builtin_shufflevector(a, b, 16, 8, 18, 9, 20, 10, 22, 11, 24, 12, 26, 13, 28, 14, 30, 15)
#define SPREAD_LOW_f64(a, b) __builtin_shufflevector(a, b, 0, 9, 1, 11, 2, 13, 3, 15)
#define SPREAD_HIGH_f64(a, b) __builtin_shufflevector(a, b, 8, 4, 10, 5, 12, 6, 14, 7)

#define TEMPLATE "correlation.inc"
#include "for_each_float.inc"
