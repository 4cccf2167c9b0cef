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

// Conversions follow torch on x86: to bool is "not zero", a float that an int32 or int64 cannot hold gives the smallest.
#define LOOP(From, To, expression)                                        \
    do {                                                                  \
        const From *from_elements = x;                                    \
        To *to_elements = y;                                              \
        for (ptrdiff_t i = 0; i < n; i++) {                               \
            const From v = from_elements[i * sx];                         \
            to_elements[i] = expression;                                  \
        }                                                                 \
    } while (0);                                                          \
    break;
#define FROM_FLOAT(index, From)                                           \
    case index:                                                           \
        switch (to) {                                                     \
            case 0: LOOP(From, float, (float)v)                           \
            case 1: LOOP(From, double, (double)v)                         \
            case 2: LOOP(From, int32_t, whole32(v))                       \
            case 3: LOOP(From, int64_t, whole(v))                         \
            case 4: LOOP(From, uint8_t, (uint8_t)whole(v))                \
            case 5: LOOP(From, uint8_t, v != 0)                           \
        }                                                                 \
        break;
#define FROM_INTEGER(index, From)                                         \
    case index:                                                           \
        switch (to) {                                                     \
            case 0: LOOP(From, float, (float)v)                           \
            case 1: LOOP(From, double, (double)v)                         \
            case 2: LOOP(From, int32_t, (int32_t)v)                       \
            case 3: LOOP(From, int64_t, (int64_t)v)                       \
            case 4: LOOP(From, uint8_t, (uint8_t)v)                       \
            case 5: LOOP(From, uint8_t, v != 0)                           \
        }                                                                 \
        break;

// C leaves a conversion out of range undefined; this defines it.
KINDLING_INLINE int32_t whole32(double v) { return v > -2147483649.0 && v < 2147483648.0 ? (int32_t)v : INT32_MIN; }
KINDLING_INLINE int64_t whole(double v) { return v > -9223372036854775808.0 && v < 9223372036854775808.0 ? (int64_t)v : INT64_MIN; }

KINDLING_CLONES void kindling_cast(int from, const void *x, ptrdiff_t sx, int to, void *y, ptrdiff_t n) {
    switch (from) {
        FROM_FLOAT(0, float)
        FROM_FLOAT(1, double)
        FROM_INTEGER(2, int32_t)
        FROM_INTEGER(3, int64_t)
        FROM_INTEGER(4, uint8_t)
        FROM_INTEGER(5, uint8_t)
    }
}
