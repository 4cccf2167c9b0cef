#include "CKernels.h"
#include "clones.h"

#include <float.h>
#include <string.h>

typedef uint8_t Bytes __attribute__((vector_size(64), aligned(1)));
typedef bool Mask __attribute__((ext_vector_type(64)));

// A bit for each of 64 bytes: whether it is `byte`.
KINDLING_INLINE uint64_t equal(const uint8_t *bytes, uint8_t byte) {
    const Mask mask = __builtin_convertvector(*(const Bytes *)bytes == byte, Mask);
    uint64_t bits;
    memcpy(&bits, &mask, 8);
    return bits;
}

KINDLING_CLONES ptrdiff_t kindling_csv_line(const uint8_t *bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter,
                                            ptrdiff_t *delimiters) {
    ptrdiff_t count = 0;
    for (; at + 64 <= end; at += 64) {
        const uint8_t *x = bytes + at;
        const uint64_t found = equal(x, delimiter), stop = equal(x, '\n') | equal(x, '\r') | equal(x, '"');
        if (stop != 0) {
            *delimiters = count + __builtin_popcountll(found & (stop ^ (stop - 1)));
            return at + __builtin_ctzll(stop);
        }
        count += __builtin_popcountll(found);
    }
    for (; at < end && bytes[at] != '\n' && bytes[at] != '\r' && bytes[at] != '"'; at++) count += bytes[at] == delimiter;
    *delimiters = count;
    return at;
}

KINDLING_CLONES ptrdiff_t kindling_count_lines(const uint8_t *bytes, ptrdiff_t n) {
    ptrdiff_t count = 0;
    uint64_t after_return = 0;
    for (; n >= 64; n -= 64, bytes += 64) {
        const uint64_t feed = equal(bytes, '\n'), carriage = equal(bytes, '\r');
        count += __builtin_popcountll(carriage) + __builtin_popcountll(feed & ~(carriage << 1 | after_return));
        after_return = carriage >> 63;
    }
    for (; n > 0; n--, bytes++) {
        count += *bytes == '\r' || (*bytes == '\n' && !after_return);
        after_return = *bytes == '\r';
    }
    return count;
}

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// mantissa · 10^power, rounded once; false where more than one rounding may be needed.
KINDLING_INLINE bool scaled(uint64_t mantissa, int power, double *value) {
    // Both factors are exact, so the product or quotient is rounded only once.
    if (mantissa <= (uint64_t)1 << 53 && power >= -22 && power <= 22) {
        *value = power < 0 ? (double)mantissa / powers[-power] : (double)mantissa * powers[power];
        return true;
    }
#if LDBL_MANT_DIG == 64
    // The same with 64 bits. Rounded again, to 53 bits, it is right unless the first rounding led to the middle between two
    // doubles.
    static const long double wide[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,  1e9L,
                                       1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L,
                                       1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};
    if (power < -27 || power > 27) return false;
    const long double exact = power < 0 ? (long double)mantissa / wide[-power] : (long double)mantissa * wide[power];
    uint64_t bits;
    memcpy(&bits, &exact, 8);
    *value = (double)exact;
    return (bits & 0x7FF) != 0x400;
#else
    return false;
#endif
}

KINDLING_INLINE bool is_digit(uint8_t byte) { return (uint8_t)(byte - '0') < 10; }

// Eight digits at once, the first in the lowest byte.
KINDLING_INLINE bool are_digits(uint64_t eight) {
    return (((eight + 0x4646464646464646) | (eight - 0x3030303030303030)) & 0x8080808080808080) == 0;
}
KINDLING_INLINE uint64_t number_of(uint64_t eight) {
    eight -= 0x3030303030303030;
    eight = eight * 10 + (eight >> 8);
    return (uint32_t)(((eight & 0x000000FF000000FF) * 0x000F424000000064 +
                       (eight >> 16 & 0x000000FF000000FF) * 0x0000271000000001) >> 32);
}

// Reads the number at p and returns its end; NULL where there is no number, or one that `scaled` cannot round.
KINDLING_INLINE const uint8_t *number(const uint8_t *p, const uint8_t *end, uint8_t decimal, double *value) {
    const bool negative = *p == '-';
    p += negative;
    uint64_t mantissa = 0;
    const uint8_t *start = p;
    for (; is_digit(*p); p++) mantissa = mantissa * 10 + (*p - '0');
    ptrdiff_t digits = p - start, fraction = 0;
    if (*p == decimal) {
        start = ++p;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        if (end - p >= 8) {
            uint64_t eight;
            memcpy(&eight, p, 8);
            if (are_digits(eight)) {
                mantissa = mantissa * 100000000 + number_of(eight);
                p += 8;
            }
        }
#endif
        for (; is_digit(*p); p++) mantissa = mantissa * 10 + (*p - '0');
        fraction = p - start;
        digits += fraction;
    }
    if (digits == 0 || digits > 19) return NULL;
    int exponent = 0;
    if ((*p | 0x20) == 'e') {
        const bool below = *++p == '-';
        p += below || *p == '+';
        start = p;
        for (; is_digit(*p) && p - start < 4; p++) exponent = exponent * 10 + (*p - '0');
        if (p == start) return NULL;
        if (below) exponent = -exponent;
    }
    if (!scaled(mantissa, exponent - (int)fraction, value)) return NULL;
    if (negative) *value = -*value;
    return p;
}

bool kindling_csv_numbers(const uint8_t *bytes, ptrdiff_t at, ptrdiff_t end, uint8_t delimiter, uint8_t decimal,
                          const int32_t *indices, ptrdiff_t columns, double *numbers) {
    const uint8_t *p = bytes + at, *const stop = bytes + end;
    const uint8_t blank = delimiter == ' ' ? '\t' : ' ';
    for (ptrdiff_t column = 0; column < columns; column++) {
        while (*p == blank) p++;
        if (indices[column] < 0) {
            if (*p == '"' || (*p == '\t' && delimiter != '\t')) return false;
            while (*p != delimiter && *p != '\n' && *p != '\r') p++;
        } else {
            p = number(p, stop, decimal, numbers + indices[column]);
            if (p == NULL) return false;
            while (*p == blank) p++;
            if (*p != delimiter && *p != '\n' && *p != '\r') return false;
        }
        if (*p == delimiter) p++;
    }
    return true;
}
