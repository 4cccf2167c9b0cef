#include "correlation.h"

// The derivative by the weights by the adjoint of Winograd's algorithm, F(3 x 3, 2 x 2): for each position in a tile a
// product of [channels, tiles] and [tiles, output channels], summed over all tiles before it is transformed back to the taps.

ptrdiff_t winograd_weight_sums(const KindlingCorrelation *c, ptrdiff_t lanes) {
    ptrdiff_t total = 0;
    for (ptrdiff_t o = 0, width; o < c->out_channels; o += width) {
        width = block_width(c, o, lanes);
        total += POSITIONS * position_size((c->channels + TILE_MARGIN) * width);
    }
    return total;
}

#define TEMPLATE "winograd-weights.inc"
#include "for_each_float.inc"
