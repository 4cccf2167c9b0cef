#include <string.h>

#include "CKernels.h"
#include "clones.h"

// The outputs o of one row, from *low to below *high, for which kernel position k meets an element that is there.
KINDLING_INLINE void inside(KindlingAxis axis, ptrdiff_t k, ptrdiff_t *low, ptrdiff_t *high) {
    const ptrdiff_t shift = axis.padding - k * axis.dilation;  // input position = o stride - shift
    ptrdiff_t first = shift > 0 ? (shift + axis.stride - 1) / axis.stride : 0;
    const ptrdiff_t room = axis.input + shift;  // o stride < room
    ptrdiff_t end = room > 0 ? (room + axis.stride - 1) / axis.stride : 0;
    if (end > axis.output) end = axis.output;
    if (first > end) first = end;
    *low = first;
    *high = end;
}

// Visits each row of the columns: kernel position by kernel position, and for each the rows of outputs.
#define WALK(zeros, row)                                                                                            \
    for (ptrdiff_t c = 0; c < channels; c++)                                                                        \
        for (ptrdiff_t kd = 0; kd < d.kernel; kd++)                                                                 \
            for (ptrdiff_t kh = 0; kh < h.kernel; kh++)                                                             \
                for (ptrdiff_t kw = 0; kw < w.kernel; kw++) {                                                       \
                    ptrdiff_t low, high;                                                                            \
                    inside(w, kw, &low, &high);                                                                     \
                    const ptrdiff_t shift = w.padding - kw * w.dilation;                                            \
                    for (ptrdiff_t r = first; r < first + rows; r++, columns += w.output) {                         \
                        const ptrdiff_t id = r / h.output * d.stride - d.padding + kd * d.dilation;                 \
                        const ptrdiff_t ih = r % h.output * h.stride - h.padding + kh * h.dilation;                 \
                        if (id < 0 || id >= d.input || ih < 0 || ih >= h.input) { zeros; continue; }                \
                        const ptrdiff_t place = ((c * d.input + id) * h.input + ih) * w.input - shift;              \
                        row                                                                                         \
                    }                                                                                               \
                }

#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES void kindling_unfold_##name(const T *x, ptrdiff_t channels, KindlingAxis d, KindlingAxis h,     \
                                                KindlingAxis w, ptrdiff_t first, ptrdiff_t rows, T *columns) {      \
        const size_t size = sizeof(T);                                                                              \
        WALK(memset(columns, 0, (size_t)w.output * size), {                                                         \
            for (ptrdiff_t o = 0; o < low; o++) columns[o] = 0;                                                     \
            if (w.stride == 1)                                                                                      \
                for (ptrdiff_t o = low; o < high; o++) columns[o] = x[place + o];                                   \
            else                                                                                                    \
                for (ptrdiff_t o = low; o < high; o++) columns[o] = x[place + o * w.stride];                        \
            for (ptrdiff_t o = high; o < w.output; o++) columns[o] = 0;                                             \
        })                                                                                                          \
    }                                                                                                               \
    KINDLING_CLONES void kindling_fold_##name(const T *columns, ptrdiff_t channels, KindlingAxis d, KindlingAxis h, \
                                              KindlingAxis w, ptrdiff_t first, ptrdiff_t rows, T *x) {              \
        WALK(, {                                                                                                    \
            if (w.stride == 1)                                                                                      \
                for (ptrdiff_t o = low; o < high; o++) x[place + o] += columns[o];                                  \
            else                                                                                                    \
                for (ptrdiff_t o = low; o < high; o++) x[place + o * w.stride] += columns[o];                       \
        })                                                                                                          \
    }
KINDLING_FOR_FLOATS(DEFINE)
#undef DEFINE

// Visits the outputs of each plane in order, with the first element of the cell.
#define CELLS(body)                                                                                                 \
    for (ptrdiff_t plane = 0; plane < planes; plane++, x += d.input * h.input * w.input)                            \
        for (ptrdiff_t od = 0; od < d.output; od++)                                                                 \
            for (ptrdiff_t oh = 0; oh < h.output; oh++)                                                             \
                for (ptrdiff_t ow = 0; ow < w.output; ow++, y++) {                                                  \
                    const ptrdiff_t start = (d.starts[od] * h.input + h.starts[oh]) * w.input + w.starts[ow];       \
                    body                                                                                            \
                }
// Visits the elements of a cell in order.
#define ELEMENTS(body)                                                                                              \
    for (ptrdiff_t kd = 0; kd < d.counts[od]; kd++)                                                                 \
        for (ptrdiff_t kh = 0; kh < h.counts[oh]; kh++) {                                                           \
            const ptrdiff_t row = start + (kd * d.step * h.input + kh * h.step) * w.input;                          \
            for (ptrdiff_t kw = 0; kw < w.counts[ow]; kw++) {                                                       \
                const ptrdiff_t i = row + kw * w.step;                                                              \
                body                                                                                                \
            }                                                                                                       \
        }

#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES void kindling_max_pool_##name(const T *x, ptrdiff_t planes, KindlingCells d, KindlingCells h,   \
                                                  KindlingCells w, int64_t *y) {                                    \
        CELLS({                                                                                                     \
            T largest = x[start];                                                                                   \
            ptrdiff_t at = start;                                                                                   \
            ELEMENTS({                                                                                              \
                const T v = x[i];                                                                                   \
                const bool wins = v > largest || v != v;                                                            \
                largest = wins ? v : largest;                                                                       \
                at = wins ? i : at;                                                                                 \
            })                                                                                                      \
            *y = at;                                                                                                \
        })                                                                                                          \
    }
KINDLING_FOR_NUMBERS(DEFINE)
#undef DEFINE

#define DIVISOR (d.divisors[od] * h.divisors[oh] * w.divisors[ow])
#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES void kindling_average_pool_##name(const T *x, ptrdiff_t planes, KindlingCells d,                \
                                                      KindlingCells h, KindlingCells w, T *y) {                     \
        CELLS({                                                                                                     \
            double sum = 0;                                                                                         \
            if (w.step == 1 && w.counts[ow] >= 16) { /* of long rows, several elements at a time */                 \
                _Pragma("clang fp reassociate(on)")                                                                 \
                ELEMENTS(sum += x[row + kw];)                                                                       \
            } else                                                                                                  \
                ELEMENTS(sum += x[i];)                                                                              \
            *y = (T)(sum / (double)DIVISOR);                                                                        \
        })                                                                                                          \
    }                                                                                                               \
    KINDLING_CLONES void kindling_average_pool_gradient_##name(const T *y, ptrdiff_t planes, KindlingCells d,       \
                                                               KindlingCells h, KindlingCells w, T *x) {            \
        CELLS({                                                                                                     \
            const T share = *y / (T)DIVISOR;                                                                        \
            ELEMENTS(x[i] += share;)                                                                                \
        })                                                                                                          \
    }
KINDLING_FOR_FLOATS(DEFINE)
