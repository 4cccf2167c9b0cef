#include "CKernels.h"
#include "clones.h"

// Three orders of the loops, by what lies next to each other in memory. Multiply-adds may be contracted here, sums reordered.
// Remainders are masked, not run one by one: the rows of small products are often shorter than two vectors.
#define MASKED _Pragma("clang loop vectorize(enable) vectorize_predicate(enable)")
#define DEFINE(name, T)                                                                                              \
    KINDLING_CLONES void kindling_matmul_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *restrict a,          \
                                                ptrdiff_t ra, ptrdiff_t ca, const T *restrict b, ptrdiff_t rb,       \
                                                ptrdiff_t cb, const T *restrict start, ptrdiff_t ss, T *restrict c) {\
        _Pragma("clang fp contract(fast) reassociate(on)")                                                           \
        if (ca == 1 && rb == 1)                                                                                      \
            for (ptrdiff_t i = 0; i < m; i++)                                                                        \
                for (ptrdiff_t j = 0; j < n; j++) {                                                                  \
                    T total = 0;                                                                                     \
                    MASKED for (ptrdiff_t p = 0; p < k; p++) total += a[i * ra + p] * b[p + j * cb];                 \
                    c[i * n + j] = total + (start ? start[j * ss] : 0);                                              \
                }                                                                                                    \
        else if (cb == 1)                                                                                            \
            for (ptrdiff_t i = 0; i < m; i++) {                                                                      \
                for (ptrdiff_t j = 0; j < n; j++) c[i * n + j] = start ? start[j * ss] : 0;                          \
                for (ptrdiff_t p = 0; p < k; p++) {                                                                  \
                    const T factor = a[i * ra + p * ca];                                                             \
                    MASKED for (ptrdiff_t j = 0; j < n; j++) c[i * n + j] += factor * b[p * rb + j];                 \
                }                                                                                                    \
            }                                                                                                        \
        else                                                                                                         \
            for (ptrdiff_t i = 0; i < m; i++)                                                                        \
                for (ptrdiff_t j = 0; j < n; j++) {                                                                  \
                    T total = start ? start[j * ss] : 0;                                                             \
                    for (ptrdiff_t p = 0; p < k; p++) total += a[i * ra + p * ca] * b[p * rb + j * cb];              \
                    c[i * n + j] = total;                                                                            \
                }                                                                                                    \
    }
DEFINE(f32, float)
DEFINE(f64, double)
