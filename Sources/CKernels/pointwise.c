#include "CKernels.h"
#include "angles.h"
#include "circular.h"
#include "clones.h"
#include "error_function.h"
#include "exponential.h"
#include "gamma.h"
#include "hyperbolic.h"
#include "logarithm.h"
#include "loops.h"
#include "power.h"
#include "special.h"

KINDLING_INLINE double erfinv_f64(double x) { return kindling_erfinv(x); }

// Angles above the limit need more digits of pi than the vector code has: libm knows them.
#define CIRCULAR(op, name, f, function)                                                                       \
    case op:                                                                                                  \
        if (is_within_##name(x, sx, n)) {                                                                     \
            UNARY_LOOPS(function##_##name(v))                                                                 \
        } else {                                                                                              \
            for (ptrdiff_t i = 0; i < n; i++) {                                                               \
                const T v = x[i * sx];                                                                        \
                y[i] = fabs##f(v) < CIRCULAR_LIMIT_##name ? function##_##name(v) : function##f(v);            \
            }                                                                                                 \
        }                                                                                                     \
        break;

#define IS_WITHIN(name, T, f)                                                                                 \
    KINDLING_INLINE bool is_within_##name(const T *x, ptrdiff_t sx, ptrdiff_t n) {                            \
        int outside = 0;                                                                                      \
        if (sx == 1)                                                                                          \
            for (ptrdiff_t i = 0; i < n; i++) outside |= !(fabs##f(x[i]) < CIRCULAR_LIMIT_##name);            \
        else                                                                                                  \
            for (ptrdiff_t i = 0; i < n; i++) outside |= !(fabs##f(x[i * sx]) < CIRCULAR_LIMIT_##name);       \
        return !outside;                                                                                      \
    }
IS_WITHIN(f32, float, f)
IS_WITHIN(f64, double, )

// Negative numbers cost a sine and a logarithm more.
KINDLING_INLINE bool are_positive(const float *x, ptrdiff_t sx, ptrdiff_t n) {
    int others = 0;
    if (sx == 1)
        for (ptrdiff_t i = 0; i < n; i++) others |= !(x[i] > 0);
    else
        for (ptrdiff_t i = 0; i < n; i++) others |= !(x[i * sx] > 0);
    return !others;
}
#define GAMMA_f32(op, function)                            \
    case op:                                               \
        if (are_positive(x, sx, n)) {                      \
            UNARY_LOOPS(function##_of_positive(v))         \
        } else {                                           \
            UNARY_LOOPS(function##_f32(v))                 \
        }                                                  \
        break;
#define GAMMA_f64(op, function) UNARY(op, kindling_##function(v))

#define FLOAT_UNARY(name, f)                                     \
    UNARY(KU_NEGATE, -v)                                         \
    UNARY(KU_ABS, fabs##f(v))                                    \
    UNARY(KU_SIGN, (v > 0) - (v < 0))                            \
    UNARY(KU_SQUARE, v * v)                                      \
    UNARY(KU_RECIPROCAL, 1 / v)                                  \
    UNARY(KU_SQRT, __builtin_elementwise_sqrt(v))                \
    UNARY(KU_RSQRT, 1 / __builtin_elementwise_sqrt(v))           \
    UNARY(KU_EXP, exp_##name(v))                                 \
    UNARY(KU_EXP2, exp2_##name(v))                              \
    UNARY(KU_EXPM1, expm1_##name(v))                             \
    UNARY(KU_LOG, log_##name(v))                                 \
    UNARY(KU_LOG2, log2_##name(v))                              \
    UNARY(KU_LOG10, log10_##name(v))                            \
    UNARY(KU_LOG1P, log1p_##name(v))                             \
    CIRCULAR(KU_SIN, name, f, sin)                               \
    CIRCULAR(KU_COS, name, f, cos)                               \
    CIRCULAR(KU_TAN, name, f, tan)                               \
    UNARY(KU_ASIN, asin_##name(v))                                   \
    UNARY(KU_ACOS, acos_##name(v))                                   \
    UNARY(KU_ATAN, atan_##name(v))                                   \
    UNARY(KU_SINH, sinh_##name(v))                                   \
    UNARY(KU_COSH, cosh_##name(v))                                   \
    UNARY(KU_TANH, tanh_##name(v))                               \
    UNARY(KU_ASINH, asinh_##name(v))                                 \
    UNARY(KU_ACOSH, acosh_##name(v))                                 \
    UNARY(KU_ATANH, atanh_##name(v))                                 \
    UNARY(KU_SIGMOID, sigmoid_##name(v))                         \
    UNARY(KU_RELU, v > 0 || v != v ? v : 0)                      \
    UNARY(KU_ERF, erf_##name(v))                                 \
    UNARY(KU_ERFC, erfc_##name(v))                                 \
    UNARY(KU_FLOOR, floor##f(v))                                 \
    UNARY(KU_CEIL, ceil##f(v))                                   \
    UNARY(KU_ROUND, rint##f(v))                                  \
    UNARY(KU_TRUNC, trunc##f(v))                                 \
    UNARY(KU_NOT, v == 0)                                        \
    GAMMA_##name(KU_LGAMMA, log_gamma)                           \
    GAMMA_##name(KU_DIGAMMA, digamma)                            \
    UNARY(KU_ERFINV, erfinv_##name(v))                           \
    UNARY(KU_ERFCX, kindling_erfcx(v))                           \
    UNARY(KU_NDTRI, kindling_ndtri(v))                           \
    UNARY(KU_LOG_NDTR, kindling_log_ndtr(v))                     \
    UNARY(KU_I0, kindling_i0(v))                                 \
    UNARY(KU_I0E, kindling_i0e(v))                               \
    UNARY(KU_I1, kindling_i1(v))                                 \
    UNARY(KU_I1E, kindling_i1e(v))                               \
    UNARY(KU_ENTR, kindling_entr(v))                             \
    UNARY(KU_SINC, v == 0 ? 1 : sin##f(v * (T)PI) / (v * (T)PI))

#define FLOAT_BINARY(name, f)                                                         \
    BINARY(KB_DIVIDE, u / v)                                                          \
    BINARY(KB_POWER, pow_##name(u, v))                                                 \
    BINARY(KB_MAXIMUM, u > v || u != u ? u : v)                                       \
    BINARY(KB_MINIMUM, u < v || u != u ? u : v)                                       \
    REMAINDER(KB_REMAINDER, name, f, floored_remainder_##name)                        \
    REMAINDER(KB_FMOD, name, f, truncated_remainder_##name)                           \
    REMAINDER(KB_FLOOR_DIVIDE, name, f, floor_divide_##name)                          \
    BINARY(KB_ATAN2, atan2_##name(u, v))                                                  \
    BINARY(KB_HYPOT, hypot_##name(u, v))                                              \
    BINARY(KB_COPYSIGN, copysign##f(u, v))                                            \
    BINARY(KB_LOG_ADD_EXP, u == v ? u + (T)0.693147180559945309 : maximum_##name(u, v) + log1p_##name(exp_##name(-fabs##f(u - v)))) \
    BINARY(KB_XLOGY, kindling_xlogy(u, v))                                            \
    BINARY(KB_XLOG1PY, kindling_xlog1py(u, v))                                        \
    BINARY(KB_ZETA, kindling_zeta(u, v))                                              \
    BINARY(KB_SIGMOID_GRADIENT, u * (v * (1 - v)))                                    \
    BINARY(KB_TANH_GRADIENT, u * (1 - v * v))                                         \
    BINARY(KB_RELU_GRADIENT, v <= 0 ? 0 : u)                                          \
    /* torch's: each logarithm is held above -100. NaN where a prediction or a target is no probability. */ \
    BINARY(KB_BINARY_CROSS_ENTROPY,                                                   \
           -(v * maximum_##name(log_##name(v * (1 - v) < 0 ? -1 : u), -100)           \
             + (1 - v) * maximum_##name(log1p_##name(-u), -100)))                     \
    BINARY(KB_BINARY_CROSS_ENTROPY_WITH_LOGITS, cross_entropy_of_logit_##name(u, v))  \
    BINARY(KB_SQUARED_ERROR, (u - v) * (u - v))                                       \
    BINARY(KB_ABSOLUTE_ERROR, fabs##f(u - v))                                         \
    BINARY(KB_HUBER, fabs##f(u - v) <= 1 ? (T)0.5 * ((u - v) * (u - v)) : fabs##f(u - v) - (T)0.5)

// With logits, and its slope by u: what the target leaves of the larger probability is never a difference of rounded numbers.
#define LOGIT_LOSSES(name, T, f)                                                          \
    KINDLING_INLINE T cross_entropy_of_logit_##name(T u, T v) {                           \
        const T missed = u > 0 ? 1 - v : v; /* times an infinite logit 0 stays 0 */       \
        return (missed == 0 ? 0 : fabs##f(u) * missed) + log1p_##name(exp_##name(-fabs##f(u))); \
    }                                                                                     \
    KINDLING_INLINE T logit_slope_##name(T u, T v) {                                      \
        const T tail = sigmoid_##name(-fabs##f(u));                                       \
        return u > 0 ? 1 - v - tail : tail - v;                                           \
    }
LOGIT_LOSSES(f32, float, f)
LOGIT_LOSSES(f64, double, )

// Division of integers by zero gives 0: a serving process must not die of a value.
#define INTEGER_UNARY                                            \
    UNARY(KU_NEGATE, 0 - (uint64_t)v)                            \
    UNARY(KU_ABS, v < 0 ? 0 - (uint64_t)v : v)                   \
    UNARY(KU_SIGN, (v > 0) - (v < 0))                            \
    UNARY(KU_SQUARE, (uint64_t)v * (uint64_t)v)                  \
    UNARY(KU_RELU, v > 0 ? v : 0)                                \
    UNARY(KU_FLOOR, v)                                           \
    UNARY(KU_CEIL, v)                                            \
    UNARY(KU_ROUND, v)                                           \
    UNARY(KU_TRUNC, v)                                           \
    UNARY(KU_NOT, v == 0)

#define INTEGER_BINARY                                           \
    BINARY(KB_POWER, integer_power(u, v))                        \
    BINARY(KB_MAXIMUM, u > v ? u : v)                            \
    BINARY(KB_MINIMUM, u < v ? u : v)                            \
    BINARY(KB_REMAINDER, floored_remainder(u, v))                \
    BINARY(KB_FMOD, truncated_remainder(u, v))                   \
    BINARY(KB_FLOOR_DIVIDE, floored_quotient(u, v))              \
    BINARY(KB_AND, u & v)                                        \
    BINARY(KB_OR, u | v)                                         \
    BINARY(KB_XOR, u ^ v)

// By v, where r is the remainder of the quotient without its fraction.
#define FLOATED_REMAINDERS(name, T, f)                                           \
    KINDLING_INLINE T truncated_remainder_##name(T u, T v, T r) { return r; }    \
    KINDLING_INLINE T floored_remainder_##name(T u, T v, T r) {                  \
        return r != 0 && (v < 0) != (r < 0) ? r + v : r;                         \
    }                                                                            \
    /* Python's: the quotient that floored_remainder belongs to */               \
    KINDLING_INLINE T floor_divide_##name(T u, T v, T r) {                       \
        T q = (u - r) / v;                                                       \
        q = r != 0 && (v < 0) != (r < 0) ? q - 1 : q;                            \
        T whole = __builtin_elementwise_floor(q);                                \
        whole = q - whole > (T)0.5 ? whole + 1 : whole;                          \
        whole = q == 0 ? copysign##f((T)0, u / v) : whole;                       \
        return v == 0 ? u / v : whole;                                           \
    }
FLOATED_REMAINDERS(f32, float, f)
FLOATED_REMAINDERS(f64, double, )

// Where the quotient of u by v has few enough digits, its whole part is exact in a double, or one too many, and so is what remains.
#define SHORT_QUOTIENTS(name, T, f, limit)                                                                              \
    KINDLING_INLINE bool is_short_quotient_##name(T u, T v) { return fabs##f(u) < limit * fabs##f(v) && fabs##f(v) < INFINITY; } \
    KINDLING_INLINE T short_remainder_##name(T u, T v) {                                                                \
        double a = u, b = v, r = fma(-__builtin_elementwise_trunc(a / b), b, a);                                        \
        r = r != 0.0 && (r < 0.0) != (a < 0.0) ? r + copysign(b, a) : r;                                                \
        return copysign##f((T)r, u);                                                                                    \
    }                                                                                                                   \
    KINDLING_INLINE bool are_short_quotients_##name(const T *a, ptrdiff_t sa, const T *b, ptrdiff_t sb, ptrdiff_t n) {  \
        int others = 0;                                                                                                 \
        if (sa == 1 && sb == 1)                                                                                         \
            for (ptrdiff_t i = 0; i < n; i++) others |= !is_short_quotient_##name(a[i], b[i]);                          \
        else                                                                                                            \
            for (ptrdiff_t i = 0; i < n; i++) others |= !is_short_quotient_##name(a[i * sa], b[i * sb]);                \
        return !others;                                                                                                 \
    }
SHORT_QUOTIENTS(f32, float, f, 0x1p29f)
SHORT_QUOTIENTS(f64, double, , 0x1p52)
#define REMAINDER(op, name, f, function)                                                \
    case op:                                                                            \
        if (are_short_quotients_##name(a, sa, b, sb, n)) {                              \
            PAIR_LOOPS(y[i] = function(u, v, short_remainder_##name(u, v)))             \
        } else {                                                                        \
            for (ptrdiff_t i = 0; i < n; i++) {                                         \
                const T u = a[i * sa], v = b[i * sb];                                   \
                y[i] = function(u, v, fmod##f(u, v));                                   \
            }                                                                           \
        }                                                                               \
        break;

// The smallest integer divided by -1 overflows.
KINDLING_INLINE int64_t truncated_remainder(int64_t u, int64_t v) { return v == 0 || v == -1 ? 0 : u % v; }

KINDLING_INLINE int64_t floored_remainder(int64_t u, int64_t v) {
    int64_t r = truncated_remainder(u, v);
    return r != 0 && (v < 0) != (r < 0) ? r + v : r;
}

KINDLING_INLINE int64_t floored_quotient(int64_t u, int64_t v) {
    if (v == 0) return 0;
    if (v == -1) return (int64_t)(0 - (uint64_t)u);
    int64_t q = u / v;
    return u % v != 0 && (u < 0) != (v < 0) ? q - 1 : q;
}

KINDLING_INLINE int64_t integer_power(int64_t base, int64_t exponent) {
    if (exponent < 0) return base == 1 ? 1 : base == -1 ? (exponent % 2 ? -1 : 1) : 0;
    uint64_t result = 1, square = (uint64_t)base;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1) result *= square;
        square *= square;
    }
    return (int64_t)result;
}

#define ARITHMETIC_BINARY(W)               \
    BINARY(KB_ADD, (W)u + (W)v)            \
    BINARY(KB_SUBTRACT, (W)u - (W)v)       \
    BINARY(KB_MULTIPLY, (W)u * (W)v)

#define DEFINE(name, Type, Wide, unary_cases, binary_cases)                                                          \
    KINDLING_CLONES void kindling_unary_##name(int op, const Type *x, ptrdiff_t sx, Type *y, ptrdiff_t n) {          \
        typedef Type T;                                                                                              \
        switch (op) { unary_cases }                                                                                  \
    }                                                                                                                \
    KINDLING_CLONES void kindling_binary_##name(int op, const Type *a, ptrdiff_t sa, const Type *b, ptrdiff_t sb,    \
                                                Type *y, ptrdiff_t n) {                                              \
        typedef Type T;                                                                                              \
        switch (op) { ARITHMETIC_BINARY(Wide) binary_cases }                                                         \
    }                                                                                                                \
    KINDLING_CLONES void kindling_compare_##name(int op, const Type *a, ptrdiff_t sa, const Type *b, ptrdiff_t sb,   \
                                                 uint8_t *y, ptrdiff_t n) {                                          \
        typedef Type T;                                                                                              \
        switch (op) {                                                                                                \
            case KC_EQUAL: PAIR_LOOPS(y[i] = u == v) break;                                                          \
            case KC_NOT_EQUAL: PAIR_LOOPS(y[i] = u != v) break;                                                      \
            case KC_LESS: PAIR_LOOPS(y[i] = u < v) break;                                                            \
            case KC_LESS_EQUAL: PAIR_LOOPS(y[i] = u <= v) break;                                                     \
            case KC_GREATER: PAIR_LOOPS(y[i] = u > v) break;                                                         \
            case KC_GREATER_EQUAL: PAIR_LOOPS(y[i] = u >= v) break;                                                  \
        }                                                                                                            \
    }

DEFINE(f32, float, float, FLOAT_UNARY(f32, f), FLOAT_BINARY(f32, f))
DEFINE(f64, double, double, FLOAT_UNARY(f64, ), FLOAT_BINARY(f64, ))
DEFINE(i32, int32_t, uint32_t, INTEGER_UNARY, INTEGER_BINARY)
DEFINE(i64, int64_t, uint64_t, INTEGER_UNARY, INTEGER_BINARY)
DEFINE(u8, uint8_t, uint32_t, INTEGER_UNARY, INTEGER_BINARY)

// Gradients of the two losses by their first argument, torch's: u is the cotangent, v the prediction, w the target.
#define TERNARY(op, expression)                                                                        \
    case op:                                                                                           \
        if (sa == 0 && sb == 1 && sc == 1)                                                             \
            KINDLING_EACH(i, n, const T u = *a; const T v = b[i]; const T w = c[i]; y[i] = (T)(expression)); \
        else                                                                                           \
            for (ptrdiff_t i = 0; i < n; i++) {                                                        \
                const T u = a[i * sa], v = b[i * sb], w = c[i * sc];                                   \
                y[i] = (T)(expression);                                                                \
            }                                                                                          \
        break;
#define DEFINE_TERNARY(name, Type)                                                                                   \
    KINDLING_CLONES void kindling_ternary_##name(int op, const Type *a, ptrdiff_t sa, const Type *b, ptrdiff_t sb,   \
                                                 const Type *c, ptrdiff_t sc, Type *y, ptrdiff_t n) {                \
        typedef Type T;                                                                                              \
        switch (op) {                                                                                                \
            TERNARY(KT_BINARY_CROSS_ENTROPY_GRADIENT, u * (v - w) / maximum_##name((1 - v) * v, (T)1e-12))           \
            TERNARY(KT_BINARY_CROSS_ENTROPY_WITH_LOGITS_GRADIENT, u * logit_slope_##name(v, w))                      \
            TERNARY(KT_SQUARED_ERROR_GRADIENT, u * (2 * (v - w)))                                                    \
            TERNARY(KT_ABSOLUTE_ERROR_GRADIENT, u * (T)((v > w) - (v < w)))                                          \
            TERNARY(KT_HUBER_GRADIENT, u * (v - w > 1 ? 1 : v - w < -1 ? -1 : v - w))                                \
        }                                                                                                            \
    }
DEFINE_TERNARY(f32, float)
DEFINE_TERNARY(f64, double)
