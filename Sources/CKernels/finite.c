#include "CKernels.h"
#include "clones.h"

// The bits of the exponent, which are all set in infinities and NaN.
#define EXPONENT_f32 (UINT32_C(0xff) << 23)
#define EXPONENT_f64 (UINT64_C(0x7ff) << 52)

#define TEMPLATE "finite.inc"
#include "for_each_float.inc"
