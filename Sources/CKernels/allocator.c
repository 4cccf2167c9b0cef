#include "CKernels.h"
#include "clones.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/mman.h>

// Blocks come in size classes, four to each doubling from 64 bytes. A freed block waits in its class's list of the freeing
// thread, up to a bound on the bytes that wait; its first word links the list. No lock, no header.
enum { SMALLEST_SHIFT = 6, STEPS_SHIFT = 2, CLASSES = (48 - SMALLEST_SHIFT) << STEPS_SHIFT };
#ifdef KINDLING_SANITIZED
static const size_t MAXIMUM_WAITING = 0;  // a sanitizer wants to see each block freed
#else
static const size_t MAXIMUM_WAITING = (size_t)256 << 20;
#endif

typedef struct Block { struct Block *next; } Block;
typedef struct {
    Block *waiting[CLASSES];
    size_t waiting_bytes;
    bool registered;
} Cache;

static _Thread_local Cache cache;
static pthread_key_t exit_key;
static pthread_once_t exit_once = PTHREAD_ONCE_INIT;

static void empty(void *pointer) {
    Cache *c = pointer;
    for (int i = 0; i < CLASSES; i++)
        for (Block *block = c->waiting[i]; block != NULL;) {
            Block *next = block->next;
            free(block);
            block = next;
        }
    *c = (Cache){0};
    // Blocks that later destructors of this thread free go straight back to the system.
    c->waiting_bytes = MAXIMUM_WAITING;
}

static void make_exit_key(void) { pthread_key_create(&exit_key, empty); }

static void register_exit(Cache *c) {
    pthread_once(&exit_once, make_exit_key);
    pthread_setspecific(exit_key, c);
    c->registered = true;
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

// Large blocks lie in huge pages where the system gives them on request: a walk over them then misses no translations.
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
    int index = class_of(bytes, &size);
    Cache *c = &cache;
    Block *block = c->waiting[index];
    if (block != NULL) {
        c->waiting[index] = block->next;
        c->waiting_bytes -= size;
        return block;
    }
    return fresh(size);
}

void kindling_free(void *pointer, size_t bytes) {
    size_t size;
    int index = class_of(bytes, &size);
    Cache *c = &cache;
    if (c->waiting_bytes + size > MAXIMUM_WAITING) {
        free(pointer);
        return;
    }
    if (!c->registered) register_exit(c);
    Block *block = pointer;
    block->next = c->waiting[index];
    c->waiting[index] = block;
    c->waiting_bytes += size;
}
