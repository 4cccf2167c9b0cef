#include "correlation.h"

// Tiles are sums that stay in registers over all steps: up to 24 of the 32 registers of 64 bytes, in rows and columns of vectors.
// Narrower registers hold tiles that are one vector wide.
bool has_wide_registers(void) {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx512f");
#else
    return false;
#endif
}

ptrdiff_t block_width(const KindlingCorrelation *c, ptrdiff_t first, ptrdiff_t lanes) {
    const ptrdiff_t left = c->out_channels - first, vectors = (left + lanes - 1) / lanes;
    if (!c->lanes_are_channels) return left == 5 ? 3 : left < 6 ? left : 6;
    return (!has_wide_registers() ? 1 : vectors < 4 ? vectors : 4) * lanes;
}

// The steps that are done at a time, so that their weights stay in the first cache.
enum { STEPS = 192 };

#define TEMPLATE "tiles.inc"
#include "for_each_float.inc"
