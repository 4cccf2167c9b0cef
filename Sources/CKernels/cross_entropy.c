#include "exponential.h"
#include "sums.h"

// Cross-entropy of logits whose classes lie along a run, for one row of them; or of one class to a piece and a row to each
// element of a run (`lanewise`). The largest logit is subtracted first, so that no exponential overflows; it need not be NaN where a
// logit is, since NaN's exponential is NaN too.
#define LARGER(v, t) ((v) > (t) ? (v) : (t))

// Below this sum of exponentials nearly all of it is the largest logit's, which would leave few digits of the others.
static const double CONFIDENT = 1 + 0x1p-6;

#define TEMPLATE "cross_entropy.inc"
#include "for_each_float.inc"
