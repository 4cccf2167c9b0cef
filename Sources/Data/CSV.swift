import Glibc

/// Comma-separated values (RFC 4180): a header that names the columns, then rows.
///
/// Lines end in LF, CRLF or CR; a byte-order mark is skipped; a quoted cell may hold commas, line ends and doubled quotes.
/// Blank lines at the end are ignored.
///
/// ```swift
/// let table = try CSV.read("wdbc.csv")
/// let features = try table.numbers(columns: ["mean radius", "mean texture"])     // float64 [569, 2]
/// let labels = try table.labels(column: "diagnosis", classes: ["B", "M"])        // int64 [569], 0 or 1
/// ```
public enum CSV {
    /// The table in a file.
    public static func read(_ path: String) throws(CSVError) -> Table {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            throw CSVError(file: path, errno == ENOENT ? .noSuchFile : .unreadable(String(cString: strerror(errno))))
        }
        defer { close(descriptor) }
        return try Table(bytes: contents(of: descriptor, path), name: path)
    }

    /// The table that comes in on standard input.
    public static func readStandardInput() throws(CSVError) -> Table {
        let name = "standard input"
        return try Table(bytes: contents(of: STDIN_FILENO, name), name: name)
    }

    /// The table in a text. Messages call it `name`.
    public static func read(text: String, name: String) throws(CSVError) -> Table {
        try Table(bytes: Array(text.utf8), name: name)
    }

    /// The table in the bytes of a file. Messages call it `name`.
    public static func read(bytes: [UInt8], name: String) throws(CSVError) -> Table {
        try Table(bytes: bytes, name: name)
    }

    private static func contents(of descriptor: Int32, _ name: String) throws(CSVError) -> [UInt8] {
        var information = stat()
        let expected = fstat(descriptor, &information) == 0 ? Int(information.st_size) : 0
        var bytes: [UInt8] = []
        var failure: Int32 = 0
        // One byte more than expected, so that the end is met without another block.
        var blockSize = max(expected + 1, 1 << 16)
        var isAtEnd = false
        while !isAtEnd && failure == 0 {
            let block = [UInt8](unsafeUninitializedCapacity: blockSize) { buffer, filled in
                while filled < blockSize {
                    let got = Glibc.read(descriptor, buffer.baseAddress! + filled, blockSize - filled)
                    if got < 0 && errno == EINTR { continue }
                    if got < 0 { failure = errno }
                    if got <= 0 {
                        isAtEnd = true
                        return
                    }
                    filled += got
                }
            }
            if bytes.isEmpty { bytes = block } else { bytes += block }
            blockSize = 1 << 20
        }
        if failure != 0 { throw CSVError(file: name, .unreadable(String(cString: strerror(failure)))) }
        return bytes
    }
}
