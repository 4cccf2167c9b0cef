#include "CKernels.h"
#include "clones.h"

// An exponent of ones is that of infinities and of what is no number.
#define DEFINE(name, T, Bits, exponent)                                                      \
    KINDLING_CLONES bool kindling_all_finite_##name(const T *x, ptrdiff_t n) {               \
        typedef Bits __attribute__((may_alias)) AnyBits;                                     \
        const AnyBits *bits = (const AnyBits *)x;                                            \
        Bits found = 0;                                                                      \
        for (ptrdiff_t i = 0; i < n; i++) found |= (bits[i] & (exponent)) == (exponent);     \
        return found == 0;                                                                   \
    }
DEFINE(f32, float, uint32_t, UINT32_C(0xff) << 23)
DEFINE(f64, double, uint64_t, UINT64_C(0x7ff) << 52)
