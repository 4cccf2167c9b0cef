#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Compiled programs: kernels one after the other, of which everything but the buffers' addresses is known before.

enum {
    CHUNK = 32,        // blocks of a chunk for a thread, divided by the steps of the fusion group
    CACHED = 1 << 25,  // bytes of a product that the group after it still finds in a cache: going on block by block is no faster
};

// Where an operand of a group's step lies, from an element on: what passes through the group is in `scratch`.
static inline char *in_group(KindlingLocation p, char *const *buffers, char *scratch, ptrdiff_t start) {
    return p.buffer < 0 ? scratch + p.offset : buffers[p.buffer] + p.offset + start * p.step;
}

// The stride of its elements: 0 where a single one is repeated.
static inline ptrdiff_t stride(KindlingLocation p) { return p.step != 0; }

// `select` goes by the size of an element.
#define JOINED(a, b) a##b
#define SELECT_OF(bits) JOINED(kindling_select_, bits)
#define SELECT SELECT_OF(BITS)

#define TEMPLATE "replay_pointwise.inc"
#include "for_each_number.inc"

// n elements of a pointwise step from element `start` on.
static void apply(const KindlingInstruction *s, char *const *buffers, char *scratch, ptrdiff_t start, ptrdiff_t n) {
    switch (s->type) {
        case KD_FLOAT32: return apply_f32(s, buffers, scratch, start, n);
        case KD_FLOAT64: return apply_f64(s, buffers, scratch, start, n);
        case KD_INT32: return apply_i32(s, buffers, scratch, start, n);
        case KD_INT64: return apply_i64(s, buffers, scratch, start, n);
        case KD_UINT8:
        case KD_BOOL: return apply_u8(s, buffers, scratch, start, n);
        // Halves are left to the eager kernels, which upcast them.
        case KD_FLOAT16:
        case KD_BFLOAT16: __builtin_trap();
    }
}

typedef struct {
    const KindlingInstruction *steps;
    char *const *buffers;
    ptrdiff_t grain;
} Group;

// Some elements of a group, block by block, so that what passes through stays in the cache.
static void run_group_range(const void *context, ptrdiff_t first, ptrdiff_t count) {
    const Group *group = context;
    const KindlingInstruction *steps = group->steps;
    const ptrdiff_t end = first + count;
    _Alignas(64) char scratch[steps->scratch + 64];
    for (ptrdiff_t start = first; start < end; start += KINDLING_BLOCK) {
        const ptrdiff_t n = least(end - start, KINDLING_BLOCK);
        for (int i = 0; i < steps->group; i++) apply(&steps[i], group->buffers, scratch, start, n);
    }
}

static void run_chunk(void *context, ptrdiff_t chunk) {
    const Group *group = context;
    const ptrdiff_t first = chunk * group->grain, left = group->steps->count - first;
    run_group_range(context, first, left < group->grain ? left : group->grain);
}

static void run_group(const KindlingInstruction *steps, char *const *buffers) {
    if (steps->count <= KINDLING_BLOCK && steps->scratch == 0) {
        for (int i = 0; i < steps->group; i++) apply(&steps[i], buffers, NULL, 0, steps->count);
        return;
    }
    const ptrdiff_t blocks = steps->group < CHUNK ? CHUNK / steps->group : 1;
    Group group = {steps, buffers, blocks * KINDLING_BLOCK};
    const ptrdiff_t chunks = (steps->count + group.grain - 1) / group.grain;
    if (chunks <= 1)
        run_chunk(&group, 0);
    else
        kindling_parallel(chunks, run_chunk, &group);
}

// Where an operand of a step outside of fusion groups lies.
static inline char *at(KindlingLocation p, char *const *buffers) { return buffers[p.buffer] + p.offset; }

#define TEMPLATE "replay.inc"
#include "for_each_float.inc"

// Answers whether a loss's operands may be out of range.
static bool run_alone(const KindlingInstruction *s, char *const *buffers) {
    switch (s->type) {
        case KD_FLOAT32: return run_alone_f32(s, buffers);
        case KD_FLOAT64: return run_alone_f64(s, buffers);
        // These have no such steps.
        case KD_INT32:
        case KD_INT64:
        case KD_UINT8:
        case KD_BOOL:
        case KD_FLOAT16:
        case KD_BFLOAT16: __builtin_trap();
    }
}

const KindlingInstruction *kindling_replay(const KindlingInstruction *steps, ptrdiff_t count, void *const *buffers) {
    for (const KindlingInstruction *s = steps, *end = steps + count; s < end;) {
        if (s->kind < KS_MATMUL)
            run_group(s, (char *const *)buffers);
        else if (run_alone(s, (char *const *)buffers))
            return s;
        s += s->kind < KS_MATMUL ? s->group : 1 + s->group;
    }
    return NULL;
}
