#include "CKernels.h"
#include "clones.h"

// Elements sent where an index says, in their order, since several may go to one element.

// What comes is combined with what is there: integers wrap around in an unsigned type.
typedef float Wide_f32;
typedef double Wide_f64;
typedef uint32_t Wide_i32;
typedef uint64_t Wide_i64;
typedef uint32_t Wide_u8;

// u is what is there, v what comes: of a row that goes to one element, of a row along which the index points, of any other.
#define SCATTER(update)                                                                                         \
    const ptrdiff_t yc = column.y, ic = column.index, xc = column.x;                                            \
    for (ptrdiff_t r = 0; r < rows; r++, y += row.y, index += row.index, x += row.x) {                          \
        if (ic == 0 && yc == 1 && xc == 1) {                                                                    \
            T *to = y + *index * sy;                                                                            \
            KINDLING_EACH(c, columns, const T u = to[c]; const T v = x[c]; to[c] = (T)(update));                \
        } else if (ic == 1 && yc == 0 && sy == 1 && xc == 1)                                                    \
            _Pragma("clang loop unroll_count(8)") for (ptrdiff_t c = 0; c < columns; c++) {                     \
                const T u = y[index[c]], v = x[c];                                                              \
                y[index[c]] = (T)(update);                                                                      \
            }                                                                                                   \
        else                                                                                                    \
            _Pragma("clang loop unroll_count(4)") for (ptrdiff_t c = 0; c < columns; c++) {                     \
                T *to = y + index[c * ic] * sy + c * yc;                                                        \
                const T u = *to, v = x[c * xc];                                                                 \
                *to = (T)(update);                                                                              \
            }                                                                                                   \
    }

#define TEMPLATE "scatter.inc"
#include "for_each_number.inc"

#define TEMPLATE "put.inc"
#include "for_each_width.inc"
