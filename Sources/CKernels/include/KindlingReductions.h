// What is made of a line of elements, and its order.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// Floats accumulate in double, integers in int64. What sums and products of a scan are stored as.
typedef float KindlingTotal_f32;
typedef double KindlingTotal_f64;
typedef int64_t KindlingTotal_i32, KindlingTotal_i64, KindlingTotal_u8;
#define TEMPLATE "declarations/reductions.inc"
#include "../for_each_number.inc"
#define TEMPLATE "declarations/scaled_reductions.inc"
#include "../for_each_float.inc"

// The least and the greatest of n elements, at least one.
void kindling_bounds(const int64_t *_Nonnull x, ptrdiff_t n, int64_t *_Nonnull low, int64_t *_Nonnull high);

// How a total of floats becomes a result: over a divisor, then perhaps its root. What the total is of, for which both may be false.
typedef struct {
    double divisor;
    bool root, squares, sum;
} KindlingFinish;

static inline double kindling_finish(KindlingFinish how, double total) {
    const double quotient = total / how.divisor;
    return how.root ? __builtin_sqrt(quotient) : quotient;
}

// 0 where a result is right; else a power of two by which its elements are to be scaled to find it again: a total in double may have
// been too large, or squares too small, for what the result itself holds. (The squares of a float32 are ordinary doubles.)
static inline double kindling_range_scale(KindlingFinish how, bool is_double, double result) {
    if (how.sum) return __builtin_isfinite(result) ? 0 : 0x1p-64;
    if (!how.squares || !is_double || !(how.divisor > 0)) return 0;
    return result == __builtin_inf() ? 0x1p-600 : how.root && result < 0x1p-450 ? 0x1p600 : 0;
}

// The result of elements that were scaled.
static inline double kindling_finish_scaled(KindlingFinish how, double total, double scale) {
    return kindling_finish(how, total) / scale / (how.squares && !how.root ? scale : 1);
}
