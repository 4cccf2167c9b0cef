#include "CKernels.h"
#include "clones.h"

// Written so that NaN, which is neither less nor more, passes through as element and as bound; and as vector code.
#define CLAMP(v, l, h)                                        \
    const T raised = (v) < (l) || (l) != (l) ? (l) : (v);     \
    y[i] = raised > (h) || (h) != (h) ? (h) : raised;

#define DEFINE(name, Type)                                                                                           \
    KINDLING_CLONES void kindling_clamp_##name(const Type *x, ptrdiff_t sx, const Type *low, ptrdiff_t sl,           \
                                               const Type *high, ptrdiff_t sh, Type *y, ptrdiff_t n) {               \
        typedef Type T;                                                                                              \
        if (sx == 1 && sl == 0 && sh == 0) {                                                                         \
            const T l = *low, h = *high;                                                                             \
            KINDLING_EACH(i, n, CLAMP(x[i], l, h));                                               \
        } else {                                                                                                     \
            for (ptrdiff_t i = 0; i < n; i++) { CLAMP(x[i * sx], low[i * sl], high[i * sh]) }                        \
        }                                                                                                            \
    }
KINDLING_FOR_NUMBERS(DEFINE)
