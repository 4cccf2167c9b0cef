// Vectors of 64 bytes, which several registers hold where those are narrower.
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "transpose.h"

#define TEMPLATE "lanes.inc"
#include "for_each_float.inc"

#define TEMPLATE "transpose.inc"
#include "for_each_float.inc"

// One vector from or to any address.
#define LOAD(address) (*(const NAME(loose) *)(address))
#define STORE(address, vector) (*(NAME(loose) *)(address) = (vector))

// Whole vectors, of either type.
enum { WIDE = 16 };
KINDLING_INLINE ptrdiff_t rounded_up(ptrdiff_t n) { return (n + WIDE - 1) / WIDE * WIDE; }
