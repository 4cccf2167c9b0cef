#include "CKernels.h"
#include "clones.h"
#include "exponential.h"
#include "packing.h"

// Attention, head by head. A block of queries meets all its keys at once, so that the scores of the block, and not those of
// all queries, are what is kept. Keys and values are packed first: their rows lie apart where heads lie beside each other.
enum { QUERIES = 32 };

// exp(x) of x <= 0, 0 below -87: without the care that overflow and subnormal results take, and contracted.
KINDLING_INLINE float exp_of_negative_f32(float x) {
    #pragma clang fp contract(fast)
    const float to_integer = 12582912.0f;
    const float shifted = (x < -87.0f ? -87.0f : x) * 1.44269504f + to_integer, k = shifted - to_integer;
    const float r = (x < -87.0f ? -87.0f : x) - k * LN2_HIGH_f32 - k * LN2_LOW_f32;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    const float scale = of_bits_f32((bits_of_f32(shifted) - bits_of_f32(to_integer) + 127) << 23);
    return x < -87.0f ? 0.0f : scale * (p * (r * r) + r + 1.0f);
}
KINDLING_INLINE double exp_of_negative_f64(double x) { return exp(x); }

#define DEFINE(name, T)                                                                                              \
    typedef struct { const uint8_t *allowed; const T *added; ptrdiff_t row, column; } mask_##name;                   \
    /* The mask's part for a batch and a head. */                                                                    \
    KINDLING_INLINE mask_##name mask_of_##name(const KindlingAttention *s, const uint8_t *allowed, const T *added,   \
                                               ptrdiff_t batch, ptrdiff_t head) {                                    \
        const ptrdiff_t offset = batch * s->mask[0] + head * s->mask[1];                                             \
        return (mask_##name){allowed ? allowed + offset : NULL, added ? added + offset : NULL, s->mask[2], s->mask[3]}; \
    }                                                                                                                \
    /* Turns a query's `wide` scores into exp(score - largest), 0 where it may not look; answers their sum, or 0 where it may \
       look nowhere. */                                                                                              \
    KINDLING_INLINE T weigh_##name(T *scores, ptrdiff_t keys, ptrdiff_t wide, mask_##name mask, ptrdiff_t query) {   \
        _Pragma("clang fp reassociate(on)")                                                                          \
        if (mask.allowed) {                                                                                          \
            const uint8_t *allowed = mask.allowed + query * mask.row;                                                \
            for (ptrdiff_t j = 0; j < keys; j++) scores[j] = allowed[j * mask.column] ? scores[j] : -(T)INFINITY;    \
        }                                                                                                            \
        if (mask.added) {                                                                                            \
            const T *added = mask.added + query * mask.row;                                                          \
            for (ptrdiff_t j = 0; j < keys; j++)                                                                     \
                scores[j] = added[j * mask.column] == -(T)INFINITY ? -(T)INFINITY : scores[j] + added[j * mask.column]; \
        }                                                                                                            \
        /* What lies past the keys, in the last vector, counts for nothing. */                                       \
        T peaks[WIDE], largest = -(T)INFINITY;                                                                       \
        for (int l = 0; l < WIDE; l++) peaks[l] = -(T)INFINITY;                                                      \
        for (ptrdiff_t j = 0; j < wide; j += WIDE)                                                                   \
            for (int l = 0; l < WIDE; l++)                                                                           \
                peaks[l] = j + l < keys && scores[j + l] > peaks[l] ? scores[j + l] : peaks[l];                      \
        for (int l = 0; l < WIDE; l++) largest = peaks[l] > largest ? peaks[l] : largest;                            \
        bool is_number = true; /* a peak is none where all scores are NaN, which stays to be seen */                 \
        if (largest == -(T)INFINITY)                                                                                 \
            for (ptrdiff_t j = 0; j < keys; j++) is_number &= scores[j] == scores[j];                                \
        if (largest == -(T)INFINITY && is_number && (mask.allowed || mask.added || keys == 0)) {                     \
            memset(scores, 0, (size_t)wide * sizeof(T));                                                             \
            return 0;                                                                                                \
        }                                                                                                            \
        lanes_##name sums = {0};                                                                                     \
        for (ptrdiff_t j = 0; j < wide; j += LANES_##name) {                                                         \
            for (int l = 0; l < LANES_##name; l++)                                                                   \
                scores[j + l] = j + l < keys ? exp_of_negative_##name(scores[j + l] - largest) : 0;                  \
            sums += *(loose_##name *)(scores + j);                                                                   \
        }                                                                                                            \
        return sum_of_lanes_##name(&sums);                                                                           \
    }                                                                                                                \
    /* Whether NaN is among n elements. */                                                                           \
    KINDLING_INLINE bool has_nan_##name(const T *x, ptrdiff_t n) {                                                   \
        int found = 0;                                                                                               \
        for (ptrdiff_t j = 0; j < n; j++) found |= x[j] != x[j];                                                     \
        return found;                                                                                                \
    }                                                                                                                \
    /* The sum of a query's keys by weight, without those that the mask hides, whose NaN would come through a weight of 0. */ \
    KINDLING_INLINE void seen_sum_##name(const T *weights, ptrdiff_t keys, mask_##name mask, ptrdiff_t query, const T *rows, \
                                         ptrdiff_t stride, T *to, ptrdiff_t n) {                                     \
        memset(to, 0, (size_t)n * sizeof(T));                                                                        \
        for (ptrdiff_t j = 0; j < keys; j++) {                                                                       \
            const ptrdiff_t at = query * mask.row + j * mask.column;                                                 \
            if (mask.allowed ? !mask.allowed[at] : mask.added && mask.added[at] == -(T)INFINITY) continue;           \
            for (ptrdiff_t e = 0; e < n; e++) to[e] += weights[j] * rows[j * stride + e];                            \
        }                                                                                                            \
    }                                                                                                                \
    KINDLING_CLONES void kindling_attention_##name(const KindlingAttention *s, const T *q, const T *k, const T *v,   \
                                                   const uint8_t *allowed, const T *added, T *out, ptrdiff_t batch,  \
                                                   ptrdiff_t head, ptrdiff_t first, ptrdiff_t last) {                \
        const ptrdiff_t keys = s->causal ? least(s->keys, last) : s->keys, wide = rounded_up(keys),                  \
                        columns = rounded_up(s->values);                                                             \
        const size_t bytes = (size_t)(wide * (s->features + columns + QUERIES) + QUERIES * columns) * sizeof(T);     \
        T *const transposed = kindling_workspace(bytes), *const values = transposed + s->features * wide,            \
                *const scores = values + wide * columns, *const sums = scores + QUERIES * wide;                      \
        const mask_##name mask = mask_of_##name(s, allowed, added, batch, head);                                     \
        q += batch * s->q[0] + head * s->q[1];                                                                       \
        out += batch * s->out[0] + head * s->out[1];                                                                 \
        pack_transposed_##name(k + batch * s->k[0] + head / s->group * s->k[1], s->k[2], keys, s->features, (T)s->scale, \
                               transposed);                                                                          \
        pack_##name(v + batch * s->v[0] + head / s->group * s->v[1], s->v[2], keys, s->values, 1, values);           \
        for (ptrdiff_t i = first; i < last; i += QUERIES) {                                                          \
            const ptrdiff_t rows = least(QUERIES, last - i), seen = s->causal ? least(keys, i + rows) : keys,        \
                            width = rounded_up(seen);                                                                \
            multiply_##name(rows, width, s->features, q + i * s->q[2], s->q[2], 1, transposed, wide, scores, wide, false); \
            T totals[QUERIES];                                                                                       \
            for (ptrdiff_t r = 0; r < rows; r++)                                                                     \
                totals[r] = weigh_##name(scores + r * wide, s->causal ? least(seen, i + r + 1) : seen, width, mask, i + r); \
            multiply_##name(rows, columns, seen, scores, wide, 1, values, columns, sums, columns, false);            \
            for (ptrdiff_t r = 0; r < rows; r++) {                                                                   \
                const T share = totals[r] == 0 ? 0 : 1 / totals[r];                                                  \
                T *to = out + (i + r) * s->out[2];                                                                   \
                if (has_nan_##name(sums + r * columns, s->values))                                                   \
                    seen_sum_##name(scores + r * wide, s->causal ? least(seen, i + r + 1) : seen, mask, i + r, values, \
                                    columns, sums + r * columns, s->values);                                         \
                for (ptrdiff_t j = 0; j < s->values; j++) to[j] = sums[r * columns + j] * share;                     \
            }                                                                                                        \
        }                                                                                                            \
        kindling_free(transposed, bytes);                                                                            \
    }                                                                                                                \
    KINDLING_CLONES void kindling_attention_gradient_##name(                                                         \
        const KindlingAttention *s, const T *dy, const T *q, const T *k, const T *v, const uint8_t *allowed,         \
        const T *added, T *dq, T *dk, T *dv, ptrdiff_t batch, ptrdiff_t shared) {                                    \
        _Pragma("clang fp reassociate(on)")                                                                          \
        const ptrdiff_t keys = s->causal ? least(s->keys, s->length) : s->keys, wide = rounded_up(keys),             \
                        features = rounded_up(s->features), columns = rounded_up(s->values);                         \
        const size_t count = (size_t)(wide * (s->features + s->values + 2 * features + columns + 2 * QUERIES)        \
                                      + QUERIES * (2 * features + columns)), bytes = count * sizeof(T);              \
        T *const block = kindling_workspace(bytes);                                                                  \
        T *const kt = block, *const vt = kt + s->features * wide, *const rows_of_k = vt + s->values * wide,          \
                *const sums_k = rows_of_k + wide * features, *const sums_v = sums_k + wide * features,               \
                *const weights = sums_v + wide * columns, *const slopes = weights + QUERIES * wide,                  \
                *const queries = slopes + QUERIES * wide, *const sums_q = queries + QUERIES * features,              \
                *const cotangents = sums_q + QUERIES * features;                                                     \
        k += batch * s->k[0] + shared * s->k[1];                                                                     \
        v += batch * s->v[0] + shared * s->v[1];                                                                     \
        pack_transposed_##name(k, s->k[2], keys, s->features, (T)s->scale, kt);                                      \
        pack_##name(k, s->k[2], keys, s->features, (T)s->scale, rows_of_k);                                          \
        pack_transposed_##name(v, s->v[2], keys, s->values, 1, vt);                                                  \
        memset(sums_k, 0, (size_t)(wide * (features + columns)) * sizeof(T));                                        \
        for (ptrdiff_t head = shared * s->group; head < (shared + 1) * s->group; head++) {                           \
            const mask_##name mask = mask_of_##name(s, allowed, added, batch, head);                                 \
            const T *const from = q + batch * s->q[0] + head * s->q[1], *const given = dy + batch * s->out[0] + head * s->out[1]; \
            T *const to = dq + batch * s->dq[0] + head * s->dq[1];                                                   \
            for (ptrdiff_t i = 0; i < s->length; i += QUERIES) {                                                     \
                const ptrdiff_t rows = least(QUERIES, s->length - i), seen = s->causal ? least(keys, i + rows) : keys, \
                                width = rounded_up(seen);                                                            \
                pack_##name(from + i * s->q[2], s->q[2], rows, s->features, (T)s->scale, queries);                   \
                pack_##name(given + i * s->out[2], s->out[2], rows, s->values, 1, cotangents);                       \
                multiply_##name(rows, width, s->features, from + i * s->q[2], s->q[2], 1, kt, wide, weights, wide, false); \
                multiply_##name(rows, width, s->values, cotangents, columns, 1, vt, wide, slopes, wide, false);      \
                for (ptrdiff_t r = 0; r < rows; r++) {                                                               \
                    T *const w = weights + r * wide, *const d = slopes + r * wide;                                   \
                    const T total = weigh_##name(w, s->causal ? least(seen, i + r + 1) : seen, width, mask, i + r);  \
                    const T share = total == 0 ? 0 : 1 / total;                                                      \
                    /* A query that looks nowhere gives no key a slope, NaN or not. */                               \
                    if (total == 0) memset(queries + r * features, 0, (size_t)features * sizeof(T));                 \
                    lanes_##name parts = {0};                                                                        \
                    for (ptrdiff_t j = 0; j < width; j += LANES_##name) {                                            \
                        loose_##name *const v = (loose_##name *)(w + j);                                             \
                        *v *= share;                                                                                 \
                        parts += *v * *(loose_##name *)(d + j);                                                      \
                    }                                                                                                \
                    T mean = sum_of_lanes_##name(&parts);                                                            \
                    if (mean != mean) { /* perhaps of keys without weight */                                         \
                        mean = 0;                                                                                    \
                        for (ptrdiff_t j = 0; j < width; j++) {                                                      \
                            d[j] = w[j] == 0 ? 0 : d[j];                                                             \
                            mean += w[j] * d[j];                                                                     \
                        }                                                                                            \
                    }                                                                                                \
                    for (ptrdiff_t j = 0; j < width; j++) d[j] = w[j] * (d[j] - mean);                               \
                }                                                                                                    \
                multiply_##name(rows, features, seen, slopes, wide, 1, rows_of_k, features, sums_q, features, false); \
                for (ptrdiff_t r = 0; r < rows; r++) {                                                               \
                    if (has_nan_##name(sums_q + r * features, s->features))                                          \
                        seen_sum_##name(slopes + r * wide, s->causal ? least(seen, i + r + 1) : seen, mask, i + r,   \
                                        rows_of_k, features, sums_q + r * features, s->features);                    \
                    memcpy(to + (i + r) * s->dq[2], sums_q + r * features, (size_t)s->features * sizeof(T));         \
                }                                                                                                    \
                multiply_##name(seen, features, rows, slopes, 1, wide, queries, features, sums_k, features, true);   \
                multiply_##name(seen, columns, rows, weights, 1, wide, cotangents, columns, sums_v, columns, true);  \
            }                                                                                                        \
        }                                                                                                            \
        dk += batch * s->dk[0] + shared * s->dk[1];                                                                  \
        dv += batch * s->dv[0] + shared * s->dv[1];                                                                  \
        for (ptrdiff_t j = 0; j < s->keys; j++) {                                                                    \
            /* Keys that come after the last query are seen by none. */                                              \
            for (ptrdiff_t e = 0; e < s->features; e++) dk[j * s->dk[2] + e] = j < keys ? sums_k[j * features + e] : 0; \
            for (ptrdiff_t e = 0; e < s->values; e++) dv[j * s->dv[2] + e] = j < keys ? sums_v[j * columns + e] : 0; \
        }                                                                                                            \
        kindling_free(block, bytes);                                                                                 \
    }
DEFINE(f32, float)
DEFINE(f64, double)
