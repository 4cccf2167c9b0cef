// Size classes of blocks, and the free blocks that all threads share.
#pragma once
#include <stdbool.h>
#include <stddef.h>

// Four classes to each doubling, from 64 bytes on. Single threads keep some blocks of the small classes, below 128 KiB.
enum { SMALLEST_SHIFT = 6, STEPS_SHIFT = 2, CLASSES = (48 - SMALLEST_SHIFT) << STEPS_SHIFT, SMALL_CLASSES = 39 };

// A free block. It has no header: its first words hold the lists' links.
typedef struct Block {
    struct Block *next;
    // Of a batch's first block only: the class's next batch, and how many blocks this one has.
    struct Block *next_batch;
    size_t count;
} Block;

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

static inline size_t size_of_class(int index) {
    return (index < 4 ? (size_t)index + 1 : (size_t)(index % 4 + 5) << (index / 4 - 1)) << SMALLEST_SHIFT;
}

// Removes a batch of free blocks of a class, linked by `next`, with its count; NULL where there is none.
Block *kindling_take_batch(int index);
// Adds a batch. Where the bound is reached, blocks are returned to the system.
void kindling_give_batch(int index, Block *batch);
// Returns all free blocks to the system.
void kindling_free_waiting_batches(void);
