#include "free_blocks.h"
#include "CKernels.h"
#include "clones.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

// The free blocks that all threads share, with a bound on their bytes. They are added and removed in batches, so that the lock is
// taken once for many small blocks, and held for a few instructions.
typedef struct {
    atomic_flag is_busy;
    Block *batches[CLASSES];
    size_t bytes, maximum;
    int oldest;  // the class whose blocks are freed next
} FreeBlocks;

#ifdef KINDLING_SANITIZED
enum { MAXIMUM_SMALL = 0, MAXIMUM_LARGE = 0 };  // a sanitizer must see each block freed
#else
enum { MAXIMUM_SMALL = 32 << 20, MAXIMUM_LARGE = 256 << 20 };
#endif

bool kindling_memory_is_recycled(void) { return MAXIMUM_SMALL > 0; }

// Two lists, so that neither displaces the other's blocks.
static FreeBlocks small = {.is_busy = ATOMIC_FLAG_INIT, .maximum = MAXIMUM_SMALL};
static FreeBlocks large = {.is_busy = ATOMIC_FLAG_INIT, .maximum = MAXIMUM_LARGE};

static inline FreeBlocks *blocks_of_class(int index) { return index < SMALL_CLASSES ? &small : &large; }

// False where the lock cannot be taken soon, since its holder lost its processor: the caller then asks the system.
static bool hold(FreeBlocks *blocks) {
    for (int tries = 0; tries < 4096; tries++) {
        if (!atomic_flag_test_and_set_explicit(&blocks->is_busy, memory_order_acquire)) return true;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    return false;
}

static void release(FreeBlocks *blocks) { atomic_flag_clear_explicit(&blocks->is_busy, memory_order_release); }

// A forked child must not find the lock held by a thread that it does not have.
static void hold_for_fork(void) {
    while (!hold(&small)) sched_yield();
    while (!hold(&large)) sched_yield();
}

static void release_after_fork(void) {
    release(&large);
    release(&small);
}

__attribute__((constructor)) static void watch_forks(void) {
    pthread_atfork(hold_for_fork, release_after_fork, release_after_fork);
}

static void free_batches(Block *batch) {
    while (batch != NULL) {
        Block *const next_batch = batch->next_batch;
        for (Block *block = batch, *next; block != NULL; block = next) {
            next = block->next;
            free(block);
        }
        batch = next_batch;
    }
}

static inline Block *remove_batch(FreeBlocks *blocks, int index) {
    Block *batch = blocks->batches[index];
    if (batch != NULL) {
        blocks->batches[index] = batch->next_batch;
        blocks->bytes -= batch->count * size_of_class(index);
    }
    return batch;
}

Block *kindling_take_batch(int index) {
    FreeBlocks *const blocks = blocks_of_class(index);
    if (!hold(blocks)) return NULL;
    Block *batch = remove_batch(blocks, index);
    release(blocks);
    return batch;
}

// Where the bound is reached, blocks of other sizes are freed, class by class: otherwise blocks of sizes that are no longer used
// would be kept forever. A class in use is soon filled again.
void kindling_give_batch(int index, Block *batch) {
    FreeBlocks *const blocks = blocks_of_class(index);
    const size_t bytes = batch->count * size_of_class(index);
    batch->next_batch = NULL;
    if (bytes > blocks->maximum || !hold(blocks)) return free_batches(batch);
    Block *gone = NULL;
    while (blocks->bytes + bytes > blocks->maximum) {
        Block *other = remove_batch(blocks, blocks->oldest);
        if (other == NULL) {
            blocks->oldest = (blocks->oldest + 1) % CLASSES;
            continue;
        }
        other->next_batch = gone;
        gone = other;
    }
    batch->next_batch = blocks->batches[index];
    blocks->batches[index] = batch;
    blocks->bytes += bytes;
    release(blocks);
    free_batches(gone);
}

void kindling_free_waiting_batches(void) {
    for (int index = 0; index < CLASSES; index++)
        for (Block *batch; (batch = kindling_take_batch(index)) != NULL;) {
            batch->next_batch = NULL;
            free_batches(batch);
        }
}
