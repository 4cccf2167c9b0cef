#include <string.h>

#include "CKernels.h"
#include "clones.h"

// The rows of a window are pooled into one row first, which is vector work whatever the window, and then the windows of that row.

enum {
    ROW_LANES = 16,  // outputs of a row that are computed together
    SQUARES = 2048,  // outputs whose pairs stay in the first cache
};

// The outputs from *low to below *high whose windows have one size, one divisor and one stride, which is returned.
static ptrdiff_t find_uniform(KindlingPoolWindows w, ptrdiff_t *low, ptrdiff_t *high) {
    const ptrdiff_t middle = w.output / 2, stride = w.output > 1 ? w.starts[middle] - w.starts[middle - 1] : 1;
    *low = middle;
    *high = middle + 1;
    while (*low > 0 && w.counts[*low - 1] == w.counts[middle] && w.starts[*low] - w.starts[*low - 1] == stride &&
           w.divisors[*low - 1] == w.divisors[middle])
        --*low;
    while (*high < w.output && w.counts[*high] == w.counts[middle] && w.starts[*high] - w.starts[*high - 1] == stride &&
           w.divisors[*high] == w.divisors[middle])
        ++*high;
    return stride;
}

// Whether windows of a size lie side by side from the start on.
static bool are_side_by_side(KindlingPoolWindows c, ptrdiff_t size) {
    for (ptrdiff_t o = 0; o < c.output; o++)
        if (c.starts[o] != size * o || c.counts[o] != size) return false;
    return c.step == 1;
}

static bool are_squares(KindlingPoolWindows d, KindlingPoolWindows h, KindlingPoolWindows w) {
    return are_side_by_side(w, 2) && are_side_by_side(h, 2) && are_side_by_side(d, 1);
}

// Whether squares cover the whole plane.
static bool cover(KindlingPoolWindows d, KindlingPoolWindows h, KindlingPoolWindows w) {
    return d.input == d.output && h.input == 2 * h.output && w.input == 2 * w.output;
}

// NaN is largest.
#define IS_LARGER(v, u) ((v) > (u) || (v) != (v))
#define LARGER(v, u) (IS_LARGER(v, u) ? (v) : (u))

#define TEMPLATE "max-pooling.inc"
#include "for_each_number.inc"

#define TEMPLATE "pooling.inc"
#include "for_each_float.inc"
