// Sizes that Swift and C must agree on, or that both read: eager kernels and compiled programs give the same bits only while they
// cut the elements alike.
#pragma once

enum {
    // How many elements make a chunk that is worth a thread, some microseconds of work, by what an element costs: reading and
    // writing is all; vector code of some dozen steps; a call for each element.
    KINDLING_MEMORY_BOUND = 32768,
    KINDLING_VECTOR_MATH = 16384,
    KINDLING_SCALAR_CALL = 2048,

    // Elements of a block that passes through the steps of a fusion group.
    KINDLING_BLOCK = 1024,

    // Losses that are summed while they are in the cache, and of how many elements a chunk for a thread is made: a compiled loss of
    // more than one chunk is left to the eager kernel.
    KINDLING_LOSS_BLOCK = 512,
    KINDLING_LOSS_GRAIN = 8192,

    // Compiled programs reduce up to so many elements, which the eager kernel takes in one chunk as well.
    KINDLING_REDUCED_AT_ONCE = 4096,
};

_Static_assert(KINDLING_REDUCED_AT_ONCE <= KINDLING_MEMORY_BOUND, "an eager reduction of so few elements is one chunk");
_Static_assert(KINDLING_LOSS_GRAIN % KINDLING_LOSS_BLOCK == 0, "blocks of losses are alike wherever a chunk starts");
