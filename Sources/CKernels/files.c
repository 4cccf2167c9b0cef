#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "CKernels.h"

// System calls that Swift's import of the system's headers lacks. The first two only save time, and do nothing on file systems
// that lack them.

void kindling_reserve(int file, ptrdiff_t size) {
    if (size > 0) (void)fallocate(file, 0, 0, size);
}

void kindling_start_writeback(int file, ptrdiff_t offset, ptrdiff_t size) {
    if (size > 0) (void)sync_file_range(file, offset, size, SYNC_FILE_RANGE_WRITE);
}

// The path by which an open file without a name is given one.
static void path_of(int file, char path[32]) { snprintf(path, 32, "/proc/self/fd/%d", file); }

int kindling_open_unnamed(const char *folder, unsigned mode) {
    const int file = open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
    if (file < 0) return -1;
    char path[32];
    path_of(file, path);
    if (access(path, F_OK) == 0) return file;
    close(file);
    errno = EOPNOTSUPP;
    return -1;
}

int kindling_name_file(int file, const char *name) {
    char path[32];
    path_of(file, path);
    return linkat(AT_FDCWD, path, AT_FDCWD, name, AT_SYMLINK_FOLLOW);
}
