#include "CKernels.h"
#include "clones.h"

// Where values would be inserted in a sorted line. Several are searched side by side, since each search waits for what it reads.
// NaN is largest.
enum { SOUGHT = 16 };
#define BEFORE(here, value) (right ? (here <= value) | (value != value) : (here < value) | ((value != value) & (here == here)))

#define TEMPLATE "search.inc"
#include "for_each_number.inc"

KINDLING_CLONES void kindling_bounds(const int64_t *x, ptrdiff_t n, int64_t *low, int64_t *high) {
    int64_t least = x[0], greatest = x[0];
    for (ptrdiff_t i = 0; i < n; i++) {
        least = x[i] < least ? x[i] : least;
        greatest = x[i] > greatest ? x[i] : greatest;
    }
    *low = least, *high = greatest;
}
