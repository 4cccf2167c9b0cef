// Memory, files, threads.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Memory: blocks aligned to 64 bytes, recycled through free lists. Any thread may free them. NULL when memory is exhausted.
void *_Nullable kindling_allocate(size_t bytes);
// The same for a kernel's own use, which ends the program when memory is exhausted.
void *_Nonnull kindling_workspace(size_t bytes);
void kindling_free(void *_Nonnull block, size_t bytes);
// How many blocks this thread has allocated from the system, since no free block was waiting.
size_t kindling_system_allocations(void);
// Whether freed blocks are kept for later allocations, which they are unless a sanitizer watches.
bool kindling_memory_is_recycled(void);

// Files: reserves room for what will be written; starts writing what was written back to the disk, without waiting for it.
void kindling_reserve(int file, ptrdiff_t size);
void kindling_start_writeback(int file, ptrdiff_t offset, ptrdiff_t size);
// Opens a new file without a name in a folder, which is deleted when it is closed; -1 where the file system has no such files.
// Names it, as no other file may be named; 0 on success.
int kindling_open_unnamed(const char *_Nonnull folder, unsigned mode);
int kindling_name_file(int file, const char *_Nonnull name);

// The CRC-32C of bytes, by the processor's instruction where it has one. The seed is that of the bytes before them, 0 at the start.
uint32_t kindling_crc32c(uint32_t seed, const void *_Nullable bytes, ptrdiff_t count);
uint32_t kindling_crc32c_portable(uint32_t seed, const void *_Nullable bytes, ptrdiff_t count);

// Threads: runs `body` for the chunks 0..<chunks, on the caller's thread and those of the one pool, and returns when all are
// done. Which thread runs which chunk is undefined, so no result may depend on it. Inside a chunk, and while another thread uses
// the pool, the caller runs all chunks itself.
typedef void (*KindlingChunkBody)(void *_Nullable context, ptrdiff_t chunk);
void kindling_parallel(ptrdiff_t chunks, KindlingChunkBody _Nonnull body, void *_Nullable context);

// Runs `body` on a thread of its own, which may block. False where no more threads can be created.
bool kindling_start_thread(void *_Nullable (*_Nonnull body)(void *_Nullable), void *_Nullable context);

// How many threads work, with the caller's: at first what KINDLING_NUM_THREADS or OMP_NUM_THREADS say, else one for each
// processor.
int kindling_threads(void);
void kindling_set_threads(int count);
