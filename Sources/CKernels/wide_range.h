// Normalization of a group whose squares overflow or underflow the type: element by element in double, with deviations scaled by a
// power of two, which adds no rounding. Such groups are rare.
#pragma once
#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Whether a variance plus eps was computed without overflow, and without losing squares that are too small for the type.
#define IS_ORDINARY(v, least) ((v) >= (least) && (v) < INFINITY)

// The moments of one group; where a lane is a group (`lanewise`), of the group in lane `l`. `scale` is 1 / sqrt(variance + eps).
typedef struct {
    double mean, variance, scale;
} Moments;

#define EACH_ELEMENT(g, l, i)                               \
    for (ptrdiff_t p = 0; p < (g)->pieces; p++)             \
        for (ptrdiff_t i = p * (g)->stride + (l), end = i + ((g)->lanewise ? 1 : (g)->length); i < end; i++)

#define TEMPLATE "wide_range.inc"
#include "for_each_float.inc"
