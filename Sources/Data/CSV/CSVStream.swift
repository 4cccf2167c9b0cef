import Tensor

extension CSV {
    /// The file's rows as tables of so many each: a file that need not fit in memory.
    ///
    /// What is wrong with the file comes as the last element, after the rows before it.
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
    public static func stream(_ path: String, rows: Int, options: Options = Options()) -> CSVStream {
        CSVStream(file: path, rows: rows, options: options)
    }

    /// What comes in on standard input, as tables of so many rows each. It can be read once.
    ///
    /// - Precondition: `rows > 0`.
    public static func streamStandardInput(rows: Int, options: Options = Options()) -> CSVStream {
        CSVStream(file: nil, rows: rows, options: options)
    }
}

/// A CSV file as tables of some of its rows each. See ``CSV/stream(_:rows:options:)``.
public struct CSVStream: Sequence, Sendable {
    /// What messages call the file.
    public var path: String { file ?? CSVSource.standardInput.name }
    public let rows: Int
    public let options: CSV.Options

    /// Nil for standard input.
    private let file: String?

    fileprivate init(file: String?, rows: Int, options: CSV.Options) {
        if rows <= 0 { trap("CSV.stream", "a table has at least one row, got rows: \(rows)") }
        (self.file, self.rows, self.options) = (file, rows, options)
    }

    /// Opens the file at its start.
    public func makeIterator() -> Iterator { Iterator(file.map(CSVSource.init) ?? .standardInput, rows, options) }

    public final class Iterator: IteratorProtocol {
        private let source: CSVSource
        private let limit: Int
        private let options: CSV.Options
        private var schema: CSVSchema?
        /// What has been read; up to `position` it has been given out.
        private var buffer: [UInt8] = []
        private var position = 0
        /// How many rows have been given out, and how many lines are no longer in the buffer.
        private var before = (rows: 0, lines: 0)
        private var isLast = false
        /// What ends the stream, to be told after the rows before it.
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

        /// The next rows, if only those before a failure.
        private func nextTable() -> Table? {
            let isFirst = schema == nil
            guard let schema = schema ?? findSchema() else { return nil }
            var rows = CSVRows()
            while failure == nil && !find(&rows, schema) { readMore() }
            let bytes = buffer.withUnsafeBufferPointer { buffer in
                let bytes = UnsafeBufferPointer(rebasing: buffer[position...])
                rows.validate(bytes, lines: before.lines + UnsafeBufferPointer(rebasing: buffer[..<position]).lineCount)
                return Array(bytes[..<rows.end])
            }
            if let problem = rows.problem { failure = CSVError(file: source.name, problem) }
            position += rows.position
            // A file without rows is a table without rows, once.
            if rows.starts.isEmpty && !(isFirst && failure == nil) { return nil }
            defer { before.rows += rows.starts.count }
            return Table(schema, bytes, rows, rowsBefore: before.rows)
        }

        private func findSchema() -> CSVSchema? {
            do throws(CSVError) {
                while failure == nil {
                    let found = try buffer.withUnsafeBufferPointer { buffer throws(CSVError) in
                        try CSVSchema.find(in: buffer, isLast: isLast, name: source.name, options)
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
                // A record that is longer than what is read at once is looked at again, but not too often.
                let bytes = try source.next(Swift.max(buffer.count, 1 << 18))
                isLast = bytes.isEmpty
                buffer += bytes
            } catch {
                failure = error
            }
        }
    }
}
