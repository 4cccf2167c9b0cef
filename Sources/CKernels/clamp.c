#include "CKernels.h"
#include "clones.h"

#define TEMPLATE "clamp.inc"
#include "for_each_number.inc"
