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
