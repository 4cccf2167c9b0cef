#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// How a file is known to be the one that was read: a replaced or changed one differs in at least one of these.
struct FileState: Equatable, Sendable {
    let path: String
    let isFolder: Bool
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int
    private let inode: UInt

    /// The state of a file; nil if there is none.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.path = path
        isFolder = status.st_mode & S_IFMT == S_IFDIR
        size = Int(status.st_size)
        (seconds, nanoseconds) = (Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec))
        inode = UInt(status.st_ino)
    }
}
