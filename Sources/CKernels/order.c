#include <string.h>

#include "CKernels.h"
#include "clones.h"

// Sorted positions. An element becomes an unsigned key of the same order: NaN is largest, both zeros are equal. A key above its
// position in one integer is an entry. Those of few ranks are found by halving the interval of their keys, which is counting.
typedef unsigned __int128 uint128_t;
enum { SHORT = 32, DIGIT = 11, SMALL_DIGIT = 8 };

typedef uint32_t Key_f32, Key_i32, Key_u8;
typedef uint64_t Key_f64, Key_i64;
typedef uint64_t Entry_f32, Entry_i32, Entry_u8;
typedef uint128_t Entry_f64, Entry_i64;

KINDLING_INLINE uint32_t key_f32(float v) {
    const float plain = v + 0.0f;
    const uint32_t bits = __builtin_bit_cast(uint32_t, plain);
    return v != v ? (uint32_t)-1 : bits ^ ((uint32_t)((int32_t)bits >> 31) | (uint32_t)1 << 31);
}
KINDLING_INLINE uint64_t key_f64(double v) {
    const double plain = v + 0.0;
    const uint64_t bits = __builtin_bit_cast(uint64_t, plain);
    return v != v ? (uint64_t)-1 : bits ^ ((uint64_t)((int64_t)bits >> 63) | (uint64_t)1 << 63);
}
KINDLING_INLINE uint32_t key_i32(int32_t v) { return (uint32_t)v ^ (uint32_t)1 << 31; }
KINDLING_INLINE uint64_t key_i64(int64_t v) { return (uint64_t)v ^ (uint64_t)1 << 63; }
KINDLING_INLINE uint32_t key_u8(uint8_t v) { return v; }

#define TEMPLATE "order.inc"
#include "for_each_number.inc"
