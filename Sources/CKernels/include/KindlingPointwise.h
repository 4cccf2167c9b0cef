// Element by element.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"

// Of numbers: y[i] = op(x[i sx]); x[i sx] held within low[i sl] and high[i sh], of which the upper bound wins, and NaN propagates;
// y[i] = op(a[i sa], b[i sb]); and whether a comparison holds.
#define TEMPLATE "declarations/pointwise.inc"
#include "../for_each_number.inc"

// Of floats: y[i] = op(x[i sx]) for an activation with up to three parameters, and y[i] = dy[i sd] op'(x[i sx]); the loss of a
// prediction p[i] for a target t[i], and its gradient by the prediction for the cotangent c[i sc].
#define TEMPLATE "declarations/activations.inc"
#include "../for_each_float.inc"

// y[i] = (to)x[i sx]
void kindling_cast(KindlingDType from, const void *_Nonnull x, ptrdiff_t sx, KindlingDType to, void *_Nonnull y, ptrdiff_t n);
