#include <string.h>

#include "CKernels.h"
#include "clones.h"

enum { ROW_LANES = 16, SQUARES = 2048 };

// Values are pooled over the rows of a cell first, which is vector work whatever the cell, then along the row that this leaves.

// The outputs from *low to below *high whose cells are alike: as many elements, and one stride apart.
static ptrdiff_t alike(KindlingCells w, ptrdiff_t *low, ptrdiff_t *high) {
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

// Visits the rows of outputs, and with ROWS the rows of inputs that one sees.
#define OUTPUT_ROWS(body)                                                                                           \
    for (ptrdiff_t plane = 0; plane < planes; plane++, x += d.input * h.input * w.input)                            \
        for (ptrdiff_t od = 0; od < d.output; od++)                                                                 \
            for (ptrdiff_t oh = 0; oh < h.output; oh++, y += w.output) {                                            \
                const ptrdiff_t start = (d.starts[od] * h.input + h.starts[oh]) * w.input;                          \
                body                                                                                                \
            }
#define ROWS(body)                                                                                                  \
    for (ptrdiff_t kd = 0; kd < d.counts[od]; kd++)                                                                 \
        for (ptrdiff_t kh = 0; kh < h.counts[oh]; kh++) {                                                           \
            const ptrdiff_t row = start + (kd * d.step * h.input + kh * h.step) * w.input;                          \
            body                                                                                                    \
        }
// Visits the elements of a cell in order.
#define ELEMENTS(body)                                                                                              \
    ROWS(for (ptrdiff_t kw = 0; kw < w.counts[ow]; kw++) {                                                          \
        const ptrdiff_t i = row + w.starts[ow] + kw * w.step;                                                       \
        body                                                                                                        \
    })
// Whether cells of a size lie side by side from the start on.
static bool are_side_by_side(KindlingCells c, ptrdiff_t size) {
    for (ptrdiff_t o = 0; o < c.output; o++)
        if (c.starts[o] != size * o || c.counts[o] != size) return false;
    return c.step == 1;
}

static bool are_squares(KindlingCells d, KindlingCells h, KindlingCells w) {
    return are_side_by_side(w, 2) && are_side_by_side(h, 2) && are_side_by_side(d, 1);
}

// Whether squares leave nothing over.
static bool fill(KindlingCells d, KindlingCells h, KindlingCells w) {
    return d.input == d.output && h.input == 2 * h.output && w.input == 2 * w.output;
}

// NaN is largest.
#define LARGER(v, u) ((v) > (u) || (v) != (v) ? (v) : (u))

#define DEFINE(name, T)                                                                                             \
    KINDLING_INLINE void larger_along_##name(KindlingCells w, ptrdiff_t low, ptrdiff_t high, const ptrdiff_t stride, \
                                             const ptrdiff_t count, const T *pooled, T *y) {                        \
        const T *from = pooled + w.starts[low];                                                                     \
        for (ptrdiff_t o = 0; o < high - low; o++) {                                                                \
            T largest = from[o * stride];                                                                           \
            for (ptrdiff_t kw = 1; kw < count; kw++) largest = LARGER(from[o * stride + kw * w.step], largest);     \
            y[low + o] = largest;                                                                                   \
        }                                                                                                           \
    }                                                                                                               \
    /* Of squares of 2 x 2 that fill the planes, whose rows of outputs then follow each other: first of pairs, which is the same  \
       for all rows, then of two rows of those. What a vector has beyond its row, the next row writes again. */     \
    KINDLING_INLINE void larger_of_squares_##name(const T *x, ptrdiff_t rows, ptrdiff_t width, T *restrict y) {     \
        const ptrdiff_t block = width < SQUARES ? SQUARES / width : 1;                                              \
        const ptrdiff_t whole = (width + ROW_LANES - 1) / ROW_LANES * ROW_LANES;                                    \
        const size_t bytes = (size_t)(2 * block * width + ROW_LANES) * sizeof(T);                                   \
        T *restrict const pairs = kindling_workspace(bytes);                                                         \
        for (ptrdiff_t first = 0; first < rows; first += block) {                                                   \
            const ptrdiff_t count = rows - first < block ? rows - first : block;                                    \
            for (ptrdiff_t i = 0; i < 2 * count * width; i++) pairs[i] = LARGER(x[2 * i + 1], x[2 * i]);            \
            const T *p = pairs;                                                                                     \
            for (ptrdiff_t row = first; row < first + count; row++, p += 2 * width, y += width)                     \
                if ((rows - row) * width < whole)                                                                   \
                    for (ptrdiff_t j = 0; j < width; j++) y[j] = LARGER(p[width + j], p[j]);                        \
                else                                                                                                \
                    for (ptrdiff_t j = 0; j < width; j += ROW_LANES)                                                \
                        for (int l = 0; l < ROW_LANES; l++) y[j + l] = LARGER(p[width + j + l], p[j + l]);          \
            x += 4 * count * width;                                                                                 \
        }                                                                                                           \
        kindling_free(pairs, bytes);                                                                                \
    }                                                                                                               \
    KINDLING_CLONES void kindling_max_pool_##name(const T *x, ptrdiff_t planes, KindlingCells d, KindlingCells h,   \
                                                  KindlingCells w, T *y) {                                          \
        if (are_squares(d, h, w) && fill(d, h, w))                                                                  \
            return larger_of_squares_##name(x, planes * d.output * h.output, w.output, y);                          \
        ptrdiff_t low, high;                                                                                        \
        const ptrdiff_t stride = alike(w, &low, &high), count = w.counts[low];                                      \
        const size_t bytes = (size_t)w.input * sizeof(T);                                                           \
        T *const pooled = kindling_workspace(bytes);                                                                 \
        OUTPUT_ROWS({                                                                                               \
            memcpy(pooled, x + start, bytes);                                                                       \
            ROWS({                                                                                                  \
                if (row == start) continue;                                                                         \
                for (ptrdiff_t i = 0; i < w.input; i++) pooled[i] = LARGER(x[row + i], pooled[i]);                  \
            })                                                                                                      \
            for (ptrdiff_t o = 0; o < w.output; o++) {                                                              \
                if (o == low && (o = high) == w.output) break;                                                      \
                y[o] = pooled[w.starts[o]];                                                                         \
                for (ptrdiff_t k = 1; k < w.counts[o]; k++) y[o] = LARGER(pooled[w.starts[o] + k * w.step], y[o]);  \
            }                                                                                                       \
            if (stride == 2 && count == 2) larger_along_##name(w, low, high, 2, 2, pooled, y);                      \
            else if (stride == 2 && count == 3) larger_along_##name(w, low, high, 2, 3, pooled, y);                 \
            else if (stride == 1 && count == 3) larger_along_##name(w, low, high, 1, 3, pooled, y);                 \
            else larger_along_##name(w, low, high, stride, count, pooled, y);                                       \
        })                                                                                                          \
        kindling_free(pooled, bytes);                                                                               \
    }                                                                                                               \
    KINDLING_CLONES void kindling_max_pool_indices_##name(const T *x, ptrdiff_t planes, KindlingCells d, KindlingCells h, \
                                                          KindlingCells w, int64_t *y) {                            \
        OUTPUT_ROWS(for (ptrdiff_t ow = 0; ow < w.output; ow++) {                                                   \
            y[ow] = start + w.starts[ow];                                                                           \
            T largest = x[y[ow]];                                                                                   \
            ELEMENTS({                                                                                              \
                const bool wins = x[i] > largest || x[i] != x[i];                                                   \
                largest = wins ? x[i] : largest;                                                                    \
                y[ow] = wins ? i : y[ow];                                                                           \
            })                                                                                                      \
        })                                                                                                          \
    }
KINDLING_FOR_NUMBERS(DEFINE)
#undef DEFINE

#define DEFINE(name, T)                                                                                             \
    /* Of squares next to each other, without a branch. */                                                          \
    KINDLING_INLINE void square_gradients_##name(const ptrdiff_t count, const T *dy, const T *x, const T *below, T *dx, T *dbelow) { \
        T upper[2 * ROW_LANES], lower[2 * ROW_LANES];                                                               \
        for (ptrdiff_t o = 0; o < count; o++) {                                                                     \
            const T a = x[2 * o], b = x[2 * o + 1], c = below[2 * o], e = below[2 * o + 1], g = dy[o];              \
            const bool second = b > a || b != b;                                                                    \
            const T ab = second ? b : a;                                                                            \
            const bool third = c > ab || c != c;                                                                    \
            const T abc = third ? c : ab;                                                                           \
            const bool fourth = e > abc || e != e;                                                                  \
            upper[2 * o] = second || third || fourth ? 0 : g;                                                       \
            upper[2 * o + 1] = !second || third || fourth ? 0 : g;                                                  \
            lower[2 * o] = !third || fourth ? 0 : g;                                                                \
            lower[2 * o + 1] = fourth ? g : 0;                                                                      \
        }                                                                                                           \
        memcpy(dx, upper, 2 * (size_t)count * sizeof(T));                                                           \
        memcpy(dbelow, lower, 2 * (size_t)count * sizeof(T));                                                       \
    }                                                                                                               \
    KINDLING_INLINE void row_gradients_##name(ptrdiff_t width, const T *dy, const T *x, const T *below, T *dx, T *dbelow) { \
        ptrdiff_t o = 0;                                                                                            \
        for (; o + ROW_LANES <= width; o += ROW_LANES)                                                              \
            square_gradients_##name(ROW_LANES, dy + o, x + 2 * o, below + 2 * o, dx + 2 * o, dbelow + 2 * o);       \
        for (; o < width; o++) square_gradients_##name(1, dy + o, x + 2 * o, below + 2 * o, dx + 2 * o, dbelow + 2 * o); \
    }                                                                                                               \
    /* Where squares fill the planes. From right to left, so that what a vector has beyond its row is written again. */ \
    KINDLING_INLINE void gradients_of_squares_##name(const T *dy, const T *x, ptrdiff_t rows, ptrdiff_t width, T *dx) { \
        const ptrdiff_t whole = (width + ROW_LANES - 1) / ROW_LANES * ROW_LANES, below = 2 * width;                 \
        for (ptrdiff_t row = 0; row < rows; row++, dy += width, x += 2 * below, dx += 2 * below)                    \
            if ((rows - row) * width < whole)                                                                       \
                row_gradients_##name(width, dy, x, x + below, dx, dx + below);                                      \
            else                                                                                                    \
                for (ptrdiff_t o = whole - ROW_LANES; o >= 0; o -= ROW_LANES)                                       \
                    square_gradients_##name(ROW_LANES, dy + o, x + 2 * o, x + below + 2 * o, dx + 2 * o, dx + below + 2 * o); \
    }                                                                                                               \
    KINDLING_CLONES void kindling_max_pool_gradient_##name(const T *y, const T *x, ptrdiff_t planes, KindlingCells d, \
                                                           KindlingCells h, KindlingCells w, T *dx) {               \
        const ptrdiff_t size = d.input * h.input * w.input;                                                         \
        const bool squares = are_squares(d, h, w);                                                                  \
        if (squares && fill(d, h, w))                                                                               \
            return gradients_of_squares_##name(y, x, planes * d.output * h.output, w.output, dx);                   \
        const T *const first = x;                                                                                   \
        memset(dx, 0, (size_t)(planes * size) * sizeof(T));                                                         \
        OUTPUT_ROWS({                                                                                               \
            T *const to = dx + (x - first);                                                                         \
            if (squares) {                                                                                          \
                row_gradients_##name(w.output, y, x + start, x + start + w.input, to + start, to + start + w.input); \
                continue;                                                                                           \
            }                                                                                                       \
            for (ptrdiff_t ow = 0; ow < w.output; ow++) {                                                           \
                ptrdiff_t at = start + w.starts[ow];                                                                \
                T largest = x[at];                                                                                  \
                ELEMENTS({                                                                                          \
                    const bool wins = x[i] > largest || x[i] != x[i];                                               \
                    largest = wins ? x[i] : largest;                                                                \
                    at = wins ? i : at;                                                                             \
                })                                                                                                  \
                to[at] += y[ow];                                                                                    \
            }                                                                                                       \
        })                                                                                                          \
    }                                                                                                               \
    KINDLING_INLINE void average_along_##name(KindlingCells w, ptrdiff_t low, ptrdiff_t high, const ptrdiff_t stride, \
                                              const ptrdiff_t count, double divisor, const double *pooled, T *y) {  \
        const double *from = pooled + w.starts[low];                                                                \
        for (ptrdiff_t o = 0; o < high - low; o++) {                                                                \
            double sum = 0;                                                                                         \
            for (ptrdiff_t kw = 0; kw < count; kw++) sum += from[o * stride + kw * w.step];                         \
            y[low + o] = (T)(sum / divisor);                                                                        \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_CLONES void kindling_average_pool_##name(const T *x, ptrdiff_t planes, KindlingCells d,                \
                                                      KindlingCells h, KindlingCells w, T *y) {                     \
        ptrdiff_t low, high;                                                                                        \
        const ptrdiff_t stride = alike(w, &low, &high), count = w.counts[low];                                      \
        const size_t bytes = (size_t)w.input * sizeof(double);                                                      \
        double *const pooled = kindling_workspace(bytes);                                                            \
        OUTPUT_ROWS({                                                                                               \
            const double divisor = (double)(d.divisors[od] * h.divisors[oh]);                                       \
            for (ptrdiff_t i = 0; i < w.input; i++) pooled[i] = 0;                                                  \
            ROWS(for (ptrdiff_t i = 0; i < w.input; i++) pooled[i] += x[row + i];)                                  \
            for (ptrdiff_t o = 0; o < w.output; o++) {                                                              \
                if (o == low && (o = high) == w.output) break;                                                      \
                average_along_##name(w, o, o + 1, 1, w.counts[o], divisor * (double)w.divisors[o], pooled, y);      \
            }                                                                                                       \
            const double whole = divisor * (double)w.divisors[low];                                                 \
            if (stride == 2 && count == 2) average_along_##name(w, low, high, 2, 2, whole, pooled, y);              \
            else if (stride == 2 && count == 3) average_along_##name(w, low, high, 2, 3, whole, pooled, y);         \
            else if (stride == 1 && count == 3) average_along_##name(w, low, high, 1, 3, whole, pooled, y);         \
            else average_along_##name(w, low, high, stride, count, whole, pooled, y);                               \
        })                                                                                                          \
        kindling_free(pooled, bytes);                                                                               \
    }                                                                                                               \
    KINDLING_CLONES void kindling_average_pool_gradient_##name(const T *y, ptrdiff_t planes, KindlingCells d,       \
                                                               KindlingCells h, KindlingCells w, T *x) {            \
        ptrdiff_t low, high;                                                                                        \
        const bool pairs = alike(w, &low, &high) == 2 && w.counts[low] == 2 && w.step == 1 && high - low == w.output; \
        const size_t bytes = (size_t)w.input * sizeof(T);                                                           \
        T *const spread = kindling_workspace(bytes);                                                                 \
        memset(x, 0, (size_t)(planes * d.input * h.input) * bytes);                                                 \
        OUTPUT_ROWS({                                                                                               \
            const T divisor = (T)(d.divisors[od] * h.divisors[oh]);                                                 \
            memset(spread, 0, bytes);                                                                               \
            T *const to = spread + w.starts[0];                                                                     \
            if (pairs)                                                                                              \
                for (ptrdiff_t o = 0; o < w.output; o++) to[2 * o] = to[2 * o + 1] = y[o] / (divisor * (T)w.divisors[0]); \
            else                                                                                                    \
                for (ptrdiff_t o = 0; o < w.output; o++)                                                            \
                    for (ptrdiff_t k = 0; k < w.counts[o]; k++)                                                     \
                        spread[w.starts[o] + k * w.step] += y[o] / (divisor * (T)w.divisors[o]);                    \
            ROWS(for (ptrdiff_t i = 0; i < w.input; i++) x[row + i] += spread[i];)                                  \
        })                                                                                                          \
        kindling_free(spread, bytes);                                                                               \
    }
KINDLING_FOR_FLOATS(DEFINE)
