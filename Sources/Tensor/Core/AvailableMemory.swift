import Glibc

/// Whether the system has memory for so many bytes at this moment: to be asked before what would end the program where it has none.
/// A quarter more is asked for, which is what blocks are rounded up by at most.
package func memoryIsAvailable(_ bytes: Int) -> Bool {
    // Where there is no megabyte, nothing else goes on either, and small things are not to wait for the system.
    if bytes < 1 << 20 { return bytes >= 0 }
    let (size, overflow) = bytes.addingReportingOverflow(bytes / 4)
    if overflow { return false }
    let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if address == MAP_FAILED { return false }
    munmap(address, size)
    return true
}
