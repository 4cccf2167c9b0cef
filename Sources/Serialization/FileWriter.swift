import CKernels
import Glibc

/// Writes a file beside the one that it replaces when it is whole. Where it is not finished, nothing stays of it.
final class FileWriter {
    private let path: String
    private let target: String
    private let temporary: String
    private var descriptor: Int32 = -1
    private var length = 0
    /// How much of it is on its way to the disk.
    private var started = 0

    /// - Parameter size: how long it will be.
    init(replacing path: String, size: Int = 0) throws(SafetensorsError) {
        self.path = path
        if path.isEmpty { throw SafetensorsError(file: path, .unwritable("the path is empty")) }
        var existing = stat()
        let exists = stat(path, &existing) == 0
        // A link to a file stays, and what it leads to is replaced.
        if exists, let resolved = realpath(path, nil) {
            target = String(cString: resolved)
            free(resolved)
        } else {
            target = path
        }
        let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let name = target.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        temporary = "\(target.dropLast(name.count)).kindling-\(mark).partial"
        if exists && existing.st_mode & S_IFMT != S_IFREG {
            throw SafetensorsError(file: path, .unwritable("it is not a regular file"))
        }
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw failure(errno) }
        if exists { fchmod(descriptor, existing.st_mode & 0o7777) }
        kindling_reserve(descriptor, size)
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporary)
        }
    }

    private func failure(_ code: Int32) -> SafetensorsError { SafetensorsError(file: path, .unwritable(reason(code))) }

    /// Writes what comes next. The disk gets the first of it while the rest is written.
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

    /// Only of whole large pages: what is on its way to the disk cannot be written to meanwhile.
    private func startWriteback() {
        let end = length & ~(4 << 20 - 1)
        if end > started { kindling_start_writeback(descriptor, started, end - started) }
        started = max(started, end)
    }

    /// Puts the file in its place, once it is safe on the disk.
    func finish() throws(SafetensorsError) {
        if fsync(descriptor) != 0 || rename(temporary, target) != 0 { throw failure(errno) }
        close(descriptor)
        descriptor = -1
    }
}
