#include "correlation.h"

// The derivative by the weights: for each tap, the sum over all outputs of the input that it sees times the cotangent.

ptrdiff_t kindling_weight_sums(const KindlingCorrelation *c, size_t size) {
    const ptrdiff_t lanes = 64 / (ptrdiff_t)size, steps = step_count(c);
    if (c->is_winograd) return winograd_weight_sums(c, lanes);
    if (!c->lanes_are_channels) return rounded_up(c->out_channels * steps);
    return (c->out_channels + lanes - 1) / lanes * lanes * (steps + TILE_MARGIN);
}

#define TEMPLATE "correlation-weights.inc"
#include "for_each_float.inc"
