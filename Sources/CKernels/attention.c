#include "CKernels.h"
#include "clones.h"
#include "exponential.h"
#include "packing.h"

// Attention, head by head. A block of queries is multiplied with all its keys at once, so that only the scores of a block are kept
// and not those of all queries. Keys and values are packed first, since the rows of a head are strided.
enum { QUERIES = 32 };

// exp(x) for x <= 0, and 0 below -87: contracted, and without the steps that overflow and subnormal results would take.
KINDLING_INLINE float exp_of_negative_f32(float x) {
    #pragma clang fp contract(fast)
    const float to_integer = 12582912.0f;
    const float shifted = (x < -87.0f ? -87.0f : x) * 1.44269504f + to_integer, k = shifted - to_integer;
    const float r = (x < -87.0f ? -87.0f : x) - k * LN2_HIGH_f32 - k * LN2_LOW_f32;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    const float scale = of_bits_f32((bits_of_f32(shifted) - bits_of_f32(to_integer) + 127) << 23);
    return x < -87.0f ? 0.0f : scale * (p * (r * r) + r + 1.0f);
}
KINDLING_INLINE double exp_of_negative_f64(double x) { return exp(x); }

#define TEMPLATE "attention.inc"
#include "for_each_float.inc"
