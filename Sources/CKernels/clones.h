// KINDLING_CLONES compiles a function for each x86-64 level, the loader picks. The thread sanitizer crashes on such a function.
#pragma once
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
// For functions written for one level, which `__builtin_cpu_supports` picks: explicit vectors would else be halved.
#if defined(__x86_64__)
#define KINDLING_LEVEL_4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define KINDLING_LEVEL_3 __attribute__((target("arch=x86-64-v3")))
#endif
#define KINDLING_INLINE static inline __attribute__((always_inline))
// Before a loop that is often short: its remainder is done in one masked vector operation. INDEPENDENT also promises that no
// element depends on another one's, so that a result may replace an operand.
#define KINDLING_MASKED _Pragma("clang loop vectorize(enable) vectorize_predicate(enable)")
#define KINDLING_INDEPENDENT _Pragma("clang loop vectorize(assume_safety) vectorize_predicate(enable)")
