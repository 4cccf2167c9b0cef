// Memory, files, threads.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Memory: 64-byte aligned blocks, recycled through free lists. Any thread may free them. NULL when there is no memory.
void *_Nullable kindling_allocate(size_t bytes);
// The same for a kernel's own use, which ends the program where there is none.
void *_Nonnull kindling_workspace(size_t bytes);
void kindling_free(void *_Nonnull block, size_t bytes);
// How many blocks this thread has had from the system, since none was waiting.
size_t kindling_system_allocations(void);
// Whether freed blocks wait for the next ones, which they do unless a sanitizer watches.
bool kindling_memory_is_recycled(void);

// Files: makes room for what will be written; begins to bring what was written to the disk, without waiting for it.
void kindling_reserve(int file, ptrdiff_t size);
void kindling_start_writeback(int file, ptrdiff_t offset, ptrdiff_t size);
// A new file in a folder that has no name, and is gone when nobody has it open; -1 where the file system has no such files. And its
// name, which no other file may have; 0 where it got it.
int kindling_open_unnamed(const char *_Nonnull folder, unsigned mode);
int kindling_name_file(int file, const char *_Nonnull name);

// Threads: runs `body` for the parts 0..<parts, on the caller's thread and those of the one pool, and returns when all are done.
// Which thread runs what is left to chance, so no result may depend on it. Inside a part, and while another thread uses the pool,
// the caller does everything itself.
typedef void (*KindlingPart)(void *_Nullable context, ptrdiff_t part);
void kindling_parallel(ptrdiff_t parts, KindlingPart _Nonnull body, void *_Nullable context);

// Runs `body` on a thread of its own, which may wait. False where no more threads can be had.
bool kindling_start_thread(void *_Nullable (*_Nonnull body)(void *_Nullable), void *_Nullable context);

// How many threads work, the caller's among them: at first what KINDLING_NUM_THREADS or OMP_NUM_THREADS say, else one a processor.
int kindling_threads(void);
void kindling_set_threads(int count);
