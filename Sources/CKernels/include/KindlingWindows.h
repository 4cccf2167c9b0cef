// Convolution, pooling, resampling.
#pragma once
#include "KindlingElements.h"

// How outputs see inputs along one spatial dim: output t, of `count`, sees the inputs t · step + offset + k · offset_step through
// the kernel's positions position + k · position_step, for k < taps, as far as they are in the image. It is stored at
// start + t · output_step. Three such dims are always given; a dim that a convolution lacks has sizes of 1.
typedef struct {
    ptrdiff_t input, kernel, output, count, start, output_step, step;
    ptrdiff_t taps, offset, offset_step, position, position_step;
} KindlingReach;

// Sums over channels and taps of one image and group, or of a tile of its outputs. The lanes of vectors are output channels, or
// else neighbouring outputs. Winograd's algorithm is for kernels of 3 by 3 of stride and dilation 1, with lanes of channels.
typedef struct {
    ptrdiff_t channels, out_channels;
    KindlingReach d, h, w;
    bool lanes_are_channels, is_winograd;
} KindlingCorrelation;

typedef struct {
    ptrdiff_t first, end;
} KindlingRange;

// How many elements the packed weights have, and the sums of their derivative.
ptrdiff_t kindling_packed_weights(const KindlingCorrelation *_Nonnull c, size_t size);
ptrdiff_t kindling_weight_sums(const KindlingCorrelation *_Nonnull c, size_t size);

// The windows that are pooled, along one spatial dim: for each output where its window starts, how many elements it has, `step`
// apart, and its factor of the divisor of an average. Three such dims are always given.
typedef struct {
    ptrdiff_t input, output, step;
    const ptrdiff_t *_Nonnull starts, *_Nonnull counts, *_Nonnull divisors;
} KindlingPoolWindows;

#define TEMPLATE "declarations/windows.inc"
#include "../for_each_float.inc"
#define TEMPLATE "declarations/max_pooling.inc"
#include "../for_each_number.inc"
