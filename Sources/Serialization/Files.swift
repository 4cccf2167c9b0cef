import Glibc

private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }

/// A file that is open for reading, anywhere in it.
final class FileReader {
    let size: Int
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(SafetensorsError) {
        self.path = path
        // Not to wait where the path is a pipe that nobody writes to.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        var information = stat()
        if descriptor < 0 || fstat(descriptor, &information) != 0 {
            size = 0
            throw SafetensorsError(file: path, errno == ENOENT ? .noSuchFile : .unreadable(reason(errno)))
        }
        size = Int(information.st_size)
        if information.st_mode & S_IFMT != S_IFREG {
            throw SafetensorsError(file: path, .unreadable("it is not a regular file"))
        }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    func read(at offset: Int, into target: UnsafeMutableRawBufferPointer) throws(SafetensorsError) {
        var filled = 0
        while filled < target.count {
            let got = pread(descriptor, target.baseAddress! + filled, target.count - filled, offset + filled)
            if got < 0 && errno == EINTR { continue }
            if got < 0 { throw SafetensorsError(file: path, .unreadable(reason(errno))) }
            // It has become shorter since it was opened.
            if got == 0 { throw SafetensorsError(file: path, .truncated(expected: size, found: offset + filled)) }
            filled += got
        }
    }
}

/// Writes a file beside the one that it replaces when it is whole. Where it is not finished, nothing stays of it.
final class FileWriter {
    private let path: String
    private let target: String
    private let temporary: String
    private var descriptor: Int32 = -1

    init(replacing path: String) throws(SafetensorsError) {
        self.path = path
        if path.isEmpty { throw SafetensorsError(file: path, .unwritable("the path is empty")) }
        var existing = stat()
        let exists = stat(path, &existing) == 0
        // A link stays, and what it leads to is replaced.
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
    }

    deinit {
        if descriptor >= 0 {
            close(descriptor)
            unlink(temporary)
        }
    }

    private func failure(_ code: Int32) -> SafetensorsError { SafetensorsError(file: path, .unwritable(reason(code))) }

    func write(_ bytes: UnsafeRawBufferPointer) -> Result<Void, SafetensorsError> {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { return .failure(failure(errno)) }
            written += count
        }
        return .success(())
    }

    /// Puts the file in its place, once it is safe on the disk.
    func finish() throws(SafetensorsError) {
        if fsync(descriptor) != 0 || rename(temporary, target) != 0 { throw failure(errno) }
        close(descriptor)
        descriptor = -1
    }
}
