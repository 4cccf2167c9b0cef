// Compiled programs.
#pragma once
#include "KindlingCodes.h"
#include "KindlingElements.h"
#include "KindlingReductions.h"

// Where an operand or a result lies: in a buffer, or (below 0) in the memory that passes through a fusion group.
typedef struct {
    int32_t buffer;
    // Bytes from an element to the next, 0 where a single one is repeated, and from the buffer's start.
    int32_t step;
    ptrdiff_t offset;
} KindlingLocation;

// A step of a compiled program. Pointwise ones form fusion groups, whose steps pass through memory together, block by block.
typedef struct {
    KindlingInstructionKind kind;
    // The code of the operation, from the list that belongs to the kind; a cast's is the dtype that it gives.
    uint8_t op;
    // Of the elements that are computed with: a cast's operand, of `select` what is chosen from.
    KindlingDType type;
    // At the start of a fusion group, how many steps are in it; of matmul, how many are in the group that takes its result.
    int32_t group;
    KindlingLocation x, y, z, result;
    // Elements of a pointwise step or a loss; bytes that pass through a group.
    ptrdiff_t count, scratch;
    // An activation's parameters, a loss's divisor, a reduction's start.
    double numbers[3];
    KindlingFinish finish;
    // Of matmul m, n, k, the strides of both factors' rows and columns, and of the start; of a reduction outer, count, inner.
    ptrdiff_t sizes[8];
} KindlingInstruction;
// Runs the steps up to a loss whose operands may be out of range, which it answers, or NULL where all are done.
const KindlingInstruction *_Nullable kindling_replay(const KindlingInstruction *_Nonnull steps, ptrdiff_t count,
                                                     void *_Nonnull const *_Nonnull buffers);
