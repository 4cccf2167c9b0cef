// LAPACK as OpenBLAS carries it: Fortran's routines, which take column-major matrices. Wrapped so that sizes go by value and
// `info` comes back: 0, or the place of a failure.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Loads OpenBLAS, the first time. Must have been called before all that follows.
//
// It is loaded when it is first needed, and not linked, since it starts a thread a processor as soon as it is there: a process that
// may have no more threads would be ended by that, and one that may have little memory would wait for it without end. We use one.
//
// Returns NULL, or why there is no linear algebra.
const char *_Nullable kindling_load_lapack(void);

#define KINDLING_LAPACK(name, T)                                                                                        \
    /* Cholesky: a = uᵀ u of the upper triangle. `info` is the order of the first minor that is not positive. */        \
    int32_t kindling_potrf_##name(int32_t n, T *_Nonnull a);                                                            \
    /* LU with partial pivoting; row i was exchanged with row pivots[i], counted from 1. */                             \
    int32_t kindling_getrf_##name(int32_t m, int32_t n, T *_Nonnull a, int32_t *_Nonnull pivots);                       \
    /* QR: R, and below it the k reflectors. A `size` of -1 asks for the best size of `work`. */                        \
    int32_t kindling_geqrf_##name(int32_t m, int32_t n, T *_Nonnull a, T *_Nonnull scales, T *_Nonnull work,            \
                                  int32_t size);                                                                        \
    /* The first n columns of Q, of k reflectors. */                                                                    \
    int32_t kindling_orgqr_##name(int32_t m, int32_t n, int32_t k, T *_Nonnull a, T *_Nonnull scales,                   \
                                  T *_Nonnull work, int32_t size);                                                      \
    /* Eigenvalues of the symmetric matrix whose upper triangle is given, and its eigenvectors in place of it. */       \
    int32_t kindling_syevd_##name(bool vectors, int32_t n, T *_Nonnull a, T *_Nonnull values, T *_Nonnull work,         \
                                  int32_t size, int32_t *_Nonnull integers, int32_t count);                             \
    /* Singular values; `job` is N for these alone, S with the vectors that belong to them, A with complete bases. */   \
    int32_t kindling_gesdd_##name(char job, int32_t m, int32_t n, T *_Nonnull a, T *_Nonnull values, T *_Nonnull u,     \
                                  T *_Nonnull vt, int32_t rows, T *_Nonnull work, int32_t size,                         \
                                  int32_t *_Nonnull integers);                                                          \
    /* b = a⁻¹ b of a triangular a [n, n] and b [n, k], both row-major, or a's transpose is where `transposed` says so. */ \
    void kindling_trsm_##name(bool upper, bool transposed, bool unit, int32_t n, int32_t k, const T *_Nonnull a,        \
                              int32_t row, T *_Nonnull b);
KINDLING_LAPACK(f32, float)
KINDLING_LAPACK(f64, double)
#undef KINDLING_LAPACK
