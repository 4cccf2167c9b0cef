#include <string.h>

#include "CKernels.h"
#include "transpose.h"

enum { SHORT_RUN = 8192 };  // bytes: below, a loop is faster than a call

// y[c sy + r] = x[r sx + c] for a square of N elements.
#define DEFINE(bits, T, N)                                                                                         \
    typedef T Vector##bits __attribute__((vector_size(N * sizeof(T)), aligned(sizeof(T))));                        \
    KINDLING_INLINE void transpose_square_##bits(const T *x, ptrdiff_t sx, T *y, ptrdiff_t sy) {                   \
        TRANSPOSE(N, Vector##bits, x + i * sx, y + i * sy);                                                        \
    }
DEFINE(8, uint8_t, 16)
DEFINE(16, uint16_t, 16)
DEFINE(32, uint32_t, 16)
DEFINE(64, uint64_t, 8)
#undef DEFINE

#define EVERY(step) \
    _Pragma("clang loop vectorize(assume_safety)") for (ptrdiff_t c = 0; c < columns; c++) y[c] = x[step * c];

#define X(bits, T)                                                                                                 \
    KINDLING_CLONES void kindling_select_##bits(const uint8_t *condition, ptrdiff_t sc, const T *a, ptrdiff_t sa,  \
                                                const T *b, ptrdiff_t sb, T *y, ptrdiff_t n) {                     \
        /* Both are read, so that reading is no branch. */                                                         \
        if (sc == 1 && sa == 1 && sb == 1)                                                                         \
            KINDLING_EACH(i, n, const T u = a[i]; const T v = b[i]; y[i] = condition[i] ? u : v);                  \
        else if (sc == 1 && sa == 1 && sb == 0) {                                                                  \
            const T v = *b;                                                                                        \
            KINDLING_EACH(i, n, const T u = a[i]; y[i] = condition[i] ? u : v);                                    \
        } else if (sc == 1 && sa == 0 && sb == 1) {                                                                \
            const T u = *a;                                                                                        \
            KINDLING_EACH(i, n, const T v = b[i]; y[i] = condition[i] ? u : v);                                    \
        }                                                                                                          \
        else                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = condition[i * sc] ? a[i * sa] : b[i * sb];                    \
    }                                                                                                              \
    KINDLING_CLONES void kindling_gather_##bits(const T *x, ptrdiff_t sx, ptrdiff_t step, const int64_t *index, T *y, \
                                                ptrdiff_t n) {                                                     \
        if (step == 0 && sx == 1) {                                                                                \
            /* Gathering loads are slower than single ones: four of those are put together. */                     \
            typedef T Four __attribute__((vector_size(4 * sizeof(T)), aligned(sizeof(T))));                        \
            const ptrdiff_t whole = n & ~(ptrdiff_t)15;                                                            \
            for (ptrdiff_t i = 0; i < whole; i += 16) {                                                            \
                __builtin_prefetch(index + i + 512);                                                               \
                __builtin_prefetch(index + i + 520);                                                               \
                _Pragma("clang loop unroll(full)") for (ptrdiff_t j = i; j < i + 16; j += 4)                       \
                    *(Four *)(y + j) = (Four){x[index[j]], x[index[j + 1]], x[index[j + 2]], x[index[j + 3]]};     \
            }                                                                                                      \
            for (ptrdiff_t i = whole; i < n; i++) y[i] = x[index[i]];                                              \
        } else                                                                                                     \
            for (ptrdiff_t i = 0; i < n; i++) y[i] = x[index[i] * sx + i * step];                                  \
    }                                                                                                              \
    /* Of rows that are as wide as a vector; the rest element by element. */                                       \
    KINDLING_INLINE void transpose_##bits(const T *x, ptrdiff_t sx, T *y, ptrdiff_t sy, ptrdiff_t rows,            \
                                          ptrdiff_t columns) {                                                     \
        const ptrdiff_t side = sizeof(Vector##bits) / sizeof(T), tall = rows - rows % side, wide = columns - columns % side; \
        for (ptrdiff_t r = 0; r < tall; r += side) {                                                               \
            for (ptrdiff_t c = 0; c < wide; c += side) transpose_square_##bits(x + c * sx + r, sx, y + r * sy + c, sy); \
            for (ptrdiff_t c = wide; c < columns; c++)                                                             \
                for (ptrdiff_t i = r; i < r + side; i++) y[i * sy + c] = x[c * sx + i];                            \
        }                                                                                                          \
        for (ptrdiff_t r = tall; r < rows; r++)                                                                    \
            for (ptrdiff_t c = 0; c < columns; c++) y[r * sy + c] = x[c * sx + r];                                 \
    }                                                                                                              \
    KINDLING_CLONES void kindling_pair_##bits(const T *a, const T *b, T *y, ptrdiff_t n) {                         \
        KINDLING_EACH(i, n, y[2 * i] = a[i]; y[2 * i + 1] = b[i]);                                                 \
    }                                                                                                              \
    KINDLING_INLINE void copy_run_##bits(const T *x, T *y, ptrdiff_t n) {                                          \
        if (n * (ptrdiff_t)sizeof(T) >= SHORT_RUN) {                                                               \
            memcpy(y, x, (size_t)n * sizeof(T));                                                                   \
            return;                                                                                                \
        }                                                                                                          \
        ptrdiff_t i = 0;                                                                                           \
        for (; i + 16 <= n; i += 16) memcpy(y + i, x + i, 16 * sizeof(T));                                         \
        KINDLING_INDEPENDENT for (ptrdiff_t j = i; j < n; j++) y[j] = x[j];                                        \
    }                                                                                                              \
    KINDLING_CLONES void kindling_copy_runs_##bits(const T *x, const KindlingRun *runs, ptrdiff_t n, T *y) {       \
        for (ptrdiff_t r = 0; r < n; r++)                                                                          \
            if (runs[r].count == 1)                                                                                \
                y[runs[r].to] = x[runs[r].from];                                                                   \
            else                                                                                                   \
                copy_run_##bits(x + runs[r].from, y + runs[r].to, runs[r].count);                                  \
    }                                                                                                              \
    KINDLING_CLONES void kindling_copy_##bits(const T *x, ptrdiff_t xr, ptrdiff_t xc, T *y, ptrdiff_t yr, ptrdiff_t yc, \
                                              ptrdiff_t rows, ptrdiff_t columns) {                                 \
        if (xr == 1 && yc == 1 && xc != 1 && xc != 0) return transpose_##bits(x, xc, y, yr, rows, columns);        \
        if (xc == 1 && yr == 1 && yc != 1 && yc != 0) return transpose_##bits(x, xr, y, yc, columns, rows);        \
        if (columns < 8 && columns < rows && yr != 0)  /* long rows rather than short ones */                      \
            return kindling_copy_##bits(x, xc, xr, y, yc, yr, columns, rows);                                      \
        for (ptrdiff_t r = 0; r < rows; r++, x += xr, y += yr)                                                     \
            if (xc == 1 && yc == 1) copy_run_##bits(x, y, columns);                                                \
            else if (xc == -1 && yc == 1) KINDLING_EACH(c, columns, y[c] = x[-c]);                                 \
            else if (xc == 0 && yc == 1) {                                                                         \
                const T v = *x;                                                                                    \
                KINDLING_EACH(c, columns, y[c] = v);                                                               \
            } else if (xc == 2 && yc == 1)                                                                         \
                EVERY(2)                                                                                           \
            else if (xc == 3 && yc == 1)                                                                           \
                EVERY(3)                                                                                           \
            else                                                                                                   \
                for (ptrdiff_t c = 0; c < columns; c++) y[c * yc] = x[c * xc];                                     \
    }
KINDLING_FOR_WIDTHS(X)
#undef X

typedef char Chunk __attribute__((vector_size(64), aligned(1)));

KINDLING_INLINE void prefetch_row(const char *row, ptrdiff_t bytes) {
    for (ptrdiff_t i = 0; i < bytes && i < 1024; i += 64) __builtin_prefetch(row + i);
    __builtin_prefetch(row + bytes - 1);
}

KINDLING_CLONES void kindling_gather_rows(const void *rows, ptrdiff_t bytes, const int64_t *index, ptrdiff_t n, void *to) {
    const char *from = rows;
    char *y = to;
    if (bytes <= 0) return;
    // Far enough for rows to come from memory meanwhile.
    const ptrdiff_t ahead = bytes <= 128 ? 48 : 6144 / bytes + 1;
    for (ptrdiff_t i = 0; i < n && i < ahead; i++) prefetch_row(from + index[i] * bytes, bytes);
    for (ptrdiff_t i = 0; i < n; i++, y += bytes) {
        if (i + ahead < n) prefetch_row(from + index[i + ahead] * bytes, bytes);
        const char *x = from + index[i] * bytes;
        // Of a size that is known here, a copy is no call; the last chunk overlaps the one before.
        if (bytes == 4)
            memcpy(y, x, 4);
        else if (bytes == 8)
            memcpy(y, x, 8);
        else if (bytes < 64 || bytes > 1024)
            memcpy(y, x, (size_t)bytes);
        else {
            for (ptrdiff_t j = 0; j + 64 < bytes; j += 64) *(Chunk *)(y + j) = *(const Chunk *)(x + j);
            *(Chunk *)(y + bytes - 64) = *(const Chunk *)(x + bytes - 64);
        }
    }
}

KINDLING_CLONES ptrdiff_t kindling_count(const uint8_t *flags, ptrdiff_t n) {
    ptrdiff_t count = 0;
    for (ptrdiff_t i = 0; i < n; i++) count += flags[i] != 0;
    return count;
}

void kindling_positions(const uint8_t *flags, ptrdiff_t first, ptrdiff_t count, int64_t *positions, ptrdiff_t step) {
    for (ptrdiff_t found = 0; found < count; first++) {
        positions[found * step] = first;
        found += flags[first] != 0;
    }
}
