import CKernels
import Synchronization
import Tensor

extension Table {
    /// The numbers in these columns, or in all of them: `[rowCount, columns.count]`.
    ///
    /// Each is the double nearest to the decimal number, rounded to the dtype. Fields that the options call missing are NaN.
    /// Any other field that is not a number, is infinite or NaN, or is too large for the dtype, throws; so does a dtype that is
    /// not floating-point.
    public func numbers(columns: [String]? = nil, dtype: DType = .float64) throws(CSVError) -> Tensor {
        guard let limit = dtype.limit else { throw CSVError(file: name, .notFloatingPoint(dtype)) }
        var positions: [Int] = []
        for column in columns ?? self.columns { try positions.append(schema.position(of: column)) }
        try requireMemory(rowCount, max(positions.count, 1) * MemoryLayout<Double>.size, name)
        let parser = RowParser(table: self, positions: positions, limit: limit)
        return dtype == .float32 ? try parser.numbers { Float($0) } : try parser.numbers { $0 }.to(dtype)
    }
}

extension DType {
    /// The smallest number that becomes infinite when it is read as a double and then, for halves, rounded by way of float32.
    fileprivate var limit: Double? {
        switch self {
        case .float64: .infinity
        case .float32: 0x1.ffffffp127
        case .bfloat16: 0x1.feffffp127
        case .float16: 0x1.ffdfffp15
        case .int64, .int32, .uint8, .bool: nil
        }
    }
}

/// Parses the numbers in some columns of a table's rows.
private struct RowParser {
    let table: Table
    let positions: [Int]
    /// Every number must be smaller in magnitude.
    let limit: Double
    private let dialect: CSVDialect
    /// For each column up to the last requested one, the index of its numbers in a row of the result; -1 where it was not
    /// requested.
    private let places: [Int32]
    /// Columns of the result that repeat another one, since a column was requested more than once.
    private var copies: [(source: Int, target: Int)] = []

    init(table: Table, positions: [Int], limit: Double) {
        (self.table, self.positions, self.limit, dialect) = (table, positions, limit, table.schema.dialect)
        var places = [Int32](repeating: -1, count: 1 + (positions.max() ?? -1))
        for (place, position) in positions.enumerated() {
            if places[position] < 0 {
                places[position] = Int32(place)
            } else {
                copies.append((Int(places[position]), place))
            }
        }
        self.places = places
    }

    func numbers<T: Element>(_ narrow: (Double) -> T) throws(CSVError) -> Tensor {
        let width = positions.count
        let firstBad = Atomic(Int.max)
        let numbers = Tensor(shape: [table.rowCount, width], dtype: T.dtype) { target in
            let target = target.bindMemory(to: T.self)
            table.bytes.withUnsafeBufferPointer { bytes in
                parallel(table.rowCount, grain: max(2048 / max(width, 1), 1)) { rows in
                    withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { values in
                        for row in rows {
                            if !readPlainly(row, bytes, into: values) && problem(row, bytes, into: values) != nil {
                                firstBad.min(row, ordering: .relaxed)
                                return
                            }
                            for (source, copy) in copies { values[copy] = values[source] }
                            for column in 0..<width { target[row * width + column] = narrow(values[column]) }
                        }
                    }
                }
            }
        }
        let row = firstBad.load(ordering: .relaxed)
        if row == .max { return numbers }
        let found = table.bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: width) { problem(row, bytes, into: $0) }
        }
        if let found { throw CSVError(file: table.name, found) }
        return numbers
    }

    /// Reads a row of numbers in their common form. Returns false where the row has any other.
    private func readPlainly(
        _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutableBufferPointer<Double>
    ) -> Bool {
        let range = table.range(of: row)
        guard let first = bytes.baseAddress, let numbers = values.baseAddress, dialect.decimal != dialect.delimiter,
            bytes[range.upperBound - 1] == .lineFeed || bytes[range.upperBound - 1] == .carriageReturn,
            kindling_csv_numbers(
                first, range.lowerBound, range.upperBound, dialect.delimiter, dialect.decimal, places, places.count, numbers)
        else { return false }
        let isPlain = dialect.missingNumbers.isEmpty
        return isPlain && limit == .infinity
            || places.allSatisfy { $0 < 0 || abs(values[Int($0)]) < limit && (isPlain || !isMissing(values[Int($0)])) }
    }

    private func isMissing(_ value: Double) -> Bool { dialect.missingNumbers.contains(value) }

    /// Reads any row. Returns what is wrong with it.
    private func problem(
        _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutableBufferPointer<Double>
    ) -> CSVError.Problem? {
        var scanner = CSVScanner(bytes, table.range(of: row), dialect)
        for (position, place) in places.enumerated() {
            let cell = scanner.cell(at: 0)
            if place < 0 { continue }
            let (number, column) = (table.rowsBefore + row + 1, table.columns[position])
            let text = UnsafeBufferPointer(rebasing: bytes[dialect.trimmed(cell.range, in: bytes)])
            if dialect.isMissing(text) {
                values[Int(place)] = .nan
                continue
            }
            switch DecimalNumber(text, decimal: dialect.decimal) {
            case .finite(let value) where isMissing(value): values[Int(place)] = .nan
            case .finite(let value) where abs(value) < limit: values[Int(place)] = value
            case .finite, .notFinite: return .notFinite(row: number, column: column, cell: cell.text(in: bytes))
            case .none:
                let cellText = cell.text(in: bytes)
                return table.schema.hasOtherDecimal(text)
                    ? .mixedDecimals(row: number, column: column, cell: cellText, expected: table.format.decimal)
                    : .notANumber(row: number, column: column, cell: cellText)
            }
        }
        return nil
    }
}
