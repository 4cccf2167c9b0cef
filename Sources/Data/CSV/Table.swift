import Tensor

/// The contents of a CSV file: named columns, and rows of text that are parsed on demand. See ``CSV``.
public struct Table: Sendable {
    /// The file's name in messages.
    public var name: String { schema.name }

    /// The columns' names, in the file's order.
    public var columns: [String] { schema.columns }

    /// How the file's text is written: its encoding, delimiter and decimal separator, and whether it has a header.
    public var format: CSV.Format { schema.format }

    /// The number of rows below the header.
    public let rowCount: Int

    /// The rows' indices in the file, counted from 0. They start at 0 unless the table is part of a stream
    /// (``CSV/stream(_:rows:options:)``).
    public var rows: Range<Int> { rowsBefore..<rowsBefore + rowCount }

    let schema: CSVSchema
    let bytes: [UInt8]
    private let starts: [Int]
    private let end: Int
    let rowsBefore: Int

    init(_ schema: CSVSchema, _ bytes: [UInt8], _ rows: CSVRows, rowsBefore: Int) {
        self.init(schema, bytes, rows.starts, rows.starts.count, rows.end, rowsBefore)
    }

    private init(_ schema: CSVSchema, _ bytes: [UInt8], _ starts: [Int], _ count: Int, _ end: Int, _ rowsBefore: Int) {
        (self.schema, self.bytes, self.starts, rowCount, self.end, self.rowsBefore) = (
            schema, bytes, starts, count, end, rowsBefore
        )
    }

    /// The first `count` rows: those before an invalid one, for example (``CSVError/row``).
    ///
    /// ```swift
    /// do { try use(table.numbers()) } catch {
    ///     if let row = error.row { try use(table.prefix(row - 1 - table.rows.lowerBound).numbers()) }
    ///     throw error
    /// }
    /// ```
    ///
    /// - Parameter count: the number of rows; all where there are fewer.
    /// - Precondition: `count` is not negative.
    public func prefix(_ count: Int) -> Table {
        if count < 0 { trap("Table.prefix", "the number of rows must not be negative, got \(count)") }
        if count >= rowCount { return self }
        return Table(schema, bytes, starts, count, starts[count], rowsBefore)
    }

    /// The text of a column's fields, as it is in the file.
    public func strings(column: String) throws(CSVError) -> [String] {
        let position = try schema.position(of: column)
        return bytes.withUnsafeBufferPointer { bytes in
            (0..<rowCount).map { cell(of: $0, at: position, in: bytes).text(in: bytes) }
        }
    }

    /// The class of each row as its index in `classes`: int64 `[rowCount]`. A field that holds none of them throws. Spaces
    /// around unquoted text are ignored.
    public func labels(column: String, classes: [String]) throws(CSVError) -> Tensor {
        let position = try schema.position(of: column)
        var labels: [Int] = []
        labels.reserveCapacity(rowCount)
        try bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
            for row in 0..<rowCount {
                var cell = self.cell(of: row, at: position, in: bytes)
                let text = cell.text(in: bytes)
                if !cell.isQuoted { cell.range = schema.dialect.trimmed(cell.range, in: bytes) }
                guard let label = classes.firstIndex(of: text) ?? classes.firstIndex(of: cell.text(in: bytes)) else {
                    let problem = CSVError.Problem.unknownClass(
                        row: rowsBefore + row + 1, column: column, cell: text, classes: classes)
                    throw CSVError(file: name, problem)
                }
                labels.append(label)
            }
        }
        return Tensor(labels, shape: [rowCount])
    }

    /// Throws unless the table has these columns, in any order, and, with `allowingOthers: false`, no others.
    public func require(columns expected: [String], allowingOthers: Bool = true) throws(CSVError) {
        for column in expected { _ = try schema.position(of: column) }
        if allowingOthers { return }
        if let unknown = columns.first(where: { !expected.contains($0) }) {
            throw CSVError(file: name, .unknownColumn(unknown))
        }
    }

    /// The range of a row's text, with the blank lines and comments after it.
    func range(of row: Int) -> Range<Int> { starts[row]..<(row + 1 < rowCount ? starts[row + 1] : end) }

    private func cell(of row: Int, at position: Int, in bytes: UnsafeBufferPointer<UInt8>) -> CSVScanner.Cell {
        var scanner = CSVScanner(bytes, range(of: row), schema.dialect)
        return scanner.cell(at: position)
    }
}
