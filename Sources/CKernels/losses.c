#include "CKernels.h"
#include "clones.h"
#include "exponential.h"
#include "logarithm.h"
#include "loops.h"

// The gradient of a loss is one expression of the cotangent u, the prediction v and the target w. Of a loss that is reduced, the
// cotangent is one number.
#define TERNARY(op, expression)                                                                                  \
    case op:                                                                                                     \
        if (sc == 0 && sp == 1 && st == 1)                                                                       \
            KINDLING_EACH(i, n, const T u = *c; const T v = p[i]; const T w = t[i]; y[i] = (T)(expression));     \
        else                                                                                                     \
            for (ptrdiff_t i = 0; i < n; i++) {                                                                  \
                const T u = c[i * sc], v = p[i * sp], w = t[i * st];                                             \
                y[i] = (T)(expression);                                                                          \
            }                                                                                                    \
        break;

#define TEMPLATE "losses.inc"
#include "for_each_float.inc"
