#include "CKernels.h"
#include "clones.h"

// Each element with all before it. A line is a chain of dependent steps: four quarters of a block are folded first, so that four
// chains can run side by side from where each begins.
enum { QUARTER = 128, LANES = 64 };

#define SCAN(W, start, combine)                                                            \
    W t = start;                                                                           \
    ptrdiff_t i = 0;                                                                       \
    for (; sx == 1 && sy == 1 && i + 4 * QUARTER <= n; i += 4 * QUARTER) {                 \
        W t0 = t, t1 = start, t2 = start, t3 = start, folded[3][8];                        \
        for (int q = 0; q < 3; q++) {                                                      \
            for (int l = 0; l < 8; l++) folded[q][l] = start;                              \
            for (int j = 0; j < QUARTER; j += 8)                                           \
                for (int l = 0; l < 8; l++)                                                \
                    folded[q][l] = combine(folded[q][l], (W)x[i + q * QUARTER + j + l]);   \
        }                                                                                  \
        for (int l = 0; l < 8; l++) {                                                      \
            t1 = combine(t1, folded[0][l]);                                                \
            t2 = combine(t2, folded[1][l]);                                                \
            t3 = combine(t3, folded[2][l]);                                                \
        }                                                                                  \
        t1 = combine(t, t1), t2 = combine(t1, t2), t3 = combine(t2, t3);                   \
        for (ptrdiff_t j = i; j < i + QUARTER; j++) {                                      \
            y[j] = (R)(t0 = combine(t0, (W)x[j]));                                         \
            y[j + QUARTER] = (R)(t1 = combine(t1, (W)x[j + QUARTER]));                     \
            y[j + 2 * QUARTER] = (R)(t2 = combine(t2, (W)x[j + 2 * QUARTER]));             \
            y[j + 3 * QUARTER] = (R)(t3 = combine(t3, (W)x[j + 3 * QUARTER]));             \
        }                                                                                  \
        t = t3;                                                                            \
    }                                                                                      \
    for (; i < n; i++) y[i * sy] = (R)(t = combine(t, (W)x[i * sx]));

#define SCAN_COLUMNS(W, start, combine)                                                      \
    W t[LANES];                                                                              \
    for (ptrdiff_t first = 0; first < columns; first += LANES, x += LANES, y += LANES) {     \
        const int width = columns - first < LANES ? (int)(columns - first) : LANES;          \
        for (int l = 0; l < LANES; l++) t[l] = start;                                        \
        for (ptrdiff_t r = 0; r < rows; r++)                                                 \
            KINDLING_EACH(l, width, t[l] = combine(t[l], (W)x[r * s + l]); y[r * s + l] = (R)t[l]); \
    }

#define PLUS(a, b) ((a) + (b))
#define TIMES(a, b) ((a) * (b))

// Floats in double, integers in the unsigned type W, where they wrap around.
#define DEFINE(name, T, Result, W)                                                                                  \
    KINDLING_CLONES void kindling_scan_##name(int op, const T *x, ptrdiff_t sx, Result *y, ptrdiff_t sy, ptrdiff_t n) { \
        typedef Result R;                                                                                           \
        if (op == KR_SUM) {                                                                                         \
            SCAN(W, 0, PLUS)                                                                                        \
        } else {                                                                                                    \
            SCAN(W, 1, TIMES)                                                                                       \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_CLONES void kindling_scan_columns_##name(int op, const T *x, Result *y, ptrdiff_t rows, ptrdiff_t s,   \
                                                      ptrdiff_t columns) {                                          \
        typedef Result R;                                                                                           \
        if (op == KR_SUM) {                                                                                         \
            SCAN_COLUMNS(W, 0, PLUS)                                                                                \
        } else {                                                                                                    \
            SCAN_COLUMNS(W, 1, TIMES)                                                                               \
        }                                                                                                           \
    }
DEFINE(f32, float, float, double)
DEFINE(f64, double, double, double)
DEFINE(i32, int32_t, int64_t, uint64_t)
DEFINE(i64, int64_t, int64_t, uint64_t)
DEFINE(u8, uint8_t, int64_t, uint64_t)
#undef DEFINE

// The position of the extreme so far, the last of equal ones; NaN is beyond all.
#define DEFINE(name, T)                                                                                             \
    void kindling_arg_scan_##name(bool largest, const T *x, ptrdiff_t sx, int64_t *y, ptrdiff_t sy, ptrdiff_t n) {  \
        T best = *x;                                                                                                \
        int64_t position = 0;                                                                                       \
        for (ptrdiff_t i = 0; i < n; i++) {                                                                         \
            const T v = x[i * sx];                                                                                  \
            if ((largest ? v >= best : v <= best) || v != v) best = v, position = i;                                \
            y[i * sy] = position;                                                                                   \
        }                                                                                                           \
    }
KINDLING_FOR_NUMBERS(DEFINE)
