#include <string.h>

#include "CKernels.h"
#include "clones.h"

// Sorted positions. An element becomes an unsigned key of the same order: NaN is largest, both zeros are equal. A key above its
// position in one integer is an entry. Those of few places are found by halving the interval of their keys, which is counting.
typedef unsigned __int128 uint128_t;
enum { SHORT = 32, DIGIT = 11, SMALL_DIGIT = 8 };

#define FLOAT_KEY(T, K, I)                                                                     \
    const T plain = v + (T)0;                                                                  \
    K bits;                                                                                    \
    memcpy(&bits, &plain, sizeof bits);                                                        \
    return v != v ? (K)-1 : bits ^ ((K)((I)bits >> (8 * sizeof bits - 1)) | (K)1 << (8 * sizeof bits - 1));
KINDLING_INLINE uint32_t key_f32(float v) { FLOAT_KEY(float, uint32_t, int32_t) }
KINDLING_INLINE uint64_t key_f64(double v) { FLOAT_KEY(double, uint64_t, int64_t) }
KINDLING_INLINE uint32_t key_i32(int32_t v) { return (uint32_t)v ^ (uint32_t)1 << 31; }
KINDLING_INLINE uint64_t key_i64(int64_t v) { return (uint64_t)v ^ (uint64_t)1 << 63; }
KINDLING_INLINE uint32_t key_u8(uint8_t v) { return v; }

#define DEFINE_ENTRIES(bits, K, E)                                                                                  \
    /* Sorts entries that stand in the order of their positions; answers which of the two places they are in. */    \
    KINDLING_INLINE E *sorted_##bits(E *from, E *to, ptrdiff_t n) {                                                 \
        if (n <= SHORT) {                                                                                           \
            for (ptrdiff_t i = 1; i < n; i++) {                                                                     \
                const E entry = from[i];                                                                            \
                ptrdiff_t j = i;                                                                                    \
                for (; j > 0 && from[j - 1] > entry; j--) from[j] = from[j - 1];                                    \
                from[j] = entry;                                                                                    \
            }                                                                                                       \
            return from;                                                                                            \
        }                                                                                                           \
        const int digit = n < 1 << DIGIT ? SMALL_DIGIT : DIGIT;                                                     \
        const K mask = ((K)1 << digit) - 1;                                                                         \
        for (int shift = 0; shift < bits; shift += digit) {                                                         \
            ptrdiff_t places[1 << DIGIT] = {0}, place = 0;                                                          \
            for (ptrdiff_t i = 0; i < n; i++) places[(K)(from[i] >> bits) >> shift & mask]++;                       \
            if (places[(K)(from[0] >> bits) >> shift & mask] == n) continue;                                        \
            for (K d = 0; d <= mask; d++) {                                                                         \
                const ptrdiff_t count = places[d];                                                                  \
                places[d] = place, place += count;                                                                  \
            }                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) to[places[(K)(from[i] >> bits) >> shift & mask]++] = from[i];         \
            E *swapped = from;                                                                                      \
            from = to, to = swapped;                                                                                \
        }                                                                                                           \
        return from;                                                                                                \
    }                                                                                                               \
    /* Keys from low to high, and how many there are before them and through them. */                               \
    typedef struct { K low, high; ptrdiff_t before, through; } Interval##bits;                                      \
    /* Narrows an interval around a place in the order, until few keys are left in it. */                           \
    KINDLING_INLINE Interval##bits narrowed_##bits(Interval##bits to, const K *keys, ptrdiff_t n, ptrdiff_t place) { \
        while (to.low < to.high && to.through - to.before > SHORT / 2) {                                            \
            const K middle = to.low + (to.high - to.low) / 2;                                                       \
            K through = 0;                                                                                          \
            for (ptrdiff_t i = 0; i < n; i++) through += keys[i] <= middle;                                         \
            if ((ptrdiff_t)through > place) to.high = middle, to.through = (ptrdiff_t)through;                      \
            else to.low = middle + 1, to.before = (ptrdiff_t)through;                                               \
        }                                                                                                           \
        return to;                                                                                                  \
    }
DEFINE_ENTRIES(32, uint32_t, uint64_t)
DEFINE_ENTRIES(64, uint64_t, uint128_t)

#define DEFINE(name, T, bits, K, E)                                                                                 \
    KINDLING_CLONES void kindling_order_##name(bool descending, const T *x, ptrdiff_t s, ptrdiff_t n, ptrdiff_t first, \
                                               ptrdiff_t count, int64_t *order, ptrdiff_t step, void *space) {      \
        E *entries = space;                                                                                         \
        const K flip = descending ? (K)-1 : 0;                                                                      \
        ptrdiff_t m = 0, before = 0;                                                                                \
        if (count > n / 4 || n <= SHORT) {                                                                          \
            for (; m < n; m++) entries[m] = (E)(key_##name(x[m * s]) ^ flip) << bits | (K)m;                        \
        } else {                                                                                                    \
            K *keys = (K *)(entries + n);                                                                           \
            if (s == 1) for (ptrdiff_t i = 0; i < n; i++) keys[i] = key_##name(x[i]) ^ flip;                        \
            else for (ptrdiff_t i = 0; i < n; i++) keys[i] = key_##name(x[i * s]) ^ flip;                           \
            Interval##bits chosen = {0, (K)-1, 0, n};                                                               \
            if (first > 0) chosen = narrowed_##bits(chosen, keys, n, first);                                        \
            if (first == 0 || count > 1) {                                                                          \
                const Interval##bits rest = {chosen.low, (K)-1, chosen.before, n};                                  \
                chosen.high = narrowed_##bits(rest, keys, n, first + count - 1).high;                               \
            }                                                                                                       \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                     \
                entries[m] = (E)keys[i] << bits | (K)i;                                                             \
                m += (K)(keys[i] - chosen.low) <= (K)(chosen.high - chosen.low);                                    \
            }                                                                                                       \
            before = chosen.before;                                                                                 \
        }                                                                                                           \
        const E *sorted = sorted_##bits(entries, entries + n, m) + (first - before);                                \
        for (ptrdiff_t i = 0; i < count; i++) order[i * step] = (int64_t)(K)sorted[i];                              \
    }
DEFINE(f32, float, 32, uint32_t, uint64_t)
DEFINE(i32, int32_t, 32, uint32_t, uint64_t)
DEFINE(u8, uint8_t, 32, uint32_t, uint64_t)
DEFINE(f64, double, 64, uint64_t, uint128_t)
DEFINE(i64, int64_t, 64, uint64_t, uint128_t)
