#include <math.h>

#include "exponential.h"
#include "sums.h"

// Softmax of rows, and of columns side by side. The largest element is subtracted first, so that no exponential overflows; it
// need not be NaN where one is among the elements, since NaN's exponential is NaN too. A row of -inf gives NaN, as in torch.
#define LARGER(v, t) ((v) > (t) ? (v) : (t))

// Below this sum of exponentials nearly all of it is the largest element's: the logarithm is computed from the sum of the others,
// and the derivative of a logarithm near 0 without a difference of numbers near 1.
static const double CONFIDENT = 1 + 0x1p-6, NEAR_ZERO = -0x1p-6;

#define TEMPLATE "softmax.inc"
#include "for_each_float.inc"
