#include <string.h>

#include "CKernels.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#elif defined(__aarch64__)
#include <arm_acle.h>
#include <sys/auxv.h>
#endif

// The polynomial of Castagnoli, reflected: 0x82F63B78. Four bits at a time, for processors without an instruction for it.
uint32_t kindling_crc32c_portable(uint32_t seed, const void *bytes, ptrdiff_t count) {
    static const uint32_t table[16] = {
        0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
        0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75};
    const uint8_t *const data = bytes;
    uint32_t crc = ~seed;
    for (ptrdiff_t i = 0; i < count; i++) {
        crc ^= data[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return ~crc;
}

#if defined(__x86_64__)
#define WITH_CRC __attribute__((target("sse4.2")))
#define CRC_64(crc, word) (uint32_t) _mm_crc32_u64(crc, word)
#define CRC_8(crc, byte) _mm_crc32_u8(crc, byte)
static bool has_crc(void) { return __builtin_cpu_supports("sse4.2"); }
#elif defined(__aarch64__)
#define WITH_CRC __attribute__((target("crc")))
#define CRC_64(crc, word) __crc32cd(crc, word)
#define CRC_8(crc, byte) __crc32cb(crc, byte)
// HWCAP_CRC32 of the kernel's headers.
static bool has_crc(void) { return getauxval(AT_HWCAP) >> 7 & 1; }
#endif

#if defined(WITH_CRC)
WITH_CRC static uint32_t by_instruction(uint32_t seed, const uint8_t *data, ptrdiff_t count) {
    uint32_t crc = ~seed;
    for (; count >= 8; count -= 8, data += 8) {
        uint64_t word;
        memcpy(&word, data, 8);
        crc = CRC_64(crc, word);
    }
    for (; count > 0; count--) crc = CRC_8(crc, *data++);
    return ~crc;
}
#endif

uint32_t kindling_crc32c(uint32_t seed, const void *bytes, ptrdiff_t count) {
#if defined(WITH_CRC)
    if (has_crc()) return by_instruction(seed, bytes, count);
#endif
    return kindling_crc32c_portable(seed, bytes, count);
}
