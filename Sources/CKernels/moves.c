#include <string.h>

#include "CKernels.h"
#include "transpose.h"

enum { SHORT_RUN = 8192 };  // bytes; a loop is faster than a call for fewer

#define TEMPLATE "transpose.inc"
#include "for_each_width.inc"

#define TEMPLATE "moves.inc"
#include "for_each_width.inc"

typedef char Chunk __attribute__((vector_size(64), aligned(1)));

KINDLING_INLINE void prefetch_row(const char *row, ptrdiff_t bytes) {
    for (ptrdiff_t i = 0; i < bytes && i < 1024; i += 64) __builtin_prefetch(row + i);
    __builtin_prefetch(row + bytes - 1);
}

KINDLING_CLONES void kindling_gather_rows(const void *rows, ptrdiff_t bytes, const int64_t *index, ptrdiff_t n, void *to) {
    const char *from = rows;
    char *y = to;
    if (bytes <= 0) return;
    // Far enough ahead for rows to arrive from memory.
    const ptrdiff_t ahead = bytes <= 128 ? 48 : 6144 / bytes + 1;
    for (ptrdiff_t i = 0; i < n && i < ahead; i++) prefetch_row(from + index[i] * bytes, bytes);
    for (ptrdiff_t i = 0; i < n; i++, y += bytes) {
        if (i + ahead < n) prefetch_row(from + index[i + ahead] * bytes, bytes);
        const char *x = from + index[i] * bytes;
        // Copies of a constant size are no calls. The last chunk overlaps the one before.
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
