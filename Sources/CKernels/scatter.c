#include "CKernels.h"
#include "clones.h"

// Elements sent where an index says, in their order, since several may go to one place.

// u is what is there, v what comes: of a row that goes to one place, of a row along which the index points, of any other.
#define SCATTER(T, update)                                                                                          \
    const ptrdiff_t yc = column.y, ic = column.index, xc = column.x;                                                \
    for (ptrdiff_t r = 0; r < rows; r++, y += row.y, index += row.index, x += row.x) {                              \
        if (ic == 0 && yc == 1 && xc == 1) {                                                                        \
            T *to = y + *index * sy;                                                                                \
            KINDLING_EACH(c, columns, const T u = to[c]; const T v = x[c]; to[c] = (T)(update));                    \
        } else if (ic == 1 && yc == 0 && sy == 1 && xc == 1)                                                        \
            _Pragma("clang loop unroll_count(8)") for (ptrdiff_t c = 0; c < columns; c++) {                         \
                const T u = y[index[c]], v = x[c];                                                                  \
                y[index[c]] = (T)(update);                                                                          \
            }                                                                                                       \
        else                                                                                                        \
            _Pragma("clang loop unroll_count(4)") for (ptrdiff_t c = 0; c < columns; c++) {                         \
                T *to = y + index[c * ic] * sy + c * yc;                                                            \
                const T u = *to, v = x[c * xc];                                                                     \
                *to = (T)(update);                                                                                  \
            }                                                                                                       \
    }

// Integers wrap around in the unsigned type W. A NaN, which is not equal to itself, wins and stays.
#define DEFINE(name, T, W)                                                                                          \
    KINDLING_CLONES void kindling_scatter_##name(int op, T *y, ptrdiff_t sy, const int64_t *index, const T *x,      \
                                                 KindlingSteps row, KindlingSteps column, ptrdiff_t rows,           \
                                                 ptrdiff_t columns) {                                               \
        switch (op) {                                                                                               \
            case KR_SUM: { SCATTER(T, (W)u + (W)v) } break;                                                             \
            case KR_PRODUCT: { SCATTER(T, (W)u * (W)v) } break;                                                         \
            case KR_MAX: { SCATTER(T, v > u || v != v ? v : u) } break;                                                 \
            default: { SCATTER(T, v < u || v != v ? v : u) } break;                                                     \
        }                                                                                                           \
    }                                                                                                               \
                                                                                                                    \
    KINDLING_CLONES void kindling_accumulate_##name(T *y, ptrdiff_t yr, ptrdiff_t yc, const T *x, ptrdiff_t xr, ptrdiff_t xc, \
                                                    ptrdiff_t rows, ptrdiff_t columns) {                            \
        if (columns < 8 && columns < rows)  /* long rows rather than short ones */                                  \
            return kindling_accumulate_##name(y, yc, yr, x, xc, xr, columns, rows);                                 \
        for (ptrdiff_t r = 0; r < rows; r++, y += yr, x += xr)                                                      \
            if (yc == 1 && xc == 1)                                                                                 \
                KINDLING_EACH(c, columns, y[c] = (T)((W)y[c] + (W)x[c]));                                           \
            else                                                                                                    \
                for (ptrdiff_t c = 0; c < columns; c++) y[c * yc] = (T)((W)y[c * yc] + (W)x[c * xc]);               \
    }
DEFINE(f32, float, float)
DEFINE(f64, double, double)
DEFINE(i32, int32_t, uint32_t)
DEFINE(i64, int64_t, uint64_t)
DEFINE(u8, uint8_t, uint32_t)
#undef DEFINE

#define DEFINE(bits, T)                                                                                             \
    KINDLING_CLONES void kindling_put_##bits(T *y, ptrdiff_t sy, const int64_t *index, const T *x, KindlingSteps row, \
                                             KindlingSteps column, ptrdiff_t rows, ptrdiff_t columns) {             \
        SCATTER(T, ((void)u, v))                                                                                    \
    }
KINDLING_FOR_WIDTHS(DEFINE)
#undef DEFINE
