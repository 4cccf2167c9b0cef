// Softmax, normalization and cross-entropy.
#pragma once
#include "KindlingElements.h"

// How many rows of n elements take each step of a kernel together, as many as stay in the cache: while one waits for its sum, the
// others go on.
enum { KINDLING_TOGETHER = 16 };
static inline ptrdiff_t kindling_rows_together(ptrdiff_t n) {
    const ptrdiff_t elements = 4096;
    return n > elements ? 1 : n < elements / KINDLING_TOGETHER ? KINDLING_TOGETHER : elements / n;
}

// Elements that share a mean and a variance: `pieces` runs of `length` elements, `stride` apart. `share` is 1 over their number.
// Element i of piece p has the weight and the bias at p piece_step + i step. `count` groups, at most KINDLING_TOGETHER, or one if
// they are `lanewise`, are `next` elements from each other and share weight and bias.
enum { KINDLING_LANES = 32 };
typedef struct {
    ptrdiff_t pieces, length, stride, piece_step, step, count, next;
    double share, eps;
    // Whether each element of a run, which has KINDLING_LANES at most, belongs to a group of its own; whether the variance is
    // divided by; and whether the mean is subtracted.
    bool lanewise, scaled, centered;
} KindlingGroup;

// Logits of classes. Either one row, a run of `length` classes; or, if `lanewise`, a run of `length` rows, KINDLING_LANES at most,
// for each of `pieces` classes, `stride` apart. Rows of few classes that follow one another are better
// `transposed` first: laid out with a row to a lane, with a stride of KINDLING_LANES. The share `smoothing` of a target's weight is
// spread over all classes: each gets `spread` of its own weight. `weights` is the sum of the classes' weights.
typedef struct {
    ptrdiff_t pieces, length, stride, share_step;
    int64_t ignored;
    double smoothing, spread, weights;
    bool lanewise, transposed;
} KindlingClasses;
enum { KINDLING_FEW_CLASSES = 32 };

#define TEMPLATE "declarations/rows.inc"
#include "../for_each_float.inc"
