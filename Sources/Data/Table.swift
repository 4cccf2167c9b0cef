import Tensor

/// What a CSV file holds: named columns, and rows of text that become numbers when they are asked for. See ``CSV``.
public struct Table: Sendable {
    /// What messages call the file.
    public let name: String

    /// The columns' names, in the file's order.
    public let columns: [String]

    /// How many rows there are below the header.
    public let rowCount: Int

    private let bytes: [UInt8]
    /// Row after row, without the header.
    private let cells: [CSVScanner.Cell]
    private let positions: [String: Int]
    /// How many of the file's rows come before, where this is a part of it.
    private let rowsBefore: Int

    /// - Parameter before: how many of the file's rows and lines lie between the header and these rows.
    init(bytes: [UInt8], name: String, before: (rows: Int, lines: Int) = (0, 0)) throws(CSVError) {
        self.bytes = bytes
        self.name = name
        rowsBefore = before.rows
        if let line = Self.lineThatIsNotUTF8(bytes) { throw CSVError(file: name, .notUTF8(line: line + before.lines)) }
        let scan = Self.scan(bytes, rowsBefore: before.rows)
        if let problem = scan.problem { throw CSVError(file: name, problem) }
        cells = scan.cells
        rowCount = scan.rowCount
        columns = scan.header.map { Self.text(of: $0, in: bytes) }
        var positions: [String: Int] = [:]
        for (position, column) in columns.enumerated() {
            if positions.updateValue(position, forKey: column) != nil { throw CSVError(file: name, .doubledColumn(column)) }
        }
        self.positions = positions
    }

    /// The text of a column's cells.
    public func strings(column: String) throws(CSVError) -> [String] {
        let position = try self.position(of: column)
        return (0..<rowCount).map { text(row: $0, position) }
    }

    /// The numbers of these columns, or of all: `[rowCount, columns.count]`.
    ///
    /// Each is the double nearest to what is written, or the float32 nearest to that. A cell that is no number, is infinite
    /// or not-a-number by name, or does not fit the dtype, throws.
    ///
    /// - Precondition: a floating-point dtype.
    public func numbers(columns: [String]? = nil, dtype: DType = .float64) throws(CSVError) -> Tensor {
        if !dtype.isFloatingPoint { trap("Table.numbers", "takes a floating-point dtype, got \(dtype)") }
        var positions: [Int] = []
        for column in columns ?? self.columns { try positions.append(position(of: column)) }
        var problem: CSVError.Problem?
        let numbers = Tensor(shape: [rowCount, positions.count], dtype: .float64) { target in
            problem = fill(target.bindMemory(to: Double.self), positions, limit: dtype == .float32 ? 0x1.ffffffp127 : .infinity)
        }
        if let problem { throw CSVError(file: name, problem) }
        return numbers.to(dtype)
    }

    /// The class of each row, as its position among `classes`: int64 `[rowCount]`. A cell that names no class throws.
    public func labels(column: String, classes: [String]) throws(CSVError) -> Tensor {
        let cells = try strings(column: column)
        var labels: [Int] = []
        labels.reserveCapacity(rowCount)
        for (row, cell) in cells.enumerated() {
            guard let label = classes.firstIndex(of: cell) else {
                throw CSVError(
                    file: name, .unknownClass(row: rowsBefore + row + 1, column: column, cell: cell, classes: classes))
            }
            labels.append(label)
        }
        return Tensor(labels, shape: [rowCount])
    }

    /// Throws unless the table has these columns, in any order, and, if so asked, no others.
    public func require(columns expected: [String], allowingOthers: Bool = true) throws(CSVError) {
        for column in expected { _ = try position(of: column) }
        if allowingOthers { return }
        if let unknown = columns.first(where: { !expected.contains($0) }) {
            throw CSVError(file: name, .unknownColumn(unknown))
        }
    }

    private func position(of column: String) throws(CSVError) -> Int {
        guard let position = positions[column] else { throw CSVError(file: name, .missingColumn(column)) }
        return position
    }

    private func text(row: Int, _ position: Int) -> String {
        Self.text(of: cells[row * columns.count + position], in: bytes)
    }

    private static func text(of cell: CSVScanner.Cell, in bytes: [UInt8]) -> String {
        if !cell.hasDoubledQuotes { return String(decoding: bytes[cell.range], as: UTF8.self) }
        var text: [UInt8] = []
        var isSecond = false
        for byte in bytes[cell.range] {
            isSecond = byte == .quote && !isSecond
            if !isSecond { text.append(byte) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Writes the numbers row after row; answers what stopped it.
    private func fill(
        _ target: UnsafeMutableBufferPointer<Double>, _ positions: [Int], limit: Double
    ) -> CSVError.Problem? {
        bytes.withUnsafeBufferPointer { bytes in
            var count = 0
            for row in 0..<rowCount {
                for position in positions {
                    let cell = cells[row * columns.count + position]
                    switch DecimalNumber(UnsafeBufferPointer(rebasing: bytes[cell.range])) {
                    case .finite(let number) where abs(number) < limit: target[count] = number
                    case .finite, .notFinite:
                        return .notFinite(row: rowsBefore + row + 1, column: columns[position], cell: text(row: row, position))
                    case .none:
                        return .notANumber(row: rowsBefore + row + 1, column: columns[position], cell: text(row: row, position))
                    }
                    count += 1
                }
            }
            return nil
        }
    }
}

// Reading.
extension Table {
    private struct Scan {
        var header: [CSVScanner.Cell] = []
        var cells: [CSVScanner.Cell] = []
        var rowCount = 0
        var problem: CSVError.Problem?
    }

    private static func scan(_ bytes: [UInt8], rowsBefore: Int) -> Scan {
        bytes.withUnsafeBufferPointer { bytes in
            var scan = Scan()
            var scanner = CSVScanner(bytes)
            if scanner.isAtEnd {
                scan.problem = .empty
                return scan
            }
            // The row that is being read, 0 for the header.
            var number = 0
            do throws(CSVScanner.Failure) {
                _ = try row(&scanner, into: &scan.header)
                if namesNothing(scan.header, in: bytes) {
                    scan.problem = .noHeader
                    return scan
                }
                // Commas in quoted cells make it too many, which does no harm.
                scan.cells.reserveCapacity(bytes.count { $0 == .comma || $0 == .lineFeed })
                while !scanner.isAtEnd {
                    number += 1
                    let found = try row(&scanner, into: &scan.cells)
                    if found != scan.header.count {
                        scan.problem = .raggedRow(rowsBefore + number, expected: scan.header.count, found: found)
                        return scan
                    }
                }
            } catch {
                let row = number == 0 ? 0 : rowsBefore + number
                switch error {
                case .unterminatedQuote: scan.problem = .unterminatedQuote(row: row)
                case .textAfterQuote: scan.problem = .textAfterQuote(row: row)
                }
            }
            scan.rowCount = number
            return scan
        }
    }

    /// Appends a row's cells; answers how many.
    private static func row(
        _ scanner: inout CSVScanner, into cells: inout [CSVScanner.Cell]
    ) throws(CSVScanner.Failure) -> Int {
        let before = cells.count
        while true {
            let (cell, terminator) = try scanner.cell()
            cells.append(cell)
            if terminator == .line { return cells.count - before }
        }
    }

    private static func namesNothing(_ header: [CSVScanner.Cell], in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        header.allSatisfy {
            let text = UnsafeBufferPointer(rebasing: bytes[$0.range])
            return text.isEmpty || DecimalNumber(text) != .none
        }
    }

    /// The line of the first byte that is not UTF-8, counted from 1.
    private static func lineThatIsNotUTF8(_ bytes: [UInt8]) -> Int? {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            return nil
        } catch {
            return 1 + bytes[..<error.byteOffsets.lowerBound].count { $0 == .lineFeed }
        }
    }
}
