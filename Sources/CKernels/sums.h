// Sums over runs of elements in a fixed number of lanes, whatever the vector width, so that every clone gives the same bits;
// every so many elements the lanes are emptied into wide ones. Where neighbours belong to different groups (`apart`), a lane is a
// group, and the sums stay in the lanes. Else the lanes are added up into the first. (Lanes that cross a cache line would be slow
// to read back: they are aligned.)
#pragma once
#include "CKernels.h"
#include "clones.h"

enum { LANES = KINDLING_LANES, BLOCK = 64 * LANES };
#define EACH_LANE for (int l = 0; l < LANES; l++)

// A body for each element i of a run, in lane l, and what empties the lanes after each block.
#define RUN(length, empty, ...)                                                                               \
    for (ptrdiff_t start = 0; start < (length);) {                                                            \
        const ptrdiff_t end = (length) - start > BLOCK ? start + BLOCK : (length);                            \
        for (; start + LANES <= end; start += LANES) EACH_LANE { const ptrdiff_t i = start + l; __VA_ARGS__ } \
        const int rest = (int)(end - start);                                                                  \
        KINDLING_MASKED for (int l = 0; l < rest; l++) { const ptrdiff_t i = start + l; __VA_ARGS__ }         \
        start = end;                                                                                          \
        empty                                                                                                 \
    }
// A sum over a run, two elements of a lane at a time, so that lanes are waited for half as often: of a macro of i, in lane l.
#define SUM(length, lanes, wide, term)                                                                        \
    for (ptrdiff_t start = 0; start < (length);) {                                                            \
        const ptrdiff_t end = (length) - start > BLOCK ? start + BLOCK : (length);                            \
        for (; start + 2 * LANES <= end; start += 2 * LANES)                                                  \
            EACH_LANE lanes[l] += term(start + l) + term(start + LANES + l);                                  \
        for (; start < end; start += LANES) {                                                                 \
            const int rest = end - start < LANES ? (int)(end - start) : LANES;                                \
            KINDLING_MASKED for (int l = 0; l < rest; l++) lanes[l] += term(start + l);                       \
        }                                                                                                     \
        start = end;                                                                                          \
        EMPTY(lanes, wide)                                                                                    \
    }
#define EMPTY(lanes, wide) EACH_LANE { wide[l] += lanes[l]; lanes[l] = 0; }

KINDLING_INLINE void join_lanes(bool apart, double *lanes) {
    if (apart) return;
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int l = 0; l < width; l++) lanes[l] += lanes[l + width];
}

// What is made of each group's sums, in all of its lanes.
#define EACH_GROUP(apart, lanes, expression)       \
    if (apart)                                     \
        EACH_LANE lanes[l] = expression;           \
    else {                                         \
        enum { l = 0 };                            \
        const typeof(lanes[0]) value = expression; \
        EACH_LANE lanes[l] = value;                \
    }
