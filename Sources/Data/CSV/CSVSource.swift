import Glibc

/// A source of text: a file, which is closed on deinitialization, or standard input.
final class CSVSource {
    let name: String
    /// How the bytes that have been read are encoded.
    var encoding: CSV.Format.Encoding { decoder.encoding }

    private var decoder = CSVDecoder()
    private var isAtEnd = false
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

    /// The next bytes of the text in UTF-8, from about this many of the source; an empty array at the end.
    func next(_ size: Int) throws(CSVError) -> [UInt8] {
        while !isAtEnd {
            let bytes = try nextBytes(size)
            isAtEnd = bytes.isEmpty
            let text = decoder.decode(bytes, isLast: isAtEnd)
            if !text.isEmpty { return text }
        }
        return []
    }

    /// The whole text in UTF-8.
    func contents() throws(CSVError) -> [UInt8] {
        let bytes = try allBytes()
        // A unit of UTF-16 takes at most three bytes.
        if bytes.first ?? 0 >= 0xFE { try requireMemory(bytes.count / 2 * 3, 1, name) }
        return decoder.decode(bytes, isLast: true)
    }

    /// The next bytes, at most this many; an empty array at the end.
    private func nextBytes(_ size: Int) throws(CSVError) -> [UInt8] {
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

    private func allBytes() throws(CSVError) -> [UInt8] {
        var information = stat()
        let expected = failure == 0 && fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
        // For a file of known size one byte more, so that the end is detected without another block.
        var size = max(expected == .max ? expected : expected + 1, 1 << 16)
        try requireMemory(size, 1, name)
        var bytes = try nextBytes(size)
        while !bytes.isEmpty {
            size = max(size - bytes.count, 1 << 20)
            // Twice the capacity of a full array.
            if bytes.count + size > bytes.capacity { try requireMemory(2 * bytes.count + size, 1, name) }
            let more = try nextBytes(size)
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    private func error(_ number: Int32) -> CSVError {
        CSVError(file: name, number == ENOENT ? .noSuchFile : .unreadable(String(cString: strerror(number))))
    }
}
