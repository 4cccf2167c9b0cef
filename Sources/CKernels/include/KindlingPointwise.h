// Element by element.
#pragma once
#include "KindlingElements.h"

enum KindlingUnary {
    KU_NEGATE, KU_ABS, KU_SIGN, KU_SQUARE, KU_RECIPROCAL, KU_SQRT, KU_RSQRT,
    KU_EXP, KU_EXP2, KU_EXPM1, KU_LOG, KU_LOG2, KU_LOG10, KU_LOG1P,
    KU_SIN, KU_COS, KU_TAN, KU_ASIN, KU_ACOS, KU_ATAN,
    KU_SINH, KU_COSH, KU_TANH, KU_ASINH, KU_ACOSH, KU_ATANH,
    KU_SIGMOID, KU_RELU, KU_ERF, KU_ERFC,
    KU_FLOOR, KU_CEIL, KU_ROUND, KU_TRUNC, KU_NOT,
    KU_LGAMMA, KU_DIGAMMA, KU_ERFINV, KU_ERFCX, KU_NDTRI, KU_LOG_NDTR, KU_I0, KU_I0E, KU_I1, KU_I1E, KU_ENTR, KU_SINC,
};

enum KindlingBinary {
    KB_ADD, KB_SUBTRACT, KB_MULTIPLY, KB_DIVIDE, KB_POWER, KB_MAXIMUM, KB_MINIMUM,
    KB_REMAINDER, KB_FMOD, KB_FLOOR_DIVIDE, KB_ATAN2, KB_HYPOT, KB_COPYSIGN, KB_LOG_ADD_EXP,
    KB_AND, KB_OR, KB_XOR,
    KB_XLOGY, KB_XLOG1PY, KB_ZETA,
    KB_SIGMOID_GRADIENT, KB_TANH_GRADIENT, KB_RELU_GRADIENT,
    KB_BINARY_CROSS_ENTROPY, KB_BINARY_CROSS_ENTROPY_WITH_LOGITS, KB_SQUARED_ERROR, KB_ABSOLUTE_ERROR, KB_HUBER,
};

enum KindlingTernary {
    KT_BINARY_CROSS_ENTROPY_GRADIENT, KT_BINARY_CROSS_ENTROPY_WITH_LOGITS_GRADIENT, KT_SQUARED_ERROR_GRADIENT,
    KT_ABSOLUTE_ERROR_GRADIENT, KT_HUBER_GRADIENT,
};

enum KindlingActivation {
    KA_SILU, KA_MISH, KA_GELU, KA_GELU_TANH, KA_HARDSWISH, KA_HARDSIGMOID, KA_HARDTANH, KA_LEAKY_RELU, KA_ELU,
    KA_SOFTPLUS, KA_LOG_SIGMOID, KA_HARDSHRINK, KA_SOFTSHRINK, KA_THRESHOLD,
};

enum KindlingCompare { KC_EQUAL, KC_NOT_EQUAL, KC_LESS, KC_LESS_EQUAL, KC_GREATER, KC_GREATER_EQUAL };

// y[i] = op(x[i sx])
#define X(name, T) \
    void kindling_unary_##name(int op, const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = x[i sx] held within low[i sl] and high[i sh]; the upper bound is stronger, NaN the strongest.
#define X(name, T)                                                                                                  \
    void kindling_clamp_##name(const T *_Nonnull x, ptrdiff_t sx, const T *_Nonnull low, ptrdiff_t sl, const T *_Nonnull high, \
                               ptrdiff_t sh, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = op(x[i sx]), and y[i] = dy[i sd] op'(x[i sx]), for an activation with up to three parameters.
#define X(name, T)                                                                                                  \
    void kindling_activation_##name(int op, double p0, double p1, double p2, const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, \
                                    ptrdiff_t n);                                                                   \
    void kindling_activation_gradient_##name(int op, double p0, double p1, double p2, const T *_Nonnull dy, ptrdiff_t sd, \
                                             const T *_Nonnull x, ptrdiff_t sx, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// y[i] = op(a[i sa], b[i sb])
#define X(name, T)                                                                                       \
    void kindling_binary_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                T *_Nonnull y, ptrdiff_t n);                                             \
    void kindling_compare_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                 uint8_t *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_NUMBERS(X)
#undef X

// y[i] = op(a[i sa], b[i sb], c[i sc])
#define X(name, T)                                                                                         \
    void kindling_ternary_##name(int op, const T *_Nonnull a, ptrdiff_t sa, const T *_Nonnull b, ptrdiff_t sb, \
                                 const T *_Nonnull c, ptrdiff_t sc, T *_Nonnull y, ptrdiff_t n);
KINDLING_FOR_FLOATS(X)
#undef X

// y[i] = (to)x[i sx]. Element types are numbered f32, f64, i32, i64, u8, bool, f16, bf16.
void kindling_cast(int from, const void *_Nonnull x, ptrdiff_t sx, int to, void *_Nonnull y, ptrdiff_t n);
