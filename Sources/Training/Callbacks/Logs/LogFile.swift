import Glibc
import Synchronization

/// How far a run has written a log: what a checkpoint knows of it.
public struct LogPosition: Codable, Sendable, Equatable {
    /// The path as it was given, so that a log that gets another file begins it. A run's folder may move.
    let path: String
    /// In bytes.
    var length = 0
}

/// A file that a run appends to. When the run is resumed, it is cut back to where the checkpoint was saved.
///
/// The bytes are handed to the system at once, so that a process that is killed loses none, and whoever watches the file sees them. They
/// are put on the disk before a checkpoint is written that counts them.
final class LogFile: Sendable {
    private let path: String
    private let file = Mutex<OpenFile?>(nil)

    private struct OpenFile {
        let descriptor: Int32
        /// Where the file is from the process's folder.
        let path: String
    }

    /// - Parameter path: in the run's folder unless it is absolute; without such a folder, in the process's.
    init(_ path: String) {
        if path.isEmpty { trap("LogFile", "the path of a log must not be empty") }
        self.path = path
    }

    deinit { close() }

    /// A log that has not begun.
    var start: LogPosition { LogPosition(path: path) }

    /// Opens the file, makes it where there is none, and cuts off what comes after the position.
    func open(at position: inout LogPosition, in folder: String?) throws(LogError) {
        close()
        if position.path != path { position = start }
        let full = path.hasPrefix("/") ? path : folder.map { "\($0)/\(path)" } ?? path
        // One that was written before, and is gone, is not made anew.
        let descriptor = Glibc.open(full, O_RDWR | O_CLOEXEC | (position.length > 0 ? 0 : O_CREAT), 0o666)
        if descriptor < 0 && errno == ENOENT && position.length > 0 {
            throw LogError(full, .missing(expected: position.length))
        }
        if descriptor < 0 { throw LogError(full, .system(errno)) }
        file.withLock { $0 = OpenFile(descriptor: descriptor, path: full) }
        var information = stat()
        if fstat(descriptor, &information) != 0 { throw LogError(full, .system(errno)) }
        if information.st_mode & S_IFMT != S_IFREG { throw LogError(full, .notAFile) }
        let length = Int(information.st_size)
        if length < position.length { throw LogError(full, .short(length: length, expected: position.length)) }
        if ftruncate(descriptor, position.length) != 0 { throw LogError(full, .system(errno)) }
    }

    /// Appends bytes: all of them, or none.
    func append(_ bytes: [UInt8], at position: inout LogPosition) throws(LogError) {
        guard let file = file.withLock({ $0 }) else { return }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(file.descriptor, $0.baseAddress, $0.count, position.length + written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 {
                let code = errno
                ftruncate(file.descriptor, position.length)
                throw LogError(file.path, .system(code))
            }
            written += count
        }
        position.length += bytes.count
    }

    /// Appends text: all of it, or nothing.
    func append(_ text: String, at position: inout LogPosition) throws(LogError) { try append(Array(text.utf8), at: &position) }

    /// Puts on the disk what has been appended.
    func flush() throws(LogError) {
        guard let file = file.withLock({ $0 }) else { return }
        if fdatasync(file.descriptor) != 0 { throw LogError(file.path, .system(errno)) }
    }

    private func close() {
        file.withLock { file in
            if let file { _ = Glibc.close(file.descriptor) }
            file = nil
        }
    }
}
