#include "correlation.h"

// Winograd's F(2 x 2, 3 x 3) (Lavin & Gray, 2015): 16 products instead of 36 for four outputs of a kernel of 3 by 3. The sums
// over channels are products of matrices [tiles, channels] and [channels, output channels], one for each position in a tile of 4
// by 4.

// The reach of tiles of outputs, which see one input more than the taps do.
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
    tiles.lanes_are_channels = false;  // sorts the columns into even and odd ones
    return tiles;
}

#define TEMPLATE "winograd.inc"
#include "for_each_float.inc"
