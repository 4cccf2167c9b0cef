import Tensor

/// What a CSV file holds: named columns, and rows of text that become numbers when they are asked for. See ``CSV``.
public struct Table: Sendable {
    /// What messages call the file.
    public let name: String

    /// The columns' names, in the file's order.
    public let columns: [String]

    /// How many rows there are below the header.
    public let rowCount: Int

    /// The rows' numbers in the file, counted from 0: from 0 on unless this is a part of it (``CSV/stream(_:rows:)``).
    public var rows: Range<Int> { rowsBefore..<rowsBefore + rowCount }

    let bytes: [UInt8]
    /// Where each row begins, and where the last one ends.
    let starts: [Int]
    private let positions: [String: Int]
    let rowsBefore: Int

    /// - Parameter before: how many of the file's rows and lines lie between the header and these rows.
    init(bytes: [UInt8], name: String, before: (rows: Int, lines: Int) = (0, 0)) throws(CSVError) {
        self.bytes = bytes
        self.name = name
        rowsBefore = before.rows
        if let line = Self.lineThatIsNotUTF8(bytes) { throw CSVError(file: name, .notUTF8(line: line + before.lines)) }
        let scan = Self.scan(bytes, rowsBefore: before.rows)
        if let problem = scan.problem { throw CSVError(file: name, problem) }
        starts = scan.starts
        rowCount = scan.starts.count - 1
        columns = bytes.withUnsafeBufferPointer { bytes in scan.header.map { $0.text(in: bytes) } }
        var positions: [String: Int] = [:]
        for (position, column) in columns.enumerated() {
            if positions.updateValue(position, forKey: column) != nil { throw CSVError(file: name, .doubledColumn(column)) }
        }
        self.positions = positions
    }

    /// The text of a column's cells.
    public func strings(column: String) throws(CSVError) -> [String] {
        let position = try self.position(of: column)
        return bytes.withUnsafeBufferPointer { bytes in
            (0..<rowCount).map { row in
                var scanner = CSVScanner(bytes, starts[row]..<starts[row + 1])
                return scanner.cell(at: position).text(in: bytes)
            }
        }
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

    func position(of column: String) throws(CSVError) -> Int {
        guard let position = positions[column] else { throw CSVError(file: name, .missingColumn(column)) }
        return position
    }
}

// Reading.
extension Table {
    private struct Scan {
        var header: [CSVScanner.Cell] = []
        var starts: [Int] = []
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
                var isRead = false
                while !isRead {
                    let (cell, terminator) = try scanner.cell()
                    scan.header.append(cell)
                    isRead = terminator == .line
                }
                if namesNothing(scan.header, in: bytes) {
                    scan.problem = .noHeader
                    return scan
                }
                // Line ends in quoted cells make it too many, which does no harm.
                scan.starts.reserveCapacity(2 + bytes.count(of: .lineFeed))
                scan.starts.append(scanner.position)
                while !scanner.isAtEnd {
                    number += 1
                    let found = try scanner.record()
                    scan.starts.append(scanner.position)
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
            return scan
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
