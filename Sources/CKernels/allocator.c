#include "CKernels.h"
#include "free_blocks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

// A freed block is kept for the next allocation of its size class. A thread keeps some small blocks itself, without a lock;
// blocks in excess of its quota are passed on in batches to lists that all threads share (free_blocks.c). So blocks that one
// thread allocates and another frees, as a loader's worker and its consumer do, come back to the first. A thread that ends passes
// on all its blocks.
static _Thread_local struct {
    Block *waiting[SMALL_CLASSES];
    size_t bytes, quota;
    int oldest;  // the class whose blocks are passed on next
    enum { IS_NEW, IS_REGISTERED, IS_EXITING } stage;
} own;

static _Thread_local size_t system_allocations;

// The quotas of all threads come from one budget, in steps. A thread gets another step while its quota is less than this share of
// the rest of the budget: the first threads get about 2 MiB, and the hundredth still gets some.
static const size_t STEP = (size_t)64 << 10, SHARE = 32;
static _Atomic size_t unclaimed = (size_t)64 << 20;

static const size_t BATCH_BYTES = (size_t)32 << 10, BATCH_COUNT = 32;

static bool claim(void) {
    if (own.stage == IS_EXITING || !kindling_memory_is_recycled()) return false;
    size_t left = atomic_load_explicit(&unclaimed, memory_order_relaxed);
    do {
        if (left < STEP || own.quota > left / SHARE) return false;
    } while (!atomic_compare_exchange_weak_explicit(&unclaimed, &left, left - STEP, memory_order_relaxed, memory_order_relaxed));
    own.quota += STEP;
    return true;
}

// Passes on a batch of blocks of one class, of which there are some, and moves on to the next class.
static void give_some(void) {
    while (own.waiting[own.oldest] == NULL) own.oldest = (own.oldest + 1) % SMALL_CLASSES;
    const int index = own.oldest;
    own.oldest = (index + 1) % SMALL_CLASSES;
    const size_t size = size_of_class(index);
    Block *const first = own.waiting[index], *last = first;
    size_t count = 1;
    for (; last->next != NULL && count < BATCH_COUNT && (count + 1) * size <= BATCH_BYTES; count++) last = last->next;
    own.waiting[index] = last->next;
    own.bytes -= count * size;
    last->next = NULL;
    first->count = count;
    kindling_give_batch(index, first);
}

static void give_all(void) {
    while (own.bytes > 0) give_some();
}

static pthread_key_t exit_key;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

static void give_up(void *unused) {
    (void)unused;
    give_all();
    atomic_fetch_add_explicit(&unclaimed, own.quota, memory_order_relaxed);
    own.quota = 0;
    // Later destructors of this thread may free blocks too, which are then passed on at once.
    own.stage = IS_EXITING;
}

static void make_exit_key(void) { pthread_key_create(&exit_key, give_up); }

// Makes room for this thread to keep more bytes, by claiming quota or passing on other blocks. False where they exceed its quota.
static bool make_room(size_t bytes) {
    if (own.stage == IS_NEW) {
        pthread_once(&exit_once, make_exit_key);
        pthread_setspecific(exit_key, &own);
        own.stage = IS_REGISTERED;
    }
    while (own.bytes + bytes > own.quota && claim()) {}
    if (bytes > own.quota) return false;
    while (own.bytes + bytes > own.quota) give_some();
    return true;
}

// Large blocks use huge pages where the system has them, so that reading through them does not miss address translations.
static void *fresh(size_t size) {
    const size_t huge = (size_t)2 << 20;
    if (size < 2 * huge) return aligned_alloc(64, size);
    void *block = aligned_alloc(huge, (size + huge - 1) / huge * huge);
#if defined(MADV_HUGEPAGE)
    if (block != NULL) madvise(block, size, MADV_HUGEPAGE);
#endif
    return block;
}

// Keeps the rest of a batch of which one block was taken, or returns it.
static void keep(int index, Block *blocks, size_t count) {
    const size_t bytes = count * size_of_class(index);
    if (count == 0) return;
    if (make_room(bytes)) {
        own.waiting[index] = blocks;
        own.bytes += bytes;
    } else {
        blocks->count = count;
        kindling_give_batch(index, blocks);
    }
}

// Allocates a block of a class of which this thread keeps none.
__attribute__((noinline)) static void *allocate_elsewhere(int index, size_t size) {
    Block *const batch = kindling_take_batch(index);
    if (batch != NULL) {
        keep(index, batch->next, batch->count - 1);
        return batch;
    }
    system_allocations++;
    void *made = fresh(size);
    if (made != NULL) return made;
    give_all();
    kindling_free_waiting_batches();
    return fresh(size);
}

__attribute__((noinline)) static void free_elsewhere(int index, Block *block) {
    block->next = NULL;
    block->count = 1;
    kindling_give_batch(index, block);
}

void *kindling_allocate(size_t bytes) {
    if (bytes >> 47) return NULL;
    size_t size;
    const int index = class_of(bytes, &size);
    Block *const block = index < SMALL_CLASSES ? own.waiting[index] : NULL;
    if (block == NULL) return allocate_elsewhere(index, size);
    own.waiting[index] = block->next;
    own.bytes -= size;
    return block;
}

void kindling_free(void *pointer, size_t bytes) {
    size_t size;
    const int index = class_of(bytes, &size);
    Block *const block = pointer;
    const bool fits = index < SMALL_CLASSES && (own.bytes + size <= own.quota || make_room(size));
    if (!fits) return free_elsewhere(index, block);
    block->next = own.waiting[index];
    own.waiting[index] = block;
    own.bytes += size;
}

void *kindling_workspace(size_t bytes) {
    void *block = kindling_allocate(bytes);
    if (block != NULL) return block;
    fprintf(stderr, "kindling: no memory for a kernel's %zu bytes of workspace\n", bytes);
    abort();
}

size_t kindling_system_allocations(void) { return system_allocations; }
