#define _GNU_SOURCE
#include <fcntl.h>

#include "CKernels.h"

// What Swift's import of the system's headers lacks. Both only save time: where a file system does not know them, nothing happens.

void kindling_reserve(int file, ptrdiff_t size) {
    if (size > 0) (void)fallocate(file, 0, 0, size);
}

void kindling_start_writeback(int file, ptrdiff_t offset, ptrdiff_t size) {
    if (size > 0) (void)sync_file_range(file, offset, size, SYNC_FILE_RANGE_WRITE);
}
