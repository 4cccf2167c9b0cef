#include "CKernels.h"
#include "clones.h"

KINDLING_CLONES void kindling_philox(uint64_t seed, uint64_t counter, uint64_t *words, ptrdiff_t blocks) {
    for (ptrdiff_t i = 0; i < blocks; i++) {
        const uint64_t c = counter + (uint64_t)i;
        uint32_t w0 = (uint32_t)c, w1 = (uint32_t)(c >> 32), w2 = 0, w3 = 0;
        uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
        for (int round = 0; round < 10; round++) {
            const uint64_t a = (uint64_t)w0 * 0xD2511F53u, b = (uint64_t)w2 * 0xCD9E8D57u;
            w0 = (uint32_t)(b >> 32) ^ w1 ^ k0;
            w1 = (uint32_t)b;
            w2 = (uint32_t)(a >> 32) ^ w3 ^ k1;
            w3 = (uint32_t)a;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        words[2 * i] = (uint64_t)w0 << 32 | w1;
        words[2 * i + 1] = (uint64_t)w2 << 32 | w3;
    }
}
