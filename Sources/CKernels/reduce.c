#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Runs of elements are folded into a fixed number of lanes, whatever the vector width, so that every clone gives the same bits: none
// fuses a square with the sum that it is added to.
#pragma clang fp contract(off)
enum { LANES = 64 };

// Floats are added and multiplied in double; integers in an unsigned type, where they wrap around.
typedef double Fold_f32, Fold_f64;
typedef uint64_t Fold_i32, Fold_i64, Fold_u8;
// What holds elements and the accumulators of extremes.
typedef float Extreme_f32;
typedef double Extreme_f64;
typedef int64_t Extreme_i32, Extreme_i64, Extreme_u8;

#define TEMPLATE "reduce.inc"
#include "for_each_number.inc"

#define TEMPLATE "reduce_scaled.inc"
#include "for_each_float.inc"
