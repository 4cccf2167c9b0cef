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

// What is converted, of an element: halves as floats.
KINDLING_INLINE float widened_f32(float v) { return v; }
KINDLING_INLINE double widened_f64(double v) { return v; }
KINDLING_INLINE int32_t widened_i32(int32_t v) { return v; }
KINDLING_INLINE int64_t widened_i64(int64_t v) { return v; }
KINDLING_INLINE uint8_t widened_u8(uint8_t v) { return v; }
KINDLING_INLINE float widened_f16(uint16_t v) { return from_float16(v); }
KINDLING_INLINE float widened_bf16(uint16_t v) { return from_bfloat16(v); }

// A case of the type that elements become: x[i sx] is v, the expression's value to[i].
#define CONVERT(code, To, expression)                                                                                     \
    case code: {                                                                                                          \
        To *to = y;                                                                                                       \
        if (sx == 1)                                                                                                      \
            KINDLING_EACH(i, n, const typeof(NAME(widened)(*x)) v = NAME(widened)(x[i]); to[i] = expression);             \
        else                                                                                                              \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                           \
                const typeof(NAME(widened)(*x)) v = NAME(widened)(x[i * sx]);                                             \
                to[i] = expression;                                                                                       \
            }                                                                                                             \
        break;                                                                                                            \
    }

#define TEMPLATE "cast.inc"
#include "for_each_number.inc"
#define T uint16_t
#define NAME(x) x##_f16
#define IS_FLOAT 1
#include "cast.inc"
#include "elements/end.inc"
#define T uint16_t
#define NAME(x) x##_bf16
#define IS_FLOAT 1
#include "cast.inc"
#include "elements/end.inc"

KINDLING_CLONES void kindling_cast(KindlingDType from, const void *x, ptrdiff_t sx, KindlingDType to, void *y, ptrdiff_t n) {
    switch (from) {
        case KD_FLOAT32: return cast_f32(x, sx, to, y, n);
        case KD_FLOAT64: return cast_f64(x, sx, to, y, n);
        case KD_INT32: return cast_i32(x, sx, to, y, n);
        case KD_INT64: return cast_i64(x, sx, to, y, n);
        case KD_UINT8:
        case KD_BOOL: return cast_u8(x, sx, to, y, n);
        case KD_FLOAT16: return cast_f16(x, sx, to, y, n);
        case KD_BFLOAT16: return cast_bf16(x, sx, to, y, n);
    }
}
