#include "CKernels.h"
#include "clones.h"

// Weighted sums of slices: of whole rows, or of single elements.

#define DEFINE(name, T)                                                                                             \
    KINDLING_CLONES void kindling_combine_rows_##name(const T *x, ptrdiff_t stride, const ptrdiff_t *positions,     \
                                                      const T *weights, ptrdiff_t count, ptrdiff_t n, T *y) {       \
        _Pragma("clang fp contract(fast)")                                                                          \
        if (count == 0)                                                                                             \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = 0;                                                             \
        /* The first pass may be of one or two rows, each of the others is of two. */                               \
        for (ptrdiff_t k = 0; k < count; k += k == 0 && count % 2 == 1 ? 1 : 2) {                                   \
            const T *const a = x + positions[k] * stride;                                                           \
            const T u = weights[k];                                                                                 \
            if (k == 0 && count % 2 == 1) {                                                                         \
                for (ptrdiff_t i = 0; i < n; i++) y[i] = u * a[i];                                                  \
                continue;                                                                                           \
            }                                                                                                       \
            const T *const b = x + positions[k + 1] * stride;                                                       \
            const T v = weights[k + 1];                                                                             \
            if (k == 0)                                                                                             \
                for (ptrdiff_t i = 0; i < n; i++) y[i] = u * a[i] + v * b[i];                                       \
            else                                                                                                    \
                for (ptrdiff_t i = 0; i < n; i++) y[i] += u * a[i] + v * b[i];                                      \
        }                                                                                                           \
    }                                                                                                               \
    /* Of as many elements for each output. */                                                                      \
    KINDLING_INLINE void combine_alike_##name(const T *x, const ptrdiff_t *positions, const T *weights, const ptrdiff_t count, \
                                              ptrdiff_t outputs, T *y) {                                            \
        _Pragma("clang fp contract(fast)")                                                                          \
        for (ptrdiff_t o = 0; o < outputs; o++) {                                                                   \
            T sum = 0;                                                                                              \
            for (ptrdiff_t k = 0; k < count; k++) sum += weights[o * count + k] * x[positions[o * count + k]];      \
            y[o] = sum;                                                                                             \
        }                                                                                                           \
    }                                                                                                               \
    KINDLING_CLONES void kindling_combine_elements_##name(const T *x, ptrdiff_t rows, ptrdiff_t inputs,             \
                                                          const ptrdiff_t *starts, const ptrdiff_t *positions,      \
                                                          const T *weights, ptrdiff_t outputs, T *y) {              \
        _Pragma("clang fp contract(fast)")                                                                          \
        ptrdiff_t count = outputs > 0 ? starts[1] : 0;                                                              \
        for (ptrdiff_t o = 0; o < outputs; o++)                                                                     \
            if (starts[o + 1] - starts[o] != count) count = 0;                                                      \
        for (ptrdiff_t row = 0; row < rows; row++, x += inputs, y += outputs) {                                     \
            if (count == 1) combine_alike_##name(x, positions, weights, 1, outputs, y);                             \
            else if (count == 2) combine_alike_##name(x, positions, weights, 2, outputs, y);                        \
            else if (count == 4) combine_alike_##name(x, positions, weights, 4, outputs, y);                        \
            else                                                                                                    \
                for (ptrdiff_t o = 0; o < outputs; o++) {                                                           \
                    T sum = 0;                                                                                      \
                    for (ptrdiff_t k = starts[o]; k < starts[o + 1]; k++) sum += weights[k] * x[positions[k]];      \
                    y[o] = sum;                                                                                     \
                }                                                                                                   \
        }                                                                                                           \
    }
KINDLING_FOR_FLOATS(DEFINE)
