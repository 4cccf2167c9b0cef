import CKernels
import Glibc

/// Writes a file that replaces another one when it is complete. Until then it has no name, so that nothing is left behind
/// however the process ends. Where the file system does not support unnamed files, it has a hidden temporary name.
final class FileWriter {
    private let path: String
    private let target: String
    private let temporary: String
    private var descriptor: Int32 = -1
    /// Whether a file has the temporary name.
    private var isNamed = false
    private var length = 0
    /// How many bytes have been submitted for writeback.
    private var started = 0

    /// - Parameter size: the final size in bytes.
    init(replacing path: String, size: Int = 0) throws(SafetensorsError) {
        self.path = path
        if path.isEmpty { throw SafetensorsError(file: path, .unwritable("the path is empty")) }
        var existing = stat()
        let exists = stat(path, &existing) == 0
        do throws(LinkError) { target = try followingLinks(path) } catch {
            throw SafetensorsError(file: path, .unwritable(reason(error.code)))
        }
        let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let folder = folder(of: target)
        temporary = folder + Leftovers.prefix + mark + Leftovers.suffix
        if exists && existing.st_mode & S_IFMT != S_IFREG {
            throw SafetensorsError(file: path, .unwritable("it is not a regular file"))
        }
        descriptor = kindling_open_unnamed(folder.isEmpty ? "." : folder, 0o666)
        if descriptor < 0 {
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            isNamed = descriptor >= 0
        }
        if descriptor < 0 { throw failure(errno) }
        // Says, as long as it is open, that the file is no leftover.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
        if exists { fchmod(descriptor, existing.st_mode & 0o7777) }
        kindling_reserve(descriptor, size)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if isNamed { unlink(temporary) }
    }

    private func failure(_ code: Int32) -> SafetensorsError { SafetensorsError(file: path, .unwritable(reason(code))) }

    /// Appends bytes. Writeback to the disk starts while the rest is written.
    func write(_ bytes: UnsafeRawBufferPointer) -> Result<Void, SafetensorsError> {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, min(bytes.count - written, 4 << 20))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return .failure(failure(errno)) }
            written += count
            length += count
            startWriteback()
        }
        return .success(())
    }

    /// Only whole large pages are submitted: a page under writeback cannot be written to.
    private func startWriteback() {
        let end = length & ~(4 << 20 - 1)
        if end > started { kindling_start_writeback(descriptor, started, end - started) }
        started = max(started, end)
    }

    /// Moves the file to its path, once its data is on the disk, and waits until the move is there, too.
    func finish() throws(SafetensorsError) {
        if fsync(descriptor) != 0 { throw failure(errno) }
        if !isNamed {
            // Linking gives an unnamed file a name, but never replaces an existing one.
            if kindling_name_file(descriptor, temporary) != 0 { throw failure(errno) }
            isNamed = true
        }
        if rename(temporary, target) != 0 { throw failure(errno) }
        isNamed = false
        try flushFolder()
    }

    /// Writes the folder's entries to the disk, where it may be read and its file system can.
    private func flushFolder() throws(SafetensorsError) {
        let folder = folder(of: target)
        let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory < 0 { return }
        defer { close(directory) }
        if fsync(directory) != 0 && errno != EINVAL && errno != ENOTSUP { throw failure(errno) }
    }
}

/// A symbolic link that resolves to no path.
private struct LinkError: Error { let code: Int32 }

/// The final target of a chain of symbolic links, whether it exists or not: links are kept, and their target is written.
private func followingLinks(_ path: String) throws(LinkError) -> String {
    var path = path
    // The limit that the kernel has, too.
    for _ in 0...40 {
        var information = stat()
        if lstat(path, &information) != 0 || information.st_mode & S_IFMT != S_IFLNK { return path }
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = readlink(path, &bytes, bytes.count)
        if length < 0 { throw LinkError(code: errno) }
        let link = String(decoding: bytes[..<length], as: UTF8.self)
        path = link.hasPrefix("/") ? link : folder(of: path) + link
    }
    throw LinkError(code: ELOOP)
}

/// The directory of a path with its last slash; empty where there is none.
private func folder(of path: String) -> String {
    let name = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last?.count ?? 0
    return String(decoding: path.utf8.dropLast(name), as: UTF8.self)
}
