#include <math.h>

#include "CKernels.h"
#include "clones.h"

// The positions of extremes: of a run by finding the extreme first and then where it lies, of many columns by rows of comparisons.
enum { LANES = 64 };

#define WINS(v, best) ((largest ? (v) > (best) : (v) < (best)) || ((v) != (v) && (best) == (best)))

// The extreme of a run without gaps, NaN if there is one.
#define EXTREME(wins)                                                                                               \
    for (; i + LANES <= n; i += LANES)                                                                              \
        for (int l = 0; l < LANES; l++) lanes[l] = wins(x[i + l], lanes[l]) ? x[i + l] : lanes[l];                  \
    KINDLING_MASKED for (int l = 0; l < n - i; l++) lanes[l] = wins(x[i + l], lanes[l]) ? x[i + l] : lanes[l];      \
    for (int width = LANES / 2; width > 0; width /= 2)                                                              \
        for (int l = 0; l < width; l++) lanes[l] = wins(lanes[l + width], lanes[l]) ? lanes[l + width] : lanes[l];
#define LARGER(v, t) ((v) > (t) || (v) != (v))
#define SMALLER(v, t) ((v) < (t) || (v) != (v))

#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES ptrdiff_t kindling_arg_reduce_##name(bool largest, const T *x, ptrdiff_t s, ptrdiff_t n) {      \
        ptrdiff_t i = 0, best = 0;                                                                                  \
        if (s == 1 && n >= LANES) {                                                                                 \
            T lanes[LANES];                                                                                         \
            for (int l = 0; l < LANES; l++) lanes[l] = x[l];                                                        \
            if (largest) {                                                                                          \
                EXTREME(LARGER)                                                                                     \
            } else {                                                                                                \
                EXTREME(SMALLER)                                                                                    \
            }                                                                                                       \
            const T extreme = lanes[0];                                                                             \
            i = 0;                                                                                                  \
            if (extreme == extreme)                                                                                 \
                for (; i + LANES <= n; i += LANES) {                                                                \
                    int found = 0;                                                                                  \
                    for (int l = 0; l < LANES; l++) found |= x[i + l] == extreme;                                   \
                    if (found) break;                                                                               \
                }                                                                                                   \
            while (x[i] != extreme && (x[i] == x[i] || extreme == extreme)) i++;                                    \
            return i;                                                                                               \
        }                                                                                                           \
        for (; i < n; i++)                                                                                          \
            if (WINS(x[i * s], x[best * s])) best = i;                                                              \
        return best;                                                                                                \
    }                                                                                                               \
    KINDLING_CLONES void kindling_arg_reduce_columns_##name(bool largest, const T *x, ptrdiff_t s, ptrdiff_t rows,  \
                                                            ptrdiff_t columns, int64_t *positions) {                \
        for (ptrdiff_t start = 0; start < columns; start += LANES, x += LANES) {                                    \
            const int width = columns - start < LANES ? (int)(columns - start) : LANES;                             \
            T best[LANES];                                                                                          \
            int64_t *position = positions + start;                                                                  \
            for (int l = 0; l < width; l++) best[l] = x[l], position[l] = 0;                                        \
            for (ptrdiff_t r = 1; r < rows; r++)                                                                    \
                KINDLING_INDEPENDENT for (int l = 0; l < width; l++) {                                              \
                    const T v = x[r * s + l], b = best[l];                                                          \
                    const bool wins = WINS(v, b);                                                                   \
                    best[l] = wins ? v : b;                                                                         \
                    position[l] = wins ? r : position[l];                                                           \
                }                                                                                                   \
        }                                                                                                           \
    }
KINDLING_FOR_NUMBERS(DEFINE)
