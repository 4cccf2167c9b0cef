#include <string.h>

#include "CKernels.h"
#include "clones.h"

#define X(bits, T)                                                                                                 \
    KINDLING_CLONES void kindling_select_##bits(const uint8_t *condition, ptrdiff_t sc, const T *a, ptrdiff_t sa,  \
                                                const T *b, ptrdiff_t sb, T *y, ptrdiff_t n) {                     \
        if (sc == 1 && sa == 1 && sb == 1)                                                                         \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = condition[i] ? a[i] : b[i];                                   \
        else                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = condition[i * sc] ? a[i * sa] : b[i * sb];                    \
    }                                                                                                              \
    void kindling_copy_##bits(const T *x, ptrdiff_t sx, T *y, ptrdiff_t sy, ptrdiff_t n) {                         \
        if (sx == 1 && sy == 1)                                                                                    \
            memcpy(y, x, (size_t)n * sizeof(T));                                                                   \
        else                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) y[i * sy] = x[i * sx];                                               \
    }
KINDLING_FOR_WIDTHS(X)
#undef X
