import CKernels
import Synchronization
import Tensor

extension Table {
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
        let parser = RowParser(table: self, positions: positions, limit: dtype == .float32 ? 0x1.ffffffp127 : .infinity)
        return dtype == .float32 ? try parser.numbers { Float($0) } : try parser.numbers { $0 }.to(dtype)
    }
}

/// Reads the numbers at some positions of a table's rows.
private struct RowParser {
    let table: Table
    let positions: [Int]
    /// All numbers are smaller.
    let limit: Double
    /// For each of the columns up to the last that is wanted, which of the numbers it is, -1 where it is not wanted; empty where
    /// a column is wanted twice.
    private let places: [Int32]

    init(table: Table, positions: [Int], limit: Double) {
        self.table = table
        self.positions = positions
        self.limit = limit
        var places = [Int32](repeating: -1, count: 1 + (positions.max() ?? -1))
        for (place, position) in positions.enumerated() { places[position] = Int32(place) }
        self.places = Set(positions).count == positions.count ? places : []
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

    /// Reads a row whose numbers are written as most are; whether it is such a one.
    private func readPlainly(
        _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutableBufferPointer<Double>
    ) -> Bool {
        let end = table.starts[row + 1]
        guard let first = bytes.baseAddress, let numbers = values.baseAddress, !places.isEmpty,
            bytes[end - 1] == .lineFeed || bytes[end - 1] == .carriageReturn,
            kindling_csv_numbers(first, table.starts[row], end, places, places.count, numbers)
        else { return false }
        return limit == .infinity || values.allSatisfy { abs($0) < limit }
    }

    /// Reads any row; answers what is wrong with it.
    private func problem(
        _ row: Int, _ bytes: UnsafeBufferPointer<UInt8>, into values: UnsafeMutableBufferPointer<Double>
    ) -> CSVError.Problem? {
        for (place, position) in positions.enumerated() {
            var scanner = CSVScanner(bytes, table.starts[row]..<table.starts[row + 1])
            let cell = scanner.cell(at: position)
            let (number, column) = (table.rowsBefore + row + 1, table.columns[position])
            switch DecimalNumber(UnsafeBufferPointer(rebasing: bytes[cell.range])) {
            case .finite(let value) where abs(value) < limit: values[place] = value
            case .finite, .notFinite: return .notFinite(row: number, column: column, cell: cell.text(in: bytes))
            case .none: return .notANumber(row: number, column: column, cell: cell.text(in: bytes))
            }
        }
        return nil
    }
}
