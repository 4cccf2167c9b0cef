#include "CKernels.h"
#include "clones.h"

// Three orders of the loops, by what lies next to each other in memory. Multiply-adds may be contracted here, sums reordered.
// Rows of small products are often shorter than two vectors, so nothing is run one by one that need not be: a remainder is
// masked, or computed in a last block that overlaps the one before.
enum { LONG = 64 };
#define START(j) (start ? start[(j) * ss] : 0)
// Columns of C, as many as a vector has elements.
#define BLOCKS(T, W)                                                                                                 \
    for (ptrdiff_t block = 0; block < n; block += W) {                                                               \
        const ptrdiff_t j = block + W <= n ? block : n - W;                                                          \
        for (ptrdiff_t i = 0; i < m; i++) {                                                                          \
            T totals[W] = {0};                                                                                       \
            for (ptrdiff_t p = 0; p < k; p++) {                                                                      \
                const T factor = a[i * ra + p * ca], *row = b + p * rb + j;                                          \
                for (int l = 0; l < W; l++) totals[l] += factor * row[l];                                            \
            }                                                                                                        \
            for (int l = 0; l < W; l++) c[i * n + j + l] = totals[l] + START(j + l);                                 \
        }                                                                                                            \
    }
#define DEFINE(name, T)                                                                                              \
    KINDLING_INLINE void matmul_##name(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const T *restrict a, ptrdiff_t ra,     \
                                       ptrdiff_t ca, const T *restrict b, ptrdiff_t rb, ptrdiff_t cb,                \
                                       const T *restrict start, ptrdiff_t ss, T *restrict c) {                       \
        _Pragma("clang fp contract(fast) reassociate(on)")                                                           \
        if (ca == 1 && rb == 1)                                                                                      \
            for (ptrdiff_t i = 0; i < m; i++) {                                                                      \
                ptrdiff_t j = 0;                                                                                     \
                for (; k >= LONG && j + 4 <= n; j += 4) { /* each element of A is read for four columns */           \
                    const T *v = a + i * ra, *w = b + j * cb;                                                        \
                    T t0 = 0, t1 = 0, t2 = 0, t3 = 0;                                                                \
                    for (ptrdiff_t p = 0; p < k; p++) {                                                              \
                        t0 += v[p] * w[p];                                                                           \
                        t1 += v[p] * w[p + cb];                                                                      \
                        t2 += v[p] * w[p + 2 * cb];                                                                  \
                        t3 += v[p] * w[p + 3 * cb];                                                                  \
                    }                                                                                                \
                    c[i * n + j] = t0 + START(j);                                                                    \
                    c[i * n + j + 1] = t1 + START(j + 1);                                                            \
                    c[i * n + j + 2] = t2 + START(j + 2);                                                            \
                    c[i * n + j + 3] = t3 + START(j + 3);                                                            \
                }                                                                                                    \
                for (; j < n; j++) {                                                                                 \
                    const T *v = a + i * ra, *w = b + j * cb;                                                        \
                    const ptrdiff_t whole = k & ~(ptrdiff_t)(4 * LONG - 1);                                          \
                    T total = 0, rest = 0;                                                                           \
                    /* Several sums side by side: one alone would wait for itself. */                                \
                    _Pragma("clang loop vectorize(enable) interleave_count(4)")                                      \
                    for (ptrdiff_t p = 0; p < whole; p++) total += v[p] * w[p];                                      \
                    KINDLING_MASKED for (ptrdiff_t p = whole; p < k; p++) rest += v[p] * w[p];                       \
                    c[i * n + j] = total + rest + START(j);                                                          \
                }                                                                                                    \
            }                                                                                                        \
        else if (cb == 1 && n >= 16)                                                                                 \
            BLOCKS(T, 16)                                                                                            \
        else if (cb == 1 && n >= 8)                                                                                  \
            BLOCKS(T, 8)                                                                                             \
        else if (cb == 1 && n >= 4)                                                                                  \
            BLOCKS(T, 4)                                                                                             \
        else                                                                                                         \
            for (ptrdiff_t i = 0; i < m; i++)                                                                        \
                for (ptrdiff_t j = 0; j < n; j++) {                                                                  \
                    T total = 0;                                                                                     \
                    for (ptrdiff_t p = 0; p < k; p++) total += a[i * ra + p * ca] * b[p * rb + j * cb];              \
                    c[i * n + j] = total + START(j);                                                                 \
                }                                                                                                    \
    }                                                                                                                \
    KINDLING_CLONES void kindling_matmul_##name(ptrdiff_t count, ptrdiff_t step_a, ptrdiff_t step_b, ptrdiff_t m,    \
                                                ptrdiff_t n, ptrdiff_t k, const T *a, ptrdiff_t ra, ptrdiff_t ca,    \
                                                const T *b, ptrdiff_t rb, ptrdiff_t cb, const T *start,              \
                                                ptrdiff_t ss, T *c) {                                                \
        for (ptrdiff_t i = 0; i < count; i++)                                                                        \
            matmul_##name(m, n, k, a + i * step_a, ra, ca, b + i * step_b, rb, cb, start, ss, c + i * m * n);        \
    }
// Integers wrap around, which signed ones must not.
DEFINE(f32, float)
DEFINE(f64, double)
DEFINE(i32, uint32_t)
DEFINE(i64, uint64_t)
DEFINE(u8, uint8_t)
