// Pointwise loops as cases of a switch over an operation's code, in templates for an element type T.
#pragma once
#include <math.h>

// A libm function of the type: LIBM(fmod) is fmodf or fmod.
#define LIBM(function) NAME(LIBM)(function)
#define LIBM_f32(function) function##f
#define LIBM_f64(function) function

// All elements of a unary operation: x becomes v, the expression's value y.
#define UNARY_LOOPS(expression)                                                \
    if (sx == 1)                                                               \
        KINDLING_EACH(i, n, const T v = x[i]; y[i] = (T)(expression));         \
    else                                                                       \
        EACH_ELEMENT(expression)
#define EACH_ELEMENT(expression) for (ptrdiff_t i = 0; i < n; i++) { const T v = x[i * sx]; y[i] = (T)(expression); }

// A case of one expression; of one that vector code has only where all elements are in its range, else of calls; of a cheap one
// where that is so.
#define UNARY(op, expression) case op: UNARY_LOOPS(expression) break;
#define UNARY_WHERE(op, condition, fast, any) case op: if (condition) { UNARY_LOOPS(fast) } else { EACH_ELEMENT(any) } break;
#define UNARY_EITHER(op, condition, fast, any) case op: if (condition) { UNARY_LOOPS(fast) } else { UNARY_LOOPS(any) } break;

// All elements of a binary operation: a becomes u, b becomes v. A stride of 0 is a scalar, or a broadcast row.
#define PAIRS(first, second, store) KINDLING_EACH(i, n, const T u = first; const T v = second; store)
#define PAIR_LOOPS(store)                                                                \
    if (sa == 1 && sb == 1) PAIRS(a[i], b[i], store);                                    \
    else if (sa == 1 && sb == 0) { const T s = b[0]; PAIRS(a[i], s, store); }            \
    else if (sa == 0 && sb == 1) { const T s = a[0]; PAIRS(s, b[i], store); }            \
    else EACH_PAIR(store)
#define EACH_PAIR(store) for (ptrdiff_t i = 0; i < n; i++) { const T u = a[i * sa], v = b[i * sb]; store; }

// The cases, as for unary operations.
#define BINARY(op, expression) case op: PAIR_LOOPS(y[i] = (T)(expression)) break;
#define BINARY_WHERE(op, condition, fast, any) \
    case op: if (condition) { PAIR_LOOPS(y[i] = (T)(fast)) } else { EACH_PAIR(y[i] = any) } break;
