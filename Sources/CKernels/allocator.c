#include "CKernels.h"
#include "clones.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

// Blocks come in size classes, four to each doubling from 64 bytes. A freed block waits in its class's list, up to a bound on the
// bytes that wait there; its first word links the list. No header. Small blocks wait with the thread that freed them, without a
// lock. Large ones wait for all threads, since one may make what another lets go: a loader's worker and its consumer.
enum { SMALLEST_SHIFT = 6, STEPS_SHIFT = 2, CLASSES = (48 - SMALLEST_SHIFT) << STEPS_SHIFT };
static const size_t LARGE = (size_t)1 << 17;
#ifdef KINDLING_SANITIZED
static const size_t MAXIMUM_SMALL = 0, MAXIMUM_LARGE = 0;  // a sanitizer wants to see each block freed
#else
static const size_t MAXIMUM_SMALL = (size_t)32 << 20, MAXIMUM_LARGE = (size_t)256 << 20;
#endif

typedef struct Block { struct Block *next; } Block;
typedef struct {
    Block *waiting[CLASSES];
    size_t waiting_bytes;
    int oldest;  // the class that gives way next
} Cache;

static _Thread_local Cache small;
static _Thread_local bool is_registered, is_exiting;
static _Thread_local size_t system_allocations;
static pthread_key_t exit_key;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

static Cache large;
static atomic_flag large_is_busy = ATOMIC_FLAG_INIT;

static void free_list(Block *block) {
    while (block != NULL) {
        Block *next = block->next;
        free(block);
        block = next;
    }
}

static void empty(Cache *c) {
    for (int i = 0; i < CLASSES; i++) {
        free_list(c->waiting[i]);
        c->waiting[i] = NULL;
    }
    c->waiting_bytes = 0;
}

static void empty_at_exit(void *cache) {
    empty(cache);
    // Blocks that later destructors of this thread free go straight back to the system.
    is_exiting = true;
}

static void make_exit_key(void) { pthread_key_create(&exit_key, empty_at_exit); }

static void register_exit(void) {
    pthread_once(&exit_once, make_exit_key);
    pthread_setspecific(exit_key, &small);
    is_registered = true;
}

// The class that holds `bytes`, and the size of its blocks.
static inline int class_of(size_t bytes, size_t *size) {
    size_t units = bytes <= ((size_t)1 << SMALLEST_SHIFT) ? 1 : ((bytes - 1) >> SMALLEST_SHIFT) + 1;
    if (units <= 4) {
        *size = units << SMALLEST_SHIFT;
        return (int)units - 1;
    }
    int shift = 63 - __builtin_clzll(units - 1) - STEPS_SHIFT;
    size_t steps = ((units - 1) >> shift) + 1;  // 5 ... 8
    *size = steps << shift << SMALLEST_SHIFT;
    return (shift << STEPS_SHIFT) + (int)steps - 1;
}

static inline Block *take(Cache *c, int index, size_t size) {
    Block *block = c->waiting[index];
    if (block != NULL) {
        c->waiting[index] = block->next;
        c->waiting_bytes -= size;
    }
    return block;
}

static inline size_t size_of_class(int index) {
    return (index < 4 ? (size_t)index + 1 : (size_t)(index % 4 + 5) << (index / 4 - 1)) << SMALLEST_SHIFT;
}

// Where the bound is reached blocks of other sizes give way, class by class: else those that nobody asks for any more would stay
// for good. A class in use fills itself again.
//
// Answers the blocks that go back to the system, as a list.
static inline Block *put(Cache *c, int index, size_t size, size_t maximum, Block *block) {
    block->next = NULL;
    if (size > maximum) return block;
    Block *gone = NULL;
    while (c->waiting_bytes + size > maximum) {
        while (c->waiting[c->oldest] == NULL) c->oldest = (c->oldest + 1) % CLASSES;
        Block *other = take(c, c->oldest, size_of_class(c->oldest));
        other->next = gone;
        gone = other;
    }
    block->next = c->waiting[index];
    c->waiting[index] = block;
    c->waiting_bytes += size;
    return gone;
}

// The large blocks are held for some nanoseconds. Whoever cannot have them soon, since their holder lost its processor, goes to
// the system.
static bool hold_large(void) {
    for (int tries = 0; tries < 4096; tries++) {
        if (!atomic_flag_test_and_set_explicit(&large_is_busy, memory_order_acquire)) return true;
#if defined(__x86_64__)
        __builtin_ia32_pause();
#endif
    }
    return false;
}

static void release_large(void) { atomic_flag_clear_explicit(&large_is_busy, memory_order_release); }

static Block *take_large(int index, size_t size) {
    if (!hold_large()) return NULL;
    Block *block = take(&large, index, size);
    release_large();
    return block;
}

static Block *put_large(int index, size_t size, Block *block) {
    block->next = NULL;
    if (!hold_large()) return block;
    Block *gone = put(&large, index, size, MAXIMUM_LARGE, block);
    release_large();
    return gone;
}

// A child of a fork must not find the list held by a thread that it does not have.
static void hold_for_fork(void) {
    while (!hold_large()) sched_yield();
}

__attribute__((constructor)) static void watch_forks(void) { pthread_atfork(hold_for_fork, release_large, release_large); }

// The largest blocks lie in huge pages where the system gives them on request: a walk over them then misses no translations.
static void *fresh(size_t size) {
    const size_t huge = (size_t)2 << 20;
    if (size < 2 * huge) return aligned_alloc(64, size);
    void *block = aligned_alloc(huge, (size + huge - 1) / huge * huge);
#if defined(MADV_HUGEPAGE)
    if (block != NULL) madvise(block, size, MADV_HUGEPAGE);
#endif
    return block;
}

void *kindling_allocate(size_t bytes) {
    if (bytes >> 47) return NULL;
    size_t size;
    const int index = class_of(bytes, &size);
    Block *block = size < LARGE ? take(&small, index, size) : take_large(index, size);
    if (block != NULL) return block;
    system_allocations++;
    void *made = fresh(size);
    if (made != NULL) return made;
    empty(&small);
    if (hold_large()) {
        empty(&large);
        release_large();
    }
    return fresh(size);
}

void *kindling_workspace(size_t bytes) {
    void *block = kindling_allocate(bytes);
    if (block != NULL) return block;
    fprintf(stderr, "kindling: no memory for a kernel's %zu bytes of workspace\n", bytes);
    abort();
}

void kindling_free(void *pointer, size_t bytes) {
    size_t size;
    const int index = class_of(bytes, &size);
    if (size >= LARGE) return free_list(put_large(index, size, pointer));
    if (is_exiting) return free(pointer);
    if (!is_registered) register_exit();
    free_list(put(&small, index, size, MAXIMUM_SMALL, pointer));
}

size_t kindling_system_allocations(void) { return system_allocations; }

bool kindling_memory_is_recycled(void) { return MAXIMUM_SMALL > 0; }
