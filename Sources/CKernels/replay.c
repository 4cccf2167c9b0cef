#include <math.h>

#include "CKernels.h"
#include "clones.h"

// Captured programs: kernels one after the other, with all but the addresses of the slots known before.

enum {
    BLOCK = KINDLING_BLOCK,
    PART = 32,
    CACHED = 1 << 25,  // bytes of a product that a chain after it still finds in a cache: taking it part by part is no faster then
};

enum { F32, F64, I32, I64, U8, BOOL };

#define STRIDE(p) ((p).step != 0)

// The kernels of a kind by element type. `all` stands for the arguments after the operation.
#define FLOATS(name, ...)                                                 \
    switch (s->type) {                                                    \
        case F32: { typedef float T; (void)sizeof(T); kindling_##name##_f32(__VA_ARGS__); break; }  \
        case F64: { typedef double T; (void)sizeof(T); kindling_##name##_f64(__VA_ARGS__); break; } \
    }                                                                     \
    break;
#define NUMBERS(name, ...)                                                \
    switch (s->type) {                                                    \
        case F32: { typedef float T; kindling_##name##_f32(__VA_ARGS__); break; }    \
        case F64: { typedef double T; kindling_##name##_f64(__VA_ARGS__); break; }   \
        case I32: { typedef int32_t T; kindling_##name##_i32(__VA_ARGS__); break; }  \
        case I64: { typedef int64_t T; kindling_##name##_i64(__VA_ARGS__); break; }  \
        case U8:                                                          \
        case BOOL: { typedef uint8_t T; kindling_##name##_u8(__VA_ARGS__); break; }  \
    }                                                                     \
    break;

// n elements of a pointwise step from element `start` on. What passes through the chain lies in `scratch`.
static void apply(const KindlingInstruction *s, char *const *slots, char *scratch, ptrdiff_t start, ptrdiff_t n) {
#define AT(p) ((p).slot < 0 ? scratch + (p).offset : slots[(p).slot] + (p).offset + start * (p).step)
#define X (const T *)AT(s->x), STRIDE(s->x)
#define Y (const T *)AT(s->y), STRIDE(s->y)
#define Z (const T *)AT(s->z), STRIDE(s->z)
    void *const to = AT(s->result);
    switch (s->kind) {
        case KS_UNARY: NUMBERS(unary, s->op, X, (T *)to, n)
        case KS_BINARY: NUMBERS(binary, s->op, X, Y, (T *)to, n)
        case KS_COMPARE: NUMBERS(compare, s->op, X, Y, (uint8_t *)to, n)
        case KS_CLAMP: NUMBERS(clamp, X, Y, Z, (T *)to, n)
        case KS_CAST: kindling_cast(s->type, AT(s->x), STRIDE(s->x), s->op, to, n); break;
        case KS_SELECT:
#define SELECT(bits, T) kindling_select_##bits((const uint8_t *)AT(s->x), STRIDE(s->x), (const T *)AT(s->y), STRIDE(s->y), \
                                               (const T *)AT(s->z), STRIDE(s->z), (T *)to, n)
            switch (s->type) {
                case F32:
                case I32: SELECT(32, uint32_t); break;
                case F64:
                case I64: SELECT(64, uint64_t); break;
                case U8:
                case BOOL: SELECT(8, uint8_t); break;
            }
            break;
        case KS_ACTIVATION: FLOATS(activation, s->op, s->numbers[0], s->numbers[1], s->numbers[2], X, (T *)to, n)
        case KS_ACTIVATION_GRADIENT:
            FLOATS(activation_gradient, s->op, s->numbers[0], s->numbers[1], s->numbers[2], X, Y, (T *)to, n)
        case KS_LOSS_GRADIENT:
            // Of a reduced loss every element gets the same share, of a mean the count's part.
            if (s->type == F64) {
                const double share = *(const double *)AT(s->x) / s->numbers[0];
                kindling_ternary_f64(s->op, &share, 0, (const double *)AT(s->y), STRIDE(s->y), (const double *)AT(s->z),
                                     STRIDE(s->z), to, n);
            } else {
                const float share = *(const float *)AT(s->x) / (float)s->numbers[0];
                kindling_ternary_f32(s->op, &share, 0, (const float *)AT(s->y), STRIDE(s->y), (const float *)AT(s->z),
                                     STRIDE(s->z), to, n);
            }
            break;
    }
#undef AT
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
    for (ptrdiff_t start = first; start < end; start += BLOCK) {
        const ptrdiff_t n = end - start < BLOCK ? end - start : BLOCK;
        for (int i = 0; i < steps->chain; i++) apply(&steps[i], chain->slots, scratch, start, n);
    }
}

static void run_chain_part(void *context, ptrdiff_t part) {
    const Chain *chain = context;
    const ptrdiff_t first = part * chain->grain, left = chain->steps->count - first;
    run_chain_range(context, first, left < chain->grain ? left : chain->grain);
}

static void run_chain(const KindlingInstruction *steps, char *const *slots) {
    if (steps->count <= BLOCK && steps->scratch == 0) {
        for (int i = 0; i < steps->chain; i++) apply(&steps[i], slots, NULL, 0, steps->count);
        return;
    }
    const ptrdiff_t blocks = steps->chain < PART ? PART / steps->chain : 1;
    Chain chain = {steps, slots, blocks * BLOCK};
    const ptrdiff_t parts = (steps->count + chain.grain - 1) / chain.grain;
    if (parts <= 1)
        run_chain_part(&chain, 0);
    else
        kindling_parallel(parts, run_chain_part, &chain);
}

// What stands alone, or before a chain. The same as the eager kernels, to the bit.
#define AT(p) (slots[(p).slot] + (p).offset)
#define DEFINE(name, T)                                                                                             \
    static void multiply_##name(const KindlingInstruction *s, char *const *slots) {                                 \
        const ptrdiff_t *d = s->sizes;                                                                              \
        const bool is_large = s->chain > 0 && s->count * (ptrdiff_t)sizeof(T) > CACHED;                             \
        const Chain chain = {s + 1, slots, 0};                                                                      \
        const KindlingProduct product = {                                                                           \
            d[0], d[1], d[2], AT(s->x), d[3], d[4], AT(s->y), d[5], d[6], s->z.slot < 0 ? NULL : AT(s->z), 0, d[7], \
            AT(s->result), d[1], is_large ? run_chain_range : NULL, &chain};                                        \
        kindling_product_##name(&product);                                                                          \
        if (s->chain > 0 && !is_large) run_chain(s + 1, slots);                                                     \
    }                                                                                                               \
    static void reduce_##name(const KindlingInstruction *s, char *const *slots) {                                          \
        const ptrdiff_t outer = s->sizes[0], count = s->sizes[1], inner = s->sizes[2];                              \
        const T *x = (const T *)AT(s->x);                                                                           \
        T *to = (T *)AT(s->result);                                                                                 \
        const KindlingFinish finish = s->finish;                                                                    \
        for (ptrdiff_t o = 0; o < outer; o++, x += count * inner, to += inner) {                                    \
            double totals[inner];                                                                                   \
            for (ptrdiff_t i = 0; i < inner; i++) totals[i] = s->numbers[0];                                        \
            if (inner == 1)                                                                                         \
                kindling_reduce_##name(s->op, x, 1, count, totals);                                                 \
            else                                                                                                    \
                kindling_reduce_columns_##name(s->op, x, inner, count, inner, totals);                              \
            for (ptrdiff_t i = 0; i < inner; i++) {                                                                 \
                to[i] = (T)kindling_finish(finish, totals[i]);                                                      \
                const double scale = kindling_range_scale(finish, sizeof(T) == 8, to[i]);                           \
                if (scale == 0) continue;                                                                           \
                double total = 0;                                                                                   \
                kindling_reduce_scaled_##name(finish.squares, scale, x + i, inner, count, &total);                  \
                to[i] = (T)kindling_finish_scaled(finish, total, scale);                                            \
            }                                                                                                       \
        }                                                                                                           \
    }                                                                                                               \
    /* Answers whether operands may be out of range. */                                                             \
    static bool loss_##name(const KindlingInstruction *s, char *const *slots) {                                     \
        const T *x = (const T *)AT(s->x), *y = (const T *)AT(s->y);                                                 \
        T losses[512];                                                                                              \
        double total = 0;                                                                                           \
        for (ptrdiff_t i = 0; i < s->count; i += 512) {                                                             \
            const ptrdiff_t n = s->count - i < 512 ? s->count - i : 512;                                            \
            kindling_binary_##name(s->op, x + i, 1, y + i, 1, losses, n);                                           \
            kindling_reduce_##name(KR_SUM, losses, 1, n, &total);                                                   \
        }                                                                                                           \
        *(T *)AT(s->result) = (T)(total / s->numbers[0]);                                                           \
        return s->op == KB_BINARY_CROSS_ENTROPY && total != total;                                                  \
    }
DEFINE(f32, float)
DEFINE(f64, double)

static bool run_alone(const KindlingInstruction *s, char *const *slots) {
    const bool wide = s->type == F64;
    switch (s->kind) {
        case KS_MATMUL: (wide ? multiply_f64 : multiply_f32)(s, slots); break;
        case KS_REDUCE: (wide ? reduce_f64 : reduce_f32)(s, slots); break;
        case KS_LOSS: return (wide ? loss_f64 : loss_f32)(s, slots);
    }
    return false;
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
