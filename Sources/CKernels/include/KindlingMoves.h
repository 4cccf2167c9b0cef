// Elements brought to other places.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// y[i] = condition[i sc] ? a[i sa] : b[i sb]; y[r yr + c yc] = x[r xr + c xc]; y = a[0], b[0], a[1], b[1] and so on: by the size
// of the element.
#define X(bits, T)                                                                                            \
    void kindling_select_##bits(const uint8_t *_Nonnull condition, ptrdiff_t sc, const T *_Nonnull a, ptrdiff_t sa, \
                                const T *_Nonnull b, ptrdiff_t sb, T *_Nonnull y, ptrdiff_t n);               \
    void kindling_copy_##bits(const T *_Nonnull x, ptrdiff_t xr, ptrdiff_t xc, T *_Nonnull y, ptrdiff_t yr, ptrdiff_t yc, \
                              ptrdiff_t rows, ptrdiff_t columns);                                             \
    void kindling_pair_##bits(const T *_Nonnull a, const T *_Nonnull b, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[to + i] = x[from + i] of each run.
typedef struct { ptrdiff_t from, to, count; } KindlingRun;
#define X(bits, T) \
    void kindling_copy_runs_##bits(const T *_Nonnull x, const KindlingRun *_Nonnull runs, ptrdiff_t n, T *_Nonnull y);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[i] = rows[index[i]], rows of so many bytes each.
void kindling_gather_rows(const void *_Nonnull rows, ptrdiff_t bytes, const int64_t *_Nonnull index, ptrdiff_t n, void *_Nonnull y);

// y[i] = x[index[i] sx + i step], by the size of the element.
#define X(bits, T)                                                                                                    \
    void kindling_gather_##bits(const T *_Nonnull x, ptrdiff_t sx, ptrdiff_t step, const int64_t *_Nonnull index,     \
                                T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_WIDTHS(X)
#undef X

// From a row, or a column, to the next in each operand.
typedef struct { ptrdiff_t y, index, x; } KindlingSteps;
// y[index[r, c] sy + (r, c)] takes in x[r, c]; or becomes it, by the size of the element.
#define X(name, T)                                                                                                    \
    void kindling_scatter_##name(KindlingScatterReduction op, T *_Nonnull y, ptrdiff_t sy, const int64_t *_Nonnull index, const T *_Nonnull x, \
                                 KindlingSteps row, KindlingSteps column, ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_NUMBERS(X)
#undef X
#define X(bits, T)                                                                                                    \
    void kindling_put_##bits(T *_Nonnull y, ptrdiff_t sy, const int64_t *_Nonnull index, const T *_Nonnull x,         \
                             KindlingSteps row, KindlingSteps column, ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_WIDTHS(X)
#undef X

// y[r yr + c yc] += x[r xr + c xc]
#define X(name, T)                                                                                                    \
    void kindling_accumulate_##name(T *_Nonnull y, ptrdiff_t yr, ptrdiff_t yc, const T *_Nonnull x, ptrdiff_t xr, ptrdiff_t xc, \
                                    ptrdiff_t rows, ptrdiff_t columns);
KINDLING_FOR_NUMBERS(X)
#undef X

// How many flags are set; the positions of the next `count` of them, from `first` on.
ptrdiff_t kindling_count(const uint8_t *_Nonnull flags, ptrdiff_t n);
void kindling_positions(const uint8_t *_Nonnull flags, ptrdiff_t first, ptrdiff_t count, int64_t *_Nonnull positions, ptrdiff_t step);
