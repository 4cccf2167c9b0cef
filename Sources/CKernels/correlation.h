// What the kernels of convolutions share: the inputs that some outputs see, and where the steps of a sum find them.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "lanes.h"

// Inputs along one dim, from `first` on, some of which may lie outside the image.
typedef struct {
    ptrdiff_t first, size;
} Span;

// All inputs that the outputs see: a copy with zeros for those outside the image, or the image itself where there are none; and
// the strides of its channels, depths and rows. Where lanes are outputs, the columns of a row are sorted by their remainder
// modulo the step, `remainder` columns for each, so that what neighbouring outputs see is contiguous.
typedef struct {
    Span d, h, w;
    ptrdiff_t channel, depth, row, remainder;
    bool copies;
} Slab;

// Steps of a sum, over channels and taps.
KINDLING_INLINE ptrdiff_t step_count(const KindlingCorrelation *c) { return c->channels * c->d.taps * c->h.taps * c->w.taps; }
KINDLING_INLINE ptrdiff_t row_count(const KindlingCorrelation *c) { return c->d.count * c->h.count; }
KINDLING_INLINE ptrdiff_t output_plane(const KindlingCorrelation *c) { return c->d.output * c->h.output * c->w.output; }

// Entries that a tile may read past the end of a table of offsets.
enum { TILE_MARGIN = 16 };

// The output channels of the block that starts at `first`. Weights and sums are stored block by block: a block has some vectors of
// channels where lanes are channels, and the rows of a tile where lanes are outputs.
ptrdiff_t block_width(const KindlingCorrelation *c, ptrdiff_t first, ptrdiff_t lanes);
bool has_wide_registers(void);

// The slab of the inputs that all phases see.
Slab find_slab(const KindlingCorrelation *phases, ptrdiff_t count);
// The offset of each step's input from the first input that an output sees.
void find_step_offsets(const KindlingCorrelation *c, const Slab *slab, ptrdiff_t *step_offsets);
// The offset of that first input, for each output, or for the first output of each vector.
void find_output_offsets(const KindlingCorrelation *c, const Slab *slab, ptrdiff_t lanes, ptrdiff_t *output_offsets);
// Whether the outputs are contiguous in each plane.
bool is_dense(const KindlingCorrelation *c);
// The offset in its plane at which a row of the outputs starts.
ptrdiff_t output_row(const KindlingCorrelation *c, ptrdiff_t row);

// Winograd's tiles of 2 by 2 outputs see 4 by 4 inputs: each of these positions has a matrix of its own.
enum { POSITIONS = 16 };
// The elements from one position's matrix to the next, an odd number of vectors: a power of 2 would map all matrices to the same
// few sets of the cache.
KINDLING_INLINE ptrdiff_t position_size(ptrdiff_t elements) { return rounded_up(elements) | 16; }
KindlingCorrelation tiled(const KindlingCorrelation *c);
ptrdiff_t winograd_weight_sums(const KindlingCorrelation *c, ptrdiff_t lanes);

#define TEMPLATE "declarations/correlation.inc"
#include "for_each_float.inc"
