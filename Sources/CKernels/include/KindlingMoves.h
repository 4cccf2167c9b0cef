// Elements moved elsewhere.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// `count` elements that are copied together.
typedef struct { ptrdiff_t from, to, count; } KindlingRun;

// The strides from a row, or a column, to the next in each operand.
typedef struct { ptrdiff_t y, index, x; } KindlingSteps;

#define TEMPLATE "declarations/moves.inc"
#include "../for_each_width.inc"
#define TEMPLATE "declarations/scatter.inc"
#include "../for_each_number.inc"

// y[i] = rows[index[i]], of rows with `bytes` bytes each.
void kindling_gather_rows(const void *_Nonnull rows, ptrdiff_t bytes, const int64_t *_Nonnull index, ptrdiff_t n, void *_Nonnull y);

// How many flags are set; the positions of the next `count` of them, from `first` on.
ptrdiff_t kindling_count(const uint8_t *_Nonnull flags, ptrdiff_t n);
void kindling_positions(const uint8_t *_Nonnull flags, ptrdiff_t first, ptrdiff_t count, int64_t *_Nonnull positions,
                        ptrdiff_t step);
