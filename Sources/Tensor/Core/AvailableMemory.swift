import Glibc

/// Whether the system has memory for so many bytes at this moment: to be asked before what would end the program where it has none.
/// A quarter more is asked for, which is what blocks are rounded up by at most. A system that promises more than it has does so up to what
/// the machine has.
package func memoryIsAvailable(_ bytes: Int) -> Bool {
    // Where there is no megabyte, nothing else goes on either, and small things are not to wait for the system.
    if bytes < 1 << 20 { return bytes >= 0 }
    let (size, overflow) = bytes.addingReportingOverflow(bytes / 4)
    if overflow || bytes > physicalMemory { return false }
    let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if address == MAP_FAILED { return false }
    munmap(address, size)
    return true
}

/// The bytes of memory that the machine has.
private let physicalMemory: Int = {
    let (bytes, overflow) = sysconf(Int32(_SC_PHYS_PAGES)).multipliedReportingOverflow(by: sysconf(Int32(_SC_PAGESIZE)))
    return overflow || bytes <= 0 ? .max : bytes
}()
