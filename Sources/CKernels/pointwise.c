#include "CKernels.h"
#include "angles.h"
#include "circular.h"
#include "clones.h"
#include "error_function.h"
#include "exponential.h"
#include "gamma.h"
#include "hyperbolic.h"
#include "integers.h"
#include "logarithm.h"
#include "loops.h"
#include "power.h"
#include "special.h"

// What sums, differences and products are found in: integers wrap around.
typedef float Wide_f32;
typedef double Wide_f64;
typedef uint32_t Wide_i32;
typedef uint64_t Wide_i64;
typedef uint32_t Wide_u8;

// Quotients up to here are short ones: see binary.inc.
static const float SHORT_QUOTIENT_f32 = 0x1p29f;
static const double SHORT_QUOTIENT_f64 = 0x1p52;

KINDLING_INLINE bool are_positive(const float *x, ptrdiff_t sx, ptrdiff_t n) {
    int others = 0;
    if (sx == 1)
        for (ptrdiff_t i = 0; i < n; i++) others |= !(x[i] > 0);
    else
        for (ptrdiff_t i = 0; i < n; i++) others |= !(x[i * sx] > 0);
    return !others;
}

// The cases of operations that the list does not give to these elements: Swift does not ask for them.
#define REFUSED_f32(elements, code) REFUSED_BY_FLOATS_##elements(code)
#define REFUSED_f64(elements, code) REFUSED_BY_FLOATS_##elements(code)
#define REFUSED_i32(elements, code) REFUSED_BY_INTEGERS_##elements(code)
#define REFUSED_i64(elements, code) REFUSED_BY_INTEGERS_##elements(code)
#define REFUSED_u8(elements, code) REFUSED_BY_INTEGERS_##elements(code)
#define REFUSED_BY_FLOATS_FLOATS(code)
#define REFUSED_BY_FLOATS_NUMBERS(code)
#define REFUSED_BY_FLOATS_INTEGERS(code) case code:
#define REFUSED_BY_INTEGERS_FLOATS(code) case code:
#define REFUSED_BY_INTEGERS_NUMBERS(code)
#define REFUSED_BY_INTEGERS_INTEGERS(code)

#define TEMPLATE "unary.inc"
#include "for_each_number.inc"

#define TEMPLATE "binary.inc"
#include "for_each_number.inc"
