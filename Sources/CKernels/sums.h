// Sums over runs of elements in a fixed number of lanes, whatever the width of a vector, so that every clone gives the same bits.
// After each block of elements the lanes are added to lanes of double. Where neighbouring elements belong to different groups
// (`lanewise`), a lane is a group, and the sums stay in the lanes; else the lanes are added up into the first one. Lanes are
// aligned, since reading back what crosses a cache line would be slow.
#pragma once
#include "CKernels.h"
#include "clones.h"

enum { LANES = KINDLING_LANES, BLOCK = 64 * LANES };
#define EACH_LANE for (int l = 0; l < LANES; l++)

// One statement for each element i of a run, in lane l, and one after each block, which empties the lanes.
#define RUN(length, empty, ...)                                                                               \
    for (ptrdiff_t start = 0; start < (length);) {                                                            \
        const ptrdiff_t end = (length) - start > BLOCK ? start + BLOCK : (length);                            \
        for (; start + LANES <= end; start += LANES) EACH_LANE { const ptrdiff_t i = start + l; __VA_ARGS__ } \
        const int rest = (int)(end - start);                                                                  \
        KINDLING_MASKED for (int l = 0; l < rest; l++) { const ptrdiff_t i = start + l; __VA_ARGS__ }         \
        start = end;                                                                                          \
        empty                                                                                                 \
    }
#define EMPTY(lanes, wide) EACH_LANE { wide[l] += lanes[l]; lanes[l] = 0; }

KINDLING_INLINE void join_lanes(bool lanewise, double *lanes) {
    if (lanewise) return;
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];
}

// Sets each group's result, in all of its lanes, to an expression of the sums in lane l.
#define EACH_GROUP(lanewise, lanes, expression)    \
    if (lanewise)                                  \
        EACH_LANE lanes[l] = expression;           \
    else {                                         \
        enum { l = 0 };                            \
        const typeof(lanes[0]) value = expression; \
        EACH_LANE lanes[l] = value;                \
    }
