#include "CKernels.h"
#include "clones.h"
#include "exponential.h"
#include "packing.h"

// Recurrent networks, some rows of the batch at a time: rows do not depend on each other, so each chunk of a batch runs through
// all steps on its own. A step is one product, whose weights stay in the cache, and one pass over its result.

#define TEMPLATE "recurrent.inc"
#include "for_each_float.inc"
