// KINDLING_CLONES compiles a function for each x86-64 level, of which the loader picks one. The thread sanitizer crashes on such
// functions.
#pragma once
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define KINDLING_SANITIZED 1
#endif
#endif
#if defined(__x86_64__) && defined(__linux__) && !defined(KINDLING_SANITIZED)
#define KINDLING_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define KINDLING_CLONES
#endif
// For functions written for one level, picked with `__builtin_cpu_supports`: explicit vectors would otherwise be split in halves.
#if defined(__x86_64__)
#define KINDLING_LEVEL_4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define KINDLING_LEVEL_3 __attribute__((target("arch=x86-64-v3")))
#endif
#define KINDLING_INLINE static inline __attribute__((always_inline))
KINDLING_INLINE ptrdiff_t least(ptrdiff_t a, ptrdiff_t b) { return a < b ? a : b; }
#define UNROLLED _Pragma("clang loop unroll(full)")
// Before a loop that is often short: its remainder is computed in one masked vector operation. INDEPENDENT also promises that no
// element's result depends on another element, so that a result may replace an operand.
#define KINDLING_MASKED _Pragma("clang loop vectorize(enable) vectorize_predicate(enable)")
#define KINDLING_INDEPENDENT _Pragma("clang loop vectorize(assume_safety) vectorize_predicate(enable)")
// A statement for each i from 0 to n, of independent elements: four vectors at a time, since the statement may be a long chain of
// steps, and masked vectors for the remainder.
#define KINDLING_EACH(i, n, ...)                                                                            \
    do {                                                                                                    \
        const ptrdiff_t tiled = (n) & ~(ptrdiff_t)63;                                                       \
        for (ptrdiff_t start = 0; start < tiled; start += 64)                                               \
            _Pragma("clang loop vectorize(assume_safety) interleave_count(4)")                              \
            for (ptrdiff_t i = start; i < start + 64; i++) { __VA_ARGS__; }                                 \
        KINDLING_INDEPENDENT for (ptrdiff_t i = tiled; i < (n); i++) { __VA_ARGS__; }                       \
    } while (0)
// A test for NaN in templates whose element may be an integer: written out, it would compare an integer with itself.
#define IS_NAN(v) ((v) != (v))
// For some element types a template's loops have no vector code.
#pragma clang diagnostic ignored "-Wpass-failed"
