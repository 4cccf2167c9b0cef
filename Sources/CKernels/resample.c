#include "CKernels.h"
#include "clones.h"

// Weighted sums of slices: of whole rows, or of single elements. Multiply-adds may be fused.
#pragma clang fp contract(fast)

#define TEMPLATE "resample.inc"
#include "for_each_float.inc"
