import Tensor

extension CSV {
    /// Streams a file's rows as tables of at most `rows` each, for files that need not fit in memory.
    ///
    /// An error is the last element, after the rows before it.
    ///
    /// ```swift
    /// for part in CSV.stream("clicks.csv", rows: 4096) {
    ///     let features = try part.get().numbers(columns: ["age", "visits"])
    /// }
    /// // ... or parsed ahead of time, by two threads:
    /// let batches = StreamLoader(CSV.stream("clicks.csv", rows: 256), batchSize: 1) { parts in
    ///     parts[0].flatMap { table in Result { try table.numbers() } }
    /// }
    /// for features in batches.prefetched(workers: 2) { ... }
    /// ```
    ///
    /// - Precondition: `rows > 0`.
    public static func stream(_ path: String, rows: Int, options: Options = Options()) -> CSVStream {
        CSVStream(file: path, rows: rows, options: options)
    }

    /// Streams the rows that arrive on standard input as tables of at most `rows` each. It can be iterated once.
    ///
    /// - Precondition: `rows > 0`.
    public static func streamStandardInput(rows: Int, options: Options = Options()) -> CSVStream {
        CSVStream(file: nil, rows: rows, options: options)
    }
}

/// The rows of a CSV file as a sequence of tables. See ``CSV/stream(_:rows:options:)``.
public struct CSVStream: Sequence, Sendable {
    /// The file's name in messages.
    public var path: String { file ?? CSVSource.standardInput.name }
    /// The number of rows of each table; the last one may have fewer.
    public let rows: Int
    /// The file's dialect.
    public let options: CSV.Options

    /// Nil for standard input.
    private let file: String?

    fileprivate init(file: String?, rows: Int, options: CSV.Options) {
        if rows <= 0 { trap("CSV.stream", "rows must be positive, got \(rows)") }
        (self.file, self.rows, self.options) = (file, rows, options)
    }

    /// Opens the file at its start.
    public func makeIterator() -> Iterator { Iterator(file.map(CSVSource.init) ?? .standardInput, rows, options) }

    /// Reads one table after the other. A table without rows is returned for a file that has a header alone.
    public final class Iterator: IteratorProtocol {
        private let source: CSVSource
        private let limit: Int
        private let options: CSV.Options
        private var schema: CSVSchema?
        /// Bytes that have been read; those before `position` have been returned.
        private var buffer: [UInt8] = []
        private var position = 0
        /// The number of rows that have been returned, and of lines that are no longer in the buffer.
        private var before = (rows: 0, lines: 0)
        private var isLast = false
        /// The error that ends the stream, to be returned after the rows before it.
        private var failure: CSVError?
        private var isOver = false

        fileprivate init(_ source: CSVSource, _ limit: Int, _ options: CSV.Options) {
            (self.source, self.limit, self.options) = (source, limit, options)
        }

        public func next() -> Result<Table, CSVError>? {
            if isOver { return nil }
            if failure == nil, let table = nextTable() { return .success(table) }
            isOver = true
            return failure.map { .failure($0) }
        }

        /// The next rows, possibly only those before an error.
        private func nextTable() -> Table? {
            let isFirst = schema == nil
            guard let schema = schema ?? findSchema() else { return nil }
            var rows = CSVRows()
            while failure == nil && !find(&rows, schema) { readMore() }
            let bytes = buffer.withUnsafeBufferPointer { buffer in
                let bytes = UnsafeBufferPointer(rebasing: buffer[position...])
                rows.validate(
                    bytes, schema, lines: before.lines + UnsafeBufferPointer(rebasing: buffer[..<position]).lineCount)
                return Array(bytes[..<rows.end])
            }
            if let problem = rows.problem { failure = CSVError(file: source.name, problem) }
            position += rows.position
            // A file without rows yields one table without rows.
            if rows.starts.isEmpty && !(isFirst && failure == nil) { return nil }
            defer { before.rows += rows.starts.count }
            return Table(schema, bytes, rows, rowsBefore: before.rows)
        }

        private func findSchema() -> CSVSchema? {
            do throws(CSVError) {
                while failure == nil {
                    let found = try buffer.withUnsafeBufferPointer { buffer throws(CSVError) in
                        try CSVSchema.find(in: buffer, source.encoding, isLast: isLast, name: source.name, options)
                    }
                    if let found {
                        (schema, position) = found
                        break
                    }
                    readMore()
                }
            } catch {
                failure = error
            }
            return schema
        }

        private func find(_ rows: inout CSVRows, _ schema: CSVSchema) -> Bool {
            buffer.withUnsafeBufferPointer { buffer in
                rows.find(
                    limit, in: UnsafeBufferPointer(rebasing: buffer[position...]), isLast: isLast, schema, before: before.rows)
            }
        }

        private func readMore() {
            buffer.withUnsafeBufferPointer { before.lines += UnsafeBufferPointer(rebasing: $0[..<position]).lineCount }
            buffer.removeFirst(position)
            position = 0
            do throws(CSVError) {
                // A record longer than one read is scanned again, with reads that double, so not too often.
                let bytes = try source.next(Swift.max(buffer.count, 1 << 18))
                isLast = bytes.isEmpty
                buffer += bytes
            } catch {
                failure = error
            }
        }
    }
}
