// Pointwise loops as cases of a switch, for functions that take an operation's number. The element type is T.
#pragma once

// A case of a unary loop.
#define UNARY_LOOPS(expression)                                                \
    if (sx == 1)                                                               \
        KINDLING_EACH(i, n, const T v = x[i]; y[i] = (T)(expression));         \
    else                                                                       \
        for (ptrdiff_t i = 0; i < n; i++) {                                    \
            const T v = x[i * sx];                                             \
            y[i] = (T)(expression);                                            \
        }
#define UNARY(op, expression) \
    case op: UNARY_LOOPS(expression) break;

// A case of a binary loop. A stride of 0 is a scalar, or a broadcast row.
#define PAIRS(first, second, store) KINDLING_EACH(i, n, const T u = first; const T v = second; store)
#define PAIR_LOOPS(store)                                                                \
    if (sa == 1 && sb == 1) PAIRS(a[i], b[i], store);                                    \
    else if (sa == 1 && sb == 0) { const T s = b[0]; PAIRS(a[i], s, store); }            \
    else if (sa == 0 && sb == 1) { const T s = a[0]; PAIRS(s, b[i], store); }            \
    else                                                                                 \
        for (ptrdiff_t i = 0; i < n; i++) {                                              \
            const T u = a[i * sa], v = b[i * sb];                                        \
            store;                                                                       \
        }
#define BINARY(op, expression) \
    case op: PAIR_LOOPS(y[i] = (T)(expression)) break;
