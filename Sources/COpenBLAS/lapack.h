// LAPACK as OpenBLAS carries it: Fortran's routines, which take column-major matrices. Wrapped so that sizes go by value and
// `info` comes back: 0, or the place of a failure. A Fortran compiler passes the length of each string at the end.
#pragma once
#include <cblas.h>
#include <stddef.h>

#define KINDLING_LAPACK(p, name, T)                                                                                     \
    void p##potrf_(const char *, const blasint *, T *, const blasint *, blasint *, size_t);                             \
    void p##getrf_(const blasint *, const blasint *, T *, const blasint *, blasint *, blasint *);                       \
    void p##geqrf_(const blasint *, const blasint *, T *, const blasint *, T *, T *, const blasint *, blasint *);       \
    void p##orgqr_(const blasint *, const blasint *, const blasint *, T *, const blasint *, const T *, T *,             \
                   const blasint *, blasint *);                                                                         \
    void p##syevd_(const char *, const char *, const blasint *, T *, const blasint *, T *, T *, const blasint *,        \
                   blasint *, const blasint *, blasint *, size_t, size_t);                                              \
    void p##gesdd_(const char *, const blasint *, const blasint *, T *, const blasint *, T *, T *, const blasint *,     \
                   T *, const blasint *, T *, const blasint *, blasint *, blasint *, size_t);                           \
                                                                                                                        \
    /* Cholesky: a = uᵀ u of the upper triangle. `info` is the order of the first minor that is not positive. */        \
    static inline blasint kindling_potrf_##name(blasint n, T *_Nonnull a) {                                             \
        blasint info = 0;                                                                                               \
        p##potrf_("U", &n, a, &n, &info, 1);                                                                            \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* LU with partial pivoting; row i was exchanged with row pivots[i], counted from 1. */                             \
    static inline blasint kindling_getrf_##name(blasint m, blasint n, T *_Nonnull a, blasint *_Nonnull pivots) {        \
        blasint info = 0;                                                                                               \
        p##getrf_(&m, &n, a, &m, pivots, &info);                                                                        \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* QR: R, and below it the k reflectors. A `size` of -1 asks for the best size of `work`. */                        \
    static inline blasint kindling_geqrf_##name(blasint m, blasint n, T *_Nonnull a, T *_Nonnull scales,                \
                                                T *_Nonnull work, blasint size) {                                       \
        blasint info = 0;                                                                                               \
        p##geqrf_(&m, &n, a, &m, scales, work, &size, &info);                                                           \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* The first n columns of Q, of k reflectors. */                                                                    \
    static inline blasint kindling_orgqr_##name(blasint m, blasint n, blasint k, T *_Nonnull a, T *_Nonnull scales,     \
                                                T *_Nonnull work, blasint size) {                                       \
        blasint info = 0;                                                                                               \
        p##orgqr_(&m, &n, &k, a, &m, scales, work, &size, &info);                                                       \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* Eigenvalues of the symmetric matrix whose upper triangle is given, and its eigenvectors in place of it. */       \
    static inline blasint kindling_syevd_##name(bool vectors, blasint n, T *_Nonnull a, T *_Nonnull values,             \
                                                T *_Nonnull work, blasint size, blasint *_Nonnull integers,             \
                                                blasint count) {                                                        \
        blasint info = 0;                                                                                               \
        p##syevd_(vectors ? "V" : "N", "U", &n, a, &n, values, work, &size, integers, &count, &info, 1, 1);             \
        return info;                                                                                                    \
    }                                                                                                                   \
    /* Singular values; `job` is N for these alone, S with the vectors that belong to them, A with complete bases. */   \
    static inline blasint kindling_gesdd_##name(char job, blasint m, blasint n, T *_Nonnull a, T *_Nonnull values,      \
                                                T *_Nonnull u, T *_Nonnull vt, blasint rows, T *_Nonnull work,          \
                                                blasint size, blasint *_Nonnull integers) {                             \
        blasint info = 0;                                                                                               \
        p##gesdd_(&job, &m, &n, a, &m, values, u, &m, vt, &rows, work, &size, integers, &info, 1);                      \
        return info;                                                                                                    \
    }
KINDLING_LAPACK(s, f32, float)
KINDLING_LAPACK(d, f64, double)
#undef KINDLING_LAPACK
