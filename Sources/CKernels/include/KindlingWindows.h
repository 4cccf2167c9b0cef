// Convolution, pooling, resizing.
#pragma once
#include "KindlingElements.h"

// How outputs see inputs along one spatial dim: output t, of `count`, sees the inputs t · step + offset + k · offset_step through
// the kernel's positions position + k · position_step, for k < taps, as far as they are there. It goes to start + t · apart.
// Three such dims are always given; one that is not there has sizes of 1.
typedef struct {
    ptrdiff_t input, kernel, output, count, start, apart, step;
    ptrdiff_t taps, offset, offset_step, position, position_step;
} KindlingReach;

// Sums over channels and taps of one image and group, or of a part of its outputs. Lanes of vectors are output channels, or
// else outputs side by side. Winograd's algorithm is for kernels of 3 by 3 of stride and dilation 1, with lanes of channels.
typedef struct {
    ptrdiff_t channels, out_channels;
    KindlingReach d, h, w;
    bool lanes_are_channels, is_winograd;
} KindlingCorrelation;

typedef struct {
    ptrdiff_t first, end;
} KindlingRange;

// How many elements the weights have in the order that sums take them in, and the sums of their derivative.
ptrdiff_t kindling_packed_weights(const KindlingCorrelation *_Nonnull c, size_t size);
ptrdiff_t kindling_weight_sums(const KindlingCorrelation *_Nonnull c, size_t size);
// Whether there are no infinities, and nothing that is no number.
#define X(name, T) bool kindling_all_finite_##name(const T *_Nonnull x, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// `so`, `sc`: strides of the weights' output channels and channels, so that either derivative is a correlation too. Phases see the
// same inputs and write between each other; their packed weights follow one another. Channels start where a block does.
// kindling_correlate_weights makes (or adds to) a part of the sums of the derivative by the weights, of which there are several
// `stride` apart; kindling_add_weight_sums adds those up for some of the channels.
#define X(name, T)                                                                                            \
    void kindling_pack_weights_##name(const KindlingCorrelation *_Nonnull c, ptrdiff_t phases, KindlingRange channels, \
                                      const T *_Nonnull w, ptrdiff_t so, ptrdiff_t sc, T *_Nonnull packed);   \
    void kindling_correlate_##name(const KindlingCorrelation *_Nonnull c, ptrdiff_t phases, KindlingRange channels, \
                                   const T *_Nonnull x, const T *_Nonnull packed, const T *_Nullable bias, T *_Nonnull y); \
    void kindling_correlate_weights_##name(const KindlingCorrelation *_Nonnull c, const T *_Nonnull x, const T *_Nonnull dy, \
                                           bool adds, T *_Nonnull sums);                                      \
    void kindling_add_weight_sums_##name(const KindlingCorrelation *_Nonnull c, const T *_Nonnull sums, ptrdiff_t parts, \
                                         ptrdiff_t stride, ptrdiff_t so, KindlingRange channels, T *_Nonnull dw);
KINDLING_FOR_FLOATS(X)
#undef X

// The cells that are pooled, along one spatial dim: for each output where its cell starts, its elements, `step` apart, and its
// share of the divisor of an average. Three such dims are always given.
typedef struct {
    ptrdiff_t input, output, step;
    const ptrdiff_t *_Nonnull starts, *_Nonnull counts, *_Nonnull divisors;
} KindlingCells;

// y = each cell's largest element, or its position in the plane, the first of equal ones; NaN is largest.
#define X(name, T)                                                                                            \
    void kindling_max_pool_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, KindlingCells w, \
                                  T *_Nonnull y);                                                             \
    void kindling_max_pool_indices_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                          KindlingCells w, int64_t *_Nonnull y);
KINDLING_FOR_NUMBERS(X)
#undef X
// dx = dy where the largest elements of x were.
#define X(name, T)                                                                                            \
    void kindling_max_pool_gradient_##name(const T *_Nonnull dy, const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, \
                                           KindlingCells h, KindlingCells w, T *_Nonnull dx);
KINDLING_FOR_FLOATS(X)
#undef X

// y = each cell's sum by its divisor; and the adjoint.
#define X(name, T)                                                                                            \
    void kindling_average_pool_##name(const T *_Nonnull x, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                      KindlingCells w, T *_Nonnull y);                                        \
    void kindling_average_pool_gradient_##name(const T *_Nonnull y, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                               KindlingCells w, T *_Nonnull x);
KINDLING_FOR_FLOATS(X)
#undef X

// y = Σ weights[k] x[positions[k]], over `count` rows of n, `stride` apart; or of single elements of rows, where output o has the terms
// from starts[o] up to starts[o + 1].
#define X(name, T)                                                                                            \
    void kindling_combine_rows_##name(const T *_Nonnull x, ptrdiff_t stride, const ptrdiff_t *_Nonnull positions, \
                                      const T *_Nonnull weights, ptrdiff_t count, ptrdiff_t n, T *_Nonnull y); \
    void kindling_combine_elements_##name(const T *_Nonnull x, ptrdiff_t rows, ptrdiff_t inputs,              \
                                          const ptrdiff_t *_Nonnull starts, const ptrdiff_t *_Nonnull positions, \
                                          const T *_Nonnull weights, ptrdiff_t outputs, T *_Nonnull y);
KINDLING_FOR_FLOATS(X)
#undef X
