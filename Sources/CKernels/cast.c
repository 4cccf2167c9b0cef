#include "CKernels.h"
#include "clones.h"

// C leaves a conversion out of range undefined; this defines it.
KINDLING_INLINE int32_t whole32(double v) { return v > -2147483649.0 && v < 2147483648.0 ? (int32_t)v : INT32_MIN; }
KINDLING_INLINE int64_t whole(double v) { return v > -9223372036854775808.0 && v < 9223372036854775808.0 ? (int64_t)v : INT64_MIN; }

// The 16-bit formats, by their bits, so that no instruction is asked of the processor that it may lack.
typedef union { float value; uint32_t bits; } Bits;

KINDLING_INLINE float from_bfloat16(uint16_t half) { return (Bits){.bits = (uint32_t)half << 16}.value; }

KINDLING_INLINE uint16_t to_bfloat16(float value) {
    const uint32_t bits = (Bits){.value = value}.bits;
    // Half a unit, or one bit less where the last place is even.
    return value != value ? 0x7FC0 : (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

KINDLING_INLINE float from_float16(uint16_t half) {
    const uint32_t magnitude = half & 0x7FFF, sign = (uint32_t)(half & 0x8000) << 16;
    // Exponents are biased by 112 more in a float; infinity and NaN have its largest. What has none counts 2^-24.
    const uint32_t normal = (magnitude << 13) + (magnitude < 0x7C00 ? 112u << 23 : 224u << 23);
    const uint32_t small = (Bits){.value = (float)magnitude * 0x1p-24f}.bits;
    return (Bits){.bits = (magnitude < 0x0400 ? small : normal) | sign}.value;
}

KINDLING_INLINE uint16_t to_float16(float value) {
    const uint32_t bits = (Bits){.value = value}.bits, sign = bits >> 16 & 0x8000, magnitude = bits & 0x7FFFFFFF;
    const uint32_t moved = magnitude - (112u << 23);
    const uint32_t normal = (moved + 0x0FFF + (moved >> 13 & 1)) >> 13;
    // Below 2^-14 the last place is 2^-24, as it is of floats from 0.5 on: adding 0.5 rounds there.
    const uint32_t small = (Bits){.value = (Bits){.bits = magnitude}.value + 0.5f}.bits - 0x3F000000;
    const uint32_t finite = magnitude < 0x38800000 ? small : normal;
    return (uint16_t)(sign | (magnitude > 0x7F800000 ? 0x7E00 : magnitude >= 0x47800000 ? 0x7C00 : finite));
}

// Conversions follow torch on x86: to bool is "not zero", a float that an int32 or int64 cannot hold gives the smallest.
#define LOOP(From, widen, To, expression)                                           \
    do {                                                                            \
        const From *from_elements = x;                                              \
        To *to_elements = y;                                                        \
        if (sx == 1)                                                                \
            KINDLING_EACH(i, n, const __typeof__(widen(*from_elements)) v = widen(from_elements[i]); to_elements[i] = expression); \
        else                                                                        \
            for (ptrdiff_t i = 0; i < n; i++) {                                     \
                const __typeof__(widen(*from_elements)) v = widen(from_elements[i * sx]); \
                to_elements[i] = expression;                                        \
            }                                                                       \
    } while (0);                                                                    \
    break;
#define FROM(index, From, widen, to_int32, to_int64)                      \
    case index:                                                           \
        switch (to) {                                                     \
            case 0: LOOP(From, widen, float, (float)v)                    \
            case 1: LOOP(From, widen, double, (double)v)                  \
            case 2: LOOP(From, widen, int32_t, to_int32(v))               \
            case 3: LOOP(From, widen, int64_t, to_int64(v))               \
            case 4: LOOP(From, widen, uint8_t, (uint8_t)to_int64(v))      \
            case 5: LOOP(From, widen, uint8_t, v != 0)                    \
            case 6: LOOP(From, widen, uint16_t, to_float16((float)v))     \
            case 7: LOOP(From, widen, uint16_t, to_bfloat16((float)v))    \
        }                                                                 \
        break;
#define AS_IT_IS(v) (v)
#define TO_INT32(v) ((int32_t)(v))
#define TO_INT64(v) ((int64_t)(v))

KINDLING_CLONES void kindling_cast(int from, const void *x, ptrdiff_t sx, int to, void *y, ptrdiff_t n) {
    switch (from) {
        FROM(0, float, AS_IT_IS, whole32, whole)
        FROM(1, double, AS_IT_IS, whole32, whole)
        FROM(2, int32_t, AS_IT_IS, TO_INT32, TO_INT64)
        FROM(3, int64_t, AS_IT_IS, TO_INT32, TO_INT64)
        FROM(4, uint8_t, AS_IT_IS, TO_INT32, TO_INT64)
        FROM(5, uint8_t, AS_IT_IS, TO_INT32, TO_INT64)
        FROM(6, uint16_t, from_float16, whole32, whole)
        FROM(7, uint16_t, from_bfloat16, whole32, whole)
    }
}
