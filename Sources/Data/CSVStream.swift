import Glibc

extension CSV {
    /// The file's rows as tables of so many each: a file that need not fit in memory.
    ///
    /// What is wrong with the file comes as the last element.
    ///
    /// ```swift
    /// for part in CSV.stream("clicks.csv", rows: 4096) {
    ///     let features = try part.get().numbers(columns: ["age", "visits"])
    /// }
    /// // ... or read and parsed ahead, by two threads:
    /// let batches = StreamLoader(CSV.stream("clicks.csv", rows: 256), batchSize: 1) { parts in
    ///     parts[0].flatMap { table in Result { try table.numbers() } }
    /// }
    /// for features in batches.prefetched(workers: 2) { ... }
    /// ```
    ///
    /// - Precondition: `rows > 0`.
    public static func stream(_ path: String, rows: Int) -> CSVStream {
        if rows <= 0 { trap("CSV.stream", "a table has at least one row, got rows: \(rows)") }
        return CSVStream(path: path, rows: rows)
    }
}

/// A CSV file as tables of some of its rows each. See ``CSV/stream(_:rows:)``.
public struct CSVStream: Sequence, Sendable {
    public let path: String
    public let rows: Int

    /// Opens the file at its start.
    public func makeIterator() -> Iterator { Iterator(self) }

    public final class Iterator: IteratorProtocol {
        private let stream: CSVStream
        private let file: Int32
        /// Why the file could not be opened.
        private let failure: Int32
        private var header: [UInt8]?
        /// What has been read and not been given out.
        private var buffer: [UInt8] = []
        private var before = (rows: 0, lines: 0)
        private var isAtEnd = false

        init(_ stream: CSVStream) {
            self.stream = stream
            file = open(stream.path, O_RDONLY | O_CLOEXEC)
            failure = file < 0 ? errno : 0
        }

        deinit { if file >= 0 { close(file) } }

        public func next() -> Result<Table, CSVError>? {
            if isAtEnd { return nil }
            do throws(CSVError) {
                let table = try nextTable()
                if table == nil { isAtEnd = true }
                return table.map { .success($0) }
            } catch {
                isAtEnd = true
                return .failure(error)
            }
        }

        private func nextTable() throws(CSVError) -> Table? {
            if file < 0 {
                let problem = failure == ENOENT ? CSVError.Problem.noSuchFile : .unreadable(String(cString: strerror(failure)))
                throw CSVError(file: stream.path, problem)
            }
            let isFirst = header == nil
            if isFirst {
                let end = try records(1).end
                header = Array(buffer[..<end])
                buffer.removeFirst(end)
            }
            let (end, count) = try records(stream.rows)
            // A file without rows is a table without rows, once.
            if end == 0 && !isFirst { return nil }
            let table = try Table(bytes: (header ?? []) + buffer[..<end], name: stream.path, before: before)
            if table.rowCount == 0 && !isFirst { return nil }
            before.rows += count
            before.lines += buffer.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[..<end]).count(of: .lineFeed) }
            buffer.removeFirst(end)
            return table
        }

        /// Where the next records end, or what is left of them. Blank ones are not the last, since those would count for nothing.
        private func records(_ wanted: Int) throws(CSVError) -> (end: Int, count: Int) {
            var (end, count, isDone) = (0, 0, false)
            while true {
                buffer.withUnsafeBufferPointer { bytes in
                    let mark = header == nil && bytes.starts(with: CSVScanner.byteOrderMark) ? 3 : 0
                    var scanner = CSVScanner(bytes, Swift.max(end, mark)..<bytes.count)
                    while !isDone, let isBlank = scanner.completeRecord() {
                        (end, count) = (scanner.position, count + 1)
                        isDone = count >= wanted && !isBlank
                    }
                }
                if isDone { return (end, count) }
                if try !readMore() { return (buffer.count, count) }
            }
        }

        private func readMore() throws(CSVError) -> Bool {
            // A record that is longer than what is read at once is looked at again, but not too often.
            let size = Swift.max(buffer.count, 1 << 18)
            var got = 0
            let block = [UInt8](unsafeUninitializedCapacity: size) { target, filled in
                repeat { got = read(file, target.baseAddress, size) } while got < 0 && errno == EINTR
                filled = Swift.max(got, 0)
            }
            if got < 0 { throw CSVError(file: stream.path, .unreadable(String(cString: strerror(errno)))) }
            buffer += block
            return got > 0
        }
    }
}
