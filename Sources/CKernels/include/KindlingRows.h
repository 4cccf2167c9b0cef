// Softmax, normalization and cross-entropy.
#pragma once
#include "KindlingElements.h"

// y = softmax(x), or its logarithm, of rows of n; of columns of n elements which are s apart; and the gradient of rows by x.
#define X(name, T)                                                                                                      \
    void kindling_softmax_##name(bool logarithm, const T *_Nonnull x, T *_Nonnull y, ptrdiff_t rows, ptrdiff_t n);      \
    void kindling_softmax_columns_##name(bool logarithm, const T *_Nonnull x, T *_Nonnull y, ptrdiff_t n, ptrdiff_t s,  \
                                         ptrdiff_t columns);                                                            \
    void kindling_softmax_gradient_##name(bool logarithm, const T *_Nonnull dy, const T *_Nonnull y, T *_Nonnull dx,    \
                                          ptrdiff_t rows, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// How many rows of n elements take each step of a kernel together, as many as stay in the cache: while one waits for its sum, the
// others go on.
enum { KINDLING_TOGETHER = 16 };
static inline ptrdiff_t kindling_rows_together(ptrdiff_t n) {
    const ptrdiff_t elements = 4096;
    return n > elements ? 1 : n < elements / KINDLING_TOGETHER ? KINDLING_TOGETHER : elements / n;
}

// Elements that share a mean and a variance: `pieces` runs of `length` elements, `stride` apart, each a `share` of all. Element i of
// piece p has the weight and the bias at p piece_step + i step.
// `count` groups, at most KINDLING_TOGETHER and one if they are apart, lie `next` elements from each other and share weight and bias.
enum { KINDLING_LANES = 32 };
typedef struct {
    ptrdiff_t pieces, length, stride, piece_step, step, count, next;
    double share, epsilon;
    // Whether each place in the runs, of which there are KINDLING_LANES at most, is a group of its own; whether
    // there are a mean and a variance at all; or only a variance, around 0.
    bool apart, scaled, centered;
} KindlingGroup;

// Of one group: mean and variance; of `count` of them y = (x - mean) / sqrt(variance + epsilon) weight + bias; and of one the
// derivatives, of which dw and db are added to.
#define X(name, T)                                                                                                  \
    void kindling_statistics_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull x, T *_Nonnull means,        \
                                    T *_Nonnull variances);                                                         \
    void kindling_normalize_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull x, const T *_Nonnull weight,  \
                                   const T *_Nonnull bias, T *_Nonnull y);                                          \
    void kindling_normalize_gradient_##name(const KindlingGroup *_Nonnull g, const T *_Nonnull dy, const T *_Nonnull x, \
                                            const T *_Nonnull weight, T *_Nonnull dx, T *_Nonnull dw, T *_Nonnull db);
KINDLING_FOR_FLOATS(X)
#undef X

// Logits of classes: of one row, `length` of them, or where rows lie side by side (`apart`) of `length` rows, KINDLING_LANES at
// most, with `pieces` classes, `stride` apart. Rows of few classes that lie one after the other are better `turned`: they are laid
// side by side first, with a stride of KINDLING_LANES. Of a target's weight, the part `smoothing` is spread over all classes: each gets
// `spread` of its own weight. `weights` is the sum of the classes'. Shares are those of the losses in what they were reduced to.
typedef struct {
    ptrdiff_t pieces, length, stride, share_step;
    int64_t ignored;
    double smoothing, spread, weights;
    bool apart, turned;
} KindlingClasses;
enum { KINDLING_FEW_CLASSES = 32 };
#define X(name, T)                                                                                                       \
    void kindling_cross_entropy_##name(const KindlingClasses *_Nonnull o, const T *_Nonnull x, const int64_t *_Nonnull target, \
                                       const T *_Nonnull weight, T *_Nonnull losses);                                    \
    void kindling_cross_entropy_gradient_##name(const KindlingClasses *_Nonnull o, const T *_Nonnull share, const T *_Nonnull x, \
                                                const int64_t *_Nonnull target, const T *_Nonnull weight, T *_Nonnull dx);
KINDLING_FOR_FLOATS(X)
#undef X
