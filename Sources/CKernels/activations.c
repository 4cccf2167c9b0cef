#include "CKernels.h"
#include "clones.h"
#include "elementary.h"
#include "loops.h"

// What stands between layers, v -> f(v), and its gradient by v for the cotangent u. At kinks, and for NaN, torch's gradients.

static const double ROOT_HALF = 0.707106781186547524, NORMAL = 0.398942280401432678;  // 1/sqrt(2 pi)
static const double GELU_SCALE = 0.797884560802865356, GELU_CUBE = 0.044715;         // sqrt(2/pi)

#define ACTIVATIONS(name, f)                                                                                     \
    UNARY(KA_SILU, v * sigmoid_##name(v))                                                                        \
    UNARY(KA_MISH, v * tanh_##name(softplus_##name(v)))                                                          \
    UNARY(KA_GELU, (T)0.5 * v * erfc_##name(-v * (T)ROOT_HALF))                                                      \
    UNARY(KA_GELU_TANH, (T)0.5 * v * (1 + tanh_##name((T)GELU_SCALE * (v + (T)GELU_CUBE * (v * v * v)))))        \
    UNARY(KA_HARDSWISH, v * (minimum_##name(maximum_##name(v + 3, 0), 6) / 6))                                   \
    UNARY(KA_HARDSIGMOID, minimum_##name(maximum_##name(v + 3, 0), 6) / 6)                                       \
    UNARY(KA_HARDTANH, v < p0 ? p0 : v > p1 ? p1 : v)                                                            \
    UNARY(KA_LEAKY_RELU, v > 0 ? v : v * p0)                                                                     \
    /* alpha scale, scale, input scale */                                                                        \
    UNARY(KA_ELU, v > 0 ? v * p1 : p0 * expm1_##name(v * p2))                                                        \
    /* beta, threshold */                                                                                        \
    UNARY(KA_SOFTPLUS, v * p0 > p1 ? v : softplus_##name(v * p0) / p0)                                           \
    UNARY(KA_LOG_SIGMOID, minimum_##name(v, 0) - log1p_##name(exp_##name(-fabs##f(v))))                          \
    UNARY(KA_HARDSHRINK, v >= -p0 && v <= p0 ? 0 : v)                                                            \
    UNARY(KA_SOFTSHRINK, v > p0 ? v - p0 : v < -p0 ? v + p0 : v * 0)                                             \
    UNARY(KA_THRESHOLD, v <= p0 ? p1 : v)

#define ACTIVATION_GRADIENTS(name, f)                                                                            \
    BINARY(KA_SILU, u * silu_slope_##name(v))                                                                    \
    BINARY(KA_MISH, u * mish_slope_##name(v))                                                                    \
    BINARY(KA_GELU, u * gelu_slope_##name(v))                                                                    \
    BINARY(KA_GELU_TANH, u * gelu_tanh_slope_##name(v))                                                          \
    BINARY(KA_HARDSWISH, v <= -3 ? 0 : v < 3 ? u * (v / 3 + (T)0.5) : u)                                         \
    BINARY(KA_HARDSIGMOID, v > -3 && v < 3 ? u / 6 : 0)                                                          \
    BINARY(KA_HARDTANH, v <= p0 || v >= p1 ? 0 : u)                                                              \
    BINARY(KA_LEAKY_RELU, v > 0 ? u : u * p0)                                                                    \
    BINARY(KA_ELU, v <= 0 ? u * (p2 * p0 * exp_##name(v * p2)) : u * p1)                                         \
    BINARY(KA_SOFTPLUS, v * p0 > p1 ? u : u * sigmoid_##name(v * p0))                                            \
    BINARY(KA_LOG_SIGMOID, u * sigmoid_##name(-v))                                                               \
    BINARY(KA_HARDSHRINK, v >= -p0 && v <= p0 ? 0 : u)                                                           \
    BINARY(KA_SOFTSHRINK, v >= -p0 && v <= p0 ? 0 : u)                                                           \
    BINARY(KA_THRESHOLD, v <= p0 ? 0 : u)

#define DEFINE(name, Type, f)                                                                                        \
    KINDLING_INLINE Type softplus_##name(Type v) {                                                                   \
        return maximum_##name(v, 0) + log1p_##name(exp_##name(-fabs##f(v)));                                         \
    }                                                                                                                \
    KINDLING_INLINE Type silu_slope_##name(Type v) {                                                                 \
        Type s = sigmoid_##name(v);                                                                                  \
        return s * (1 + v * (1 - s));                                                                                \
    }                                                                                                                \
    KINDLING_INLINE Type mish_slope_##name(Type v) {                                                                 \
        Type t = tanh_##name(softplus_##name(v));                                                                    \
        return t + v * ((1 - t * t) * sigmoid_##name(v));                                                            \
    }                                                                                                                \
    KINDLING_INLINE Type gelu_slope_##name(Type v) {                                                                 \
        return (Type)0.5 * erfc_##name(-v * (Type)ROOT_HALF) + v * ((Type)NORMAL * exp_##name(-v * v / 2));              \
    }                                                                                                                \
    KINDLING_INLINE Type gelu_tanh_slope_##name(Type v) {                                                            \
        Type square = v * v, t = tanh_##name((Type)GELU_SCALE * (v + (Type)GELU_CUBE * (square * v)));               \
        return (Type)0.5 * (1 + t + v * ((1 - t * t) * ((Type)GELU_SCALE * (1 + (Type)(3 * GELU_CUBE) * square))));  \
    }                                                                                                                \
    KINDLING_CLONES void kindling_activation_##name(int op, double a0, double a1, double a2, const Type *x, ptrdiff_t sx, Type *y, \
                                                    ptrdiff_t n) {                                                   \
        typedef Type T;                                                                                              \
        const T p0 = (T)a0, p1 = (T)a1, p2 = (T)a2;                                                            \
        switch (op) { ACTIVATIONS(name, f) }                                                                         \
    }                                                                                                                \
    KINDLING_CLONES void kindling_activation_gradient_##name(int op, double a0, double a1, double a2, const Type *a, ptrdiff_t sa, \
                                                             const Type *b, ptrdiff_t sb, Type *y, ptrdiff_t n) {    \
        typedef Type T;                                                                                              \
        const T p0 = (T)a0, p1 = (T)a1, p2 = (T)a2;                                                            \
        switch (op) { ACTIVATION_GRADIENTS(name, f) }                                                                \
    }
DEFINE(f32, float, f)
DEFINE(f64, double, )
