import Glibc

/// A source of bytes: a file, which is closed on deinitialization, or standard input.
final class CSVSource {
    let name: String
    private let descriptor: Int32
    /// The error number, where the file could not be opened.
    private let failure: Int32

    /// Opens a file at its start.
    init(path: String) {
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        failure = descriptor < 0 ? errno : 0
    }

    private init(standardInput name: String) { (self.name, descriptor, failure) = (name, STDIN_FILENO, 0) }

    static var standardInput: CSVSource { CSVSource(standardInput: "standard input") }

    deinit { if descriptor > STDIN_FILENO { close(descriptor) } }

    /// The next bytes, at most this many; an empty array at the end.
    func next(_ size: Int) throws(CSVError) -> [UInt8] {
        if failure != 0 { throw error(failure) }
        var problem: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, filled in
            var got = 0
            repeat { got = read(descriptor, target.baseAddress, size) } while got < 0 && errno == EINTR
            problem = got < 0 ? errno : 0
            filled = max(got, 0)
        }
        if problem != 0 { throw error(problem) }
        return bytes
    }

    /// All bytes.
    func contents() throws(CSVError) -> [UInt8] {
        var information = stat()
        let expected = failure == 0 && fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
        // For a file of known size one byte more, so that the end is detected without another block.
        var size = max(expected == .max ? expected : expected + 1, 1 << 16)
        try requireMemory(size, 1, name)
        var bytes = try next(size)
        while !bytes.isEmpty {
            size = max(size - bytes.count, 1 << 20)
            // Twice the capacity of a full array.
            if bytes.count + size > bytes.capacity { try requireMemory(2 * bytes.count + size, 1, name) }
            let more = try next(size)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    private func error(_ number: Int32) -> CSVError {
        CSVError(file: name, number == ENOENT ? .noSuchFile : .unreadable(String(cString: strerror(number))))
    }
}
