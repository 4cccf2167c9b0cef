#include "CKernels.h"
#include "clones.h"
#include "exponential.h"
#include "packing.h"

// Recurrent networks, some rows of the batch at a time: rows know nothing of each other, so the parts of a batch go through
// all steps on their own. A step is one product, whose weights stay in the cache, and one pass over what it gives.

// One row of a step: v[] are the blocks of x + h W^T for each gate in turn, of which `a` are kept.
#define ROW(i) x[(i) * n + j] + s[(i) * n + j]
#define DEFINE(name, T, f)                                                                                           \
    KINDLING_INLINE void elman_row_##name(bool tanh, ptrdiff_t n, const T *restrict x, const T *restrict s, T *restrict h) { \
        if (tanh)                                                                                                    \
            for (ptrdiff_t j = 0; j < n; j++) h[j] = tanh_##name(ROW(0));                                            \
        else                                                                                                         \
            for (ptrdiff_t j = 0; j < n; j++) h[j] = maximum_##name(ROW(0), 0);                                      \
    }                                                                                                                \
    KINDLING_INLINE void lstm_row_##name(ptrdiff_t n, const T *restrict x, const T *restrict s, const T *restrict before, \
                                         T *restrict gates, T *restrict c, T *restrict h) {                          \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            const T in = sigmoid_##name(ROW(0)), keep = sigmoid_##name(ROW(1)), new = tanh_##name(ROW(2)),           \
                    out = sigmoid_##name(ROW(3)), cell = keep * before[j] + in * new;                                \
            gates[j] = in, gates[n + j] = keep, gates[2 * n + j] = new, gates[3 * n + j] = out;                      \
            c[j] = cell;                                                                                             \
            h[j] = out * tanh_##name(cell);                                                                          \
        }                                                                                                            \
    }                                                                                                                \
    KINDLING_INLINE void gru_row_##name(ptrdiff_t n, const T *restrict x, const T *restrict s, const T *restrict bias, \
                                        const T *restrict before, T *restrict gates, T *restrict h) {                \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            const T reset = sigmoid_##name(ROW(0) + bias[j]), update = sigmoid_##name(ROW(1) + bias[n + j]),         \
                    hidden = s[2 * n + j] + bias[2 * n + j], new = tanh_##name(x[2 * n + j] + reset * hidden);       \
            gates[j] = reset, gates[n + j] = update, gates[2 * n + j] = new, gates[3 * n + j] = hidden;              \
            h[j] = new + update * (before[j] - new);                                                                 \
        }                                                                                                            \
    }                                                                                                                \
    /* The slopes: dx of x; of the GRU also ds of the product. `dh` is the cotangent of h and becomes what goes back beside \
       the product; so does dc. */                                                                                   \
    KINDLING_INLINE void elman_slopes_##name(bool tanh, ptrdiff_t n, const T *restrict h, const T *restrict dy,      \
                                             T *restrict dh, T *restrict dx) {                                       \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            const T d = dh[j] + dy[j];                                                                               \
            dx[j] = tanh ? d * (1 - h[j] * h[j]) : h[j] > 0 ? d : 0;                                                 \
            dh[j] = 0;                                                                                               \
        }                                                                                                            \
    }                                                                                                                \
    KINDLING_INLINE void lstm_slopes_##name(ptrdiff_t n, const T *restrict gates, const T *restrict before,          \
                                            const T *restrict c, const T *restrict dy, T *restrict dh, T *restrict dc, \
                                            T *restrict dx) {                                                        \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            const T in = gates[j], keep = gates[n + j], new = gates[2 * n + j], out = gates[3 * n + j];              \
            const T d = dh[j] + dy[j], t = tanh_##name(c[j]), cell = dc[j] + d * out * (1 - t * t);                  \
            dx[j] = cell * new * (in * (1 - in));                                                                    \
            dx[n + j] = cell * before[j] * (keep * (1 - keep));                                                      \
            dx[2 * n + j] = cell * in * (1 - new * new);                                                             \
            dx[3 * n + j] = d * t * (out * (1 - out));                                                               \
            dc[j] = cell * keep;                                                                                     \
            dh[j] = 0;                                                                                               \
        }                                                                                                            \
    }                                                                                                                \
    KINDLING_INLINE void gru_slopes_##name(ptrdiff_t n, const T *restrict gates, const T *restrict before,           \
                                           const T *restrict dy, T *restrict dh, T *restrict dx, T *restrict ds) {   \
        for (ptrdiff_t j = 0; j < n; j++) {                                                                          \
            const T reset = gates[j], update = gates[n + j], new = gates[2 * n + j], hidden = gates[3 * n + j];      \
            const T d = dh[j] + dy[j], slope = d * (1 - update) * (1 - new * new);                                   \
            dx[j] = ds[j] = slope * hidden * (reset * (1 - reset));                                                  \
            dx[n + j] = ds[n + j] = d * (before[j] - new) * (update * (1 - update));                                 \
            dx[2 * n + j] = slope;                                                                                   \
            ds[2 * n + j] = slope * reset;                                                                           \
            dh[j] = d * update;                                                                                      \
        }                                                                                                            \
    }                                                                                                                \
    KINDLING_CLONES void kindling_recurrent_##name(const KindlingRecurrence *r, const T *x, const T *weight,         \
                                                   const T *bias, T *h, T *c, T *gates, ptrdiff_t first, ptrdiff_t last) { \
        _Pragma("clang fp contract(fast)")                                                                           \
        const ptrdiff_t n = r->hidden, wide = rounded_up(r->gates * n), rows = last - first, plane = r->batch * n;   \
        const size_t bytes = (size_t)(rows * wide) * sizeof(T);                                                      \
        T *const sums = kindling_workspace(bytes);                                                                   \
        for (ptrdiff_t t = 0; t < r->length; t++) {                                                                  \
            multiply_##name(rows, wide, n, h + t * plane + first * n, n, 1, weight, wide, sums, wide, false);        \
            for (ptrdiff_t i = first; i < last; i++) {                                                               \
                const ptrdiff_t old = t * plane + i * n, new = old + plane;                                          \
                const T *const from = x + t * r->step + i * r->row, *const s = sums + (i - first) * wide;            \
                switch (r->kind) {                                                                                   \
                    case KX_TANH: case KX_RELU: elman_row_##name(r->kind == KX_TANH, n, from, s, h + new); break;    \
                    case KX_LSTM: lstm_row_##name(n, from, s, c + old, gates + old * 4, c + new, h + new); break;    \
                    case KX_GRU: gru_row_##name(n, from, s, bias, h + old, gates + old * 4, h + new); break;         \
                }                                                                                                    \
            }                                                                                                        \
        }                                                                                                            \
        kindling_free(sums, bytes);                                                                                  \
    }                                                                                                                \
    KINDLING_CLONES void kindling_recurrent_gradient_##name(                                                         \
        const KindlingRecurrence *r, const T *dy, const T *weight, const T *h, const T *c, const T *gates, T *dx, T *ds, \
        T *dh, T *dc, ptrdiff_t first, ptrdiff_t last) {                                                             \
        _Pragma("clang fp contract(fast)")                                                                           \
        const ptrdiff_t n = r->hidden, wide = rounded_up(n), rows = last - first, plane = r->batch * n;              \
        const size_t bytes = (size_t)(rows * wide) * sizeof(T);                                                      \
        T *const carried = kindling_workspace(bytes);                                                                \
        memset(carried, 0, bytes);                                                                                   \
        for (ptrdiff_t t = r->length - 1; t >= 0; t--) {                                                             \
            for (ptrdiff_t i = first; i < last; i++) {                                                               \
                const ptrdiff_t old = t * plane + i * n, new = old + plane;                                          \
                T *const d = carried + (i - first) * wide, *const to = dx + old * r->gates;                          \
                switch (r->kind) {                                                                                   \
                    case KX_TANH: case KX_RELU: elman_slopes_##name(r->kind == KX_TANH, n, h + new, dy + old, d, to); break; \
                    case KX_LSTM:                                                                                    \
                        lstm_slopes_##name(n, gates + old * 4, c + old, c + new, dy + old, d, dc + i * n, to);       \
                        break;                                                                                       \
                    case KX_GRU: gru_slopes_##name(n, gates + old * 4, h + old, dy + old, d, to, ds + old * 3); break; \
                }                                                                                                    \
            }                                                                                                        \
            multiply_##name(rows, wide, r->gates * n, ds + (t * plane + first * n) * r->gates, r->gates * n, 1,      \
                                           weight, wide, carried, wide, true);                                       \
        }                                                                                                            \
        for (ptrdiff_t i = first; i < last; i++)                                                                     \
            memcpy(dh + i * n, carried + (i - first) * wide, (size_t)n * sizeof(T));                                 \
        kindling_free(carried, bytes);                                                                               \
    }
DEFINE(f32, float, f)
DEFINE(f64, double, )
