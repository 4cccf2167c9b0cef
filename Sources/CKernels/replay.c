#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Captured programs: kernels one after the other, with all but the addresses of the slots known before.

enum {
    CHUNK = 32,        // blocks of a chunk for a thread, divided by the steps of the chain
    CACHED = 1 << 25,  // bytes of a product that a chain after it still finds in a cache: taking it block by block is no faster then
};

// Where an operand of a chain's step lies, from an element on: what passes through the chain is in `scratch`.
static inline char *in_chain(KindlingPlace p, char *const *slots, char *scratch, ptrdiff_t start) {
    return p.slot < 0 ? scratch + p.offset : slots[p.slot] + p.offset + start * p.step;
}

// The stride of its elements: 0 where one stands for all.
static inline ptrdiff_t stride(KindlingPlace p) { return p.step != 0; }

// `select` goes by the size of an element.
#define JOINED(a, b) a##b
#define SELECT_OF(bits) JOINED(kindling_select_, bits)
#define SELECT SELECT_OF(BITS)

#define TEMPLATE "replay_pointwise.inc"
#include "for_each_number.inc"

// n elements of a pointwise step from element `start` on.
static void apply(const KindlingInstruction *s, char *const *slots, char *scratch, ptrdiff_t start, ptrdiff_t n) {
    switch (s->type) {
        case KD_FLOAT32: return apply_f32(s, slots, scratch, start, n);
        case KD_FLOAT64: return apply_f64(s, slots, scratch, start, n);
        case KD_INT32: return apply_i32(s, slots, scratch, start, n);
        case KD_INT64: return apply_i64(s, slots, scratch, start, n);
        case KD_UINT8:
        case KD_BOOL: return apply_u8(s, slots, scratch, start, n);
        // Halves are left to the eager kernels, which upcast them.
        case KD_FLOAT16:
        case KD_BFLOAT16: __builtin_trap();
    }
}

typedef struct {
    const KindlingInstruction *steps;
    char *const *slots;
    ptrdiff_t grain;
} Chain;

// Some elements of a chain, block by block, so that what passes through stays in the cache.
static void run_chain_range(const void *context, ptrdiff_t first, ptrdiff_t count) {
    const Chain *chain = context;
    const KindlingInstruction *steps = chain->steps;
    const ptrdiff_t end = first + count;
    _Alignas(64) char scratch[steps->scratch + 64];
    for (ptrdiff_t start = first; start < end; start += KINDLING_BLOCK) {
        const ptrdiff_t n = least(end - start, KINDLING_BLOCK);
        for (int i = 0; i < steps->chain; i++) apply(&steps[i], chain->slots, scratch, start, n);
    }
}

static void run_chunk(void *context, ptrdiff_t chunk) {
    const Chain *chain = context;
    const ptrdiff_t first = chunk * chain->grain, left = chain->steps->count - first;
    run_chain_range(context, first, left < chain->grain ? left : chain->grain);
}

static void run_chain(const KindlingInstruction *steps, char *const *slots) {
    if (steps->count <= KINDLING_BLOCK && steps->scratch == 0) {
        for (int i = 0; i < steps->chain; i++) apply(&steps[i], slots, NULL, 0, steps->count);
        return;
    }
    const ptrdiff_t blocks = steps->chain < CHUNK ? CHUNK / steps->chain : 1;
    Chain chain = {steps, slots, blocks * KINDLING_BLOCK};
    const ptrdiff_t chunks = (steps->count + chain.grain - 1) / chain.grain;
    if (chunks <= 1)
        run_chunk(&chain, 0);
    else
        kindling_parallel(chunks, run_chunk, &chain);
}

// Where an operand of what stands alone lies.
static inline char *at(KindlingPlace p, char *const *slots) { return slots[p.slot] + p.offset; }

#define TEMPLATE "replay.inc"
#include "for_each_float.inc"

// Answers whether a loss's operands may be out of range.
static bool run_alone(const KindlingInstruction *s, char *const *slots) {
    switch (s->type) {
        case KD_FLOAT32: return run_alone_f32(s, slots);
        case KD_FLOAT64: return run_alone_f64(s, slots);
        // These have no such steps.
        case KD_INT32:
        case KD_INT64:
        case KD_UINT8:
        case KD_BOOL:
        case KD_FLOAT16:
        case KD_BFLOAT16: __builtin_trap();
    }
}

const KindlingInstruction *kindling_replay(const KindlingInstruction *steps, ptrdiff_t count, void *const *slots) {
    for (const KindlingInstruction *s = steps, *end = steps + count; s < end;) {
        if (s->kind < KS_MATMUL)
            run_chain(s, (char *const *)slots);
        else if (run_alone(s, (char *const *)slots))
            return s;
        s += s->kind < KS_MATMUL ? s->chain : 1 + s->chain;
    }
    return NULL;
}
