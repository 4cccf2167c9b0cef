#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Each element with all before it. A line is a chain of dependent steps: four quarters of a block are folded first, so that four
// chains can run side by side from where each begins.
enum { QUARTER = 128, LANES = 64 };

// Floats in double, integers in an unsigned type, where they wrap around.
typedef double Fold_f32, Fold_f64;
typedef uint64_t Fold_i32, Fold_i64, Fold_u8;

#define TEMPLATE "scan.inc"
#include "for_each_number.inc"
