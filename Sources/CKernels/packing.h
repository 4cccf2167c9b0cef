// Matrices packed into the cache, for kernels that multiply as they go: rows are padded with zeros to whole vectors, so that
// products read them in place.
#pragma once
#include <string.h>

#include "CKernels.h"
#include "lanes.h"

#define TEMPLATE "packing.inc"
#include "for_each_float.inc"
