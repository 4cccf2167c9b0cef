#include "CKernels.h"
#include "clones.h"

// Where values would go in a sorted line, several side by side, since each waits for what it reads. NaN is largest.
enum { SOUGHT = 16 };
#define BEFORE(here, value) (right ? (here <= value) | (value != value) : (here < value) | ((value != value) & (here == here)))
#define DEFINE(name, T)                                                                                             \
    KINDLING_INLINE void search_##name(const bool right, const T *sorted, ptrdiff_t size, const T *values, int64_t *y, \
                                       const int count) {                                                           \
        ptrdiff_t first[SOUGHT] = {0};                                                                              \
        for (ptrdiff_t left = size; left > 1; left -= left / 2)                                                     \
            for (int i = 0; i < count; i++) {                                                                       \
                const T here = sorted[first[i] + left / 2 - 1];                                                     \
                first[i] += BEFORE(here, values[i]) ? left / 2 : 0;                                                 \
            }                                                                                                       \
        for (int i = 0; i < count; i++) y[i] = first[i] + (size > 0 && BEFORE(sorted[first[i]], values[i]));        \
    }                                                                                                               \
    KINDLING_CLONES void kindling_search_##name(bool right, const T *sorted, ptrdiff_t size, const T *values, int64_t *y, \
                                                ptrdiff_t n) {                                                      \
        ptrdiff_t i = 0;                                                                                            \
        for (; i + SOUGHT <= n; i += SOUGHT)                                                                        \
            right ? search_##name(true, sorted, size, values + i, y + i, SOUGHT)                                    \
                  : search_##name(false, sorted, size, values + i, y + i, SOUGHT);                                  \
        for (; i < n; i++) search_##name(right, sorted, size, values + i, y + i, 1);                                \
    }
KINDLING_FOR_NUMBERS(DEFINE)
#undef DEFINE

KINDLING_CLONES void kindling_bounds(const int64_t *x, ptrdiff_t n, int64_t *low, int64_t *high) {
    int64_t least = x[0], greatest = x[0];
    for (ptrdiff_t i = 0; i < n; i++) {
        least = x[i] < least ? x[i] : least;
        greatest = x[i] > greatest ? x[i] : greatest;
    }
    *low = least, *high = greatest;
}
