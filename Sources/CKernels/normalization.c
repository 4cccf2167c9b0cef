#include "sums.h"
#include "wide_range.h"

#pragma clang fp contract(off)

// Variances below this have lost squares that the type is too small to hold.
#define LEAST_VARIANCE_f32 0x1p-80
#define LEAST_VARIANCE_f64 0x1p-900

#define TEMPLATE "normalization.inc"
#include "for_each_float.inc"
