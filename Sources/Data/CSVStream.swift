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
        /// What has been read and not been given out, and how far it has been looked at.
        private var buffer: [UInt8] = []
        private var splitter = RecordSplitter()
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
            if header == nil { header = try records(1).bytes }
            let (bytes, count) = try records(stream.rows)
            // A file without rows is a table without rows, once.
            if bytes.isEmpty && !isFirst { return nil }
            let table = try Table(bytes: (header ?? []) + bytes, name: stream.path, before: before)
            if table.rowCount == 0 && !isFirst { return nil }
            before.rows += count
            before.lines += bytes.count { $0 == .lineFeed }
            return table
        }

        /// The next records, or what is left of them. Blank ones are not the last, since those would count for nothing.
        private func records(_ wanted: Int) throws(CSVError) -> (bytes: [UInt8], count: Int) {
            var count = 0
            while true {
                while let record = splitter.next(in: buffer) {
                    count += 1
                    if count >= wanted && !record.isBlank {
                        defer { splitter.forget(record.end) }
                        let bytes = Array(buffer[..<record.end])
                        buffer.removeFirst(record.end)
                        return (bytes, count)
                    }
                }
                if try !readMore() {
                    defer { buffer = [] }
                    return (buffer, count)
                }
            }
        }

        private func readMore() throws(CSVError) -> Bool {
            let size = 1 << 16
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

/// Finds where records end, as far as quotes are concerned; the rest is ``CSVScanner``'s.
private struct RecordSplitter {
    private enum State { case cellStart, plain, quoted, quoteInQuoted, carriageReturn }

    private var state = State.cellStart
    private var position = 0
    private var start = 0

    /// The end of the next record, with its line end; nil where more bytes are needed to tell.
    mutating func next(in bytes: [UInt8]) -> (end: Int, isBlank: Bool)? {
        while position < bytes.count {
            let byte = bytes[position]
            if state == .carriageReturn && byte != .lineFeed { return end(bytes) }
            position += 1
            switch (state, byte) {
            case (.quoted, .quote): state = .quoteInQuoted
            case (.quoted, _): break
            case (.quoteInQuoted, .quote), (.cellStart, .quote): state = .quoted
            case (_, .comma): state = .cellStart
            case (_, .lineFeed): return end(bytes)
            case (_, .carriageReturn): state = .carriageReturn
            // A byte-order mark is no text.
            case (.cellStart, 0xEF) where position == 1, (.cellStart, 0xBB) where position == 2,
                (.cellStart, 0xBF) where position == 3:
                break
            default: state = .plain
            }
        }
        return nil
    }

    private mutating func end(_ bytes: [UInt8]) -> (end: Int, isBlank: Bool) {
        let isBlank = bytes[start..<position].allSatisfy { $0 == .lineFeed || $0 == .carriageReturn }
        state = .cellStart
        start = position
        return (position, isBlank)
    }

    /// The first bytes are gone.
    mutating func forget(_ count: Int) {
        position -= count
        start -= count
    }
}
