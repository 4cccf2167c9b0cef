// One declaration for each element type, or each size of an element.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KINDLING_FOR_FLOATS(X) X(f32, float) X(f64, double)
#define KINDLING_FOR_INTEGERS(X) X(i32, int32_t) X(i64, int64_t) X(u8, uint8_t)
#define KINDLING_FOR_NUMBERS(X) KINDLING_FOR_FLOATS(X) KINDLING_FOR_INTEGERS(X)
#define KINDLING_FOR_WIDTHS(X) X(8, uint8_t) X(16, uint16_t) X(32, uint32_t) X(64, uint64_t)
// With what they accumulate in.
#define KINDLING_FOR_ACCUMULATORS(X) \
    X(f32, float, double) X(f64, double, double) X(i32, int32_t, int64_t) X(i64, int64_t, int64_t) X(u8, uint8_t, int64_t)
