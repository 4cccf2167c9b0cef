// What the kernels of convolutions share: the inputs that some outputs see, and how one walks there.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "lanes.h"

// Inputs along one dim, from `first` on, some of which may not be there.
typedef struct {
    ptrdiff_t first, size;
} Span;

// All inputs that the outputs see, with zeros in place of those that are not there, or the image itself if they all are; and the
// strides of channels and dims. Where lanes are outputs, the columns of a row are sorted by their remainder by the step, so
// that what neighbouring outputs see lies side by side.
typedef struct {
    Span d, h, w;
    ptrdiff_t channel, depth, row, remainder;
    bool copies;
} Slab;

// Steps of a sum, over channels and taps.
KINDLING_INLINE ptrdiff_t step_count(const KindlingCorrelation *c) { return c->channels * c->d.taps * c->h.taps * c->w.taps; }
KINDLING_INLINE ptrdiff_t row_count(const KindlingCorrelation *c) { return c->d.count * c->h.count; }
KINDLING_INLINE ptrdiff_t output_plane(const KindlingCorrelation *c) { return c->d.output * c->h.output * c->w.output; }

// Table entries that a tile may read beyond the last.
enum { TILE_MARGIN = 16 };

// Output channels come in blocks, each with weights, or sums, of its own: of vectors, where lanes are channels, or else of rows
// of a tile.
ptrdiff_t block_width(const KindlingCorrelation *c, ptrdiff_t first, ptrdiff_t lanes);
bool has_wide_registers(void);

// Of all phases, which is what they see together.
Slab find_slab(const KindlingCorrelation *phases, ptrdiff_t count);
// Where each step goes, from the first input that an output sees.
void find_moves(const KindlingCorrelation *c, const Slab *slab, ptrdiff_t *moves);
// Where that input is, for each output, or for the first one of each vector of them.
void find_places(const KindlingCorrelation *c, const Slab *slab, ptrdiff_t lanes, ptrdiff_t *places);
// Whether the outputs are all of a stretch of each plane, in order.
bool is_dense(const KindlingCorrelation *c);
// Where a row of the outputs starts in its plane.
ptrdiff_t output_row(const KindlingCorrelation *c, ptrdiff_t row);

// Winograd's tiles of 2 by 2 outputs, of which each has as many places as it sees inputs.
enum { PLACES = 16 };
// The places' matrices lie an odd number of vectors apart: a power of 2 would bring them all to the same few sets of the cache.
KINDLING_INLINE ptrdiff_t kept_apart(ptrdiff_t elements) { return rounded_up(elements) | 16; }
KindlingCorrelation tiled(const KindlingCorrelation *c);
ptrdiff_t winograd_weight_sums(const KindlingCorrelation *c, ptrdiff_t lanes);

#define X(name, T)                                                                                                 \
    void fill_slab_##name(const KindlingCorrelation *c, const Slab *slab, const T *x, T *copy);                    \
    /* sums[i, width] (+)= Σ x[places[i] + moves[s]] w[s, width]; the places' table goes on, and so do the sums */ \
    void broadcast_tiles_##name(ptrdiff_t width, ptrdiff_t count, ptrdiff_t steps, const T *x, const ptrdiff_t *places, \
                                const ptrdiff_t *moves, const T *w, bool adds, T *sums);                           \
    /* Lanes are channels: sums[outputs, width], turned over into the planes of y. */                              \
    void put_sums_##name(const KindlingCorrelation *c, const T *sums, ptrdiff_t width, ptrdiff_t channels, const T *bias, T *y); \
    void winograd_pack_##name(const KindlingCorrelation *c, const T *w, ptrdiff_t so, ptrdiff_t sc, T *packed);    \
    void winograd_##name(const KindlingCorrelation *c, const T *x, const T *w, const T *bias, T *y);               \
    /* What tiles see of the inputs: seen[place, channel, tile]. */                                                \
    void see_tiles_##name(const KindlingCorrelation *tiles, const Slab *slab, const T *x, T *seen);                \
    /* The cotangents of a block of channels as [outputs, width]. */                                               \
    void turn_cotangents_##name(const KindlingCorrelation *c, const T *dy, ptrdiff_t width, ptrdiff_t channels, T *turned); \
    void winograd_weights_##name(const KindlingCorrelation *c, const T *x, const T *dy, bool adds, T *sums);       \
    void winograd_add_weights_##name(const KindlingCorrelation *c, const T *sums, ptrdiff_t parts, ptrdiff_t stride, ptrdiff_t so, \
                                     KindlingRange channels, T *dw);
X(f32, float)
X(f64, double)
#undef X
