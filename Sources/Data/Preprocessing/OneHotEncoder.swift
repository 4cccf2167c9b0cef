import Tensor

/// A column of 0 and 1 for each category of each column (scikit-learn's `OneHotEncoder`).
///
/// ```swift
/// let encoder = OneHotEncoder(fitting: [try table.strings(column: "colour"), try table.strings(column: "size")])
/// let x = try encoder.transform(columns)          // [n, 3 + 2] for three colours and two sizes
/// ```
public struct OneHotEncoder<Category: Hashable & Comparable & Sendable>: Sendable {
    /// Which column is left out because the others say what it would.
    public enum Drop: Sendable { case none, first, ifBinary }

    /// What becomes of a category that was not fitted.
    public enum Unknown: Sendable {
        case refused
        /// No column is 1.
        case ignored
    }

    public let drop: Drop
    public let unknown: Unknown

    private let categories: Categories<Category>
    /// Where each column's encoded ones begin, and how many of its categories are left out.
    private let starts: [Int]
    private let dropped: [Int]

    /// How many columns the encoded rows have.
    public let width: Int

    /// - Parameter columns: each column's values; the categories are sorted.
    public init(fitting columns: [[Category]], drop: Drop = .none, unknown: Unknown = .refused) {
        self.init(Categories(fitting: columns), drop, unknown)
    }

    /// - Parameter categories: each column's, in the order that their encoded columns get.
    /// - Precondition: no category appears twice in a column.
    public init(categories: [[Category]], drop: Drop = .none, unknown: Unknown = .refused) {
        self.init(Categories(columns: categories), drop, unknown)
    }

    private init(_ categories: Categories<Category>, _ drop: Drop, _ unknown: Unknown) {
        self.categories = categories
        self.drop = drop
        self.unknown = unknown
        var starts: [Int] = []
        var dropped: [Int] = []
        var width = 0
        for column in categories.columns {
            let isShorter = drop == .first && !column.isEmpty || drop == .ifBinary && column.count == 2
            starts.append(width)
            dropped.append(isShorter ? 1 : 0)
            width += column.count - (isShorter ? 1 : 0)
        }
        (self.starts, self.dropped, self.width) = (starts, dropped, width)
    }

    /// Each column's categories.
    public var columns: [[Category]] { categories.columns }

    /// Rows of 0 and 1: `[n, width]`.
    ///
    /// - Precondition: as many columns as were fitted, of one length.
    public func transform(_ columns: [[Category]], dtype: DType = .default) throws(EncodingError) -> Tensor {
        let rows = categories.rowCount(columns, "OneHotEncoder.transform")
        var encoded = [Float](repeating: 0, count: rows * width)
        for (column, values) in columns.enumerated() {
            for (row, value) in values.enumerated() {
                guard let place = categories.place(of: value, column: column) else {
                    if unknown == .ignored { continue }
                    throw categories.unknown(value, row: row, column: column)
                }
                if place >= dropped[column] { encoded[row * width + starts[column] + place - dropped[column]] = 1 }
            }
        }
        return Tensor(encoded, shape: [rows, width], dtype: dtype)
    }

    /// The categories whose columns are largest; nil where all columns are 0 and no category is left out.
    ///
    /// - Precondition: `[n, width]`.
    public func inverseTransform(_ x: Tensor) -> [[Category?]] {
        if x.rank != 2 || x.shape[1] != width { trap("OneHotEncoder.inverseTransform", "takes [n, \(width)], got \(x.shape)") }
        let values = x.array(of: Double.self)
        return categories.columns.indices.map { column in
            let size = categories.columns[column].count - dropped[column]
            return (0..<x.shape[0]).map { row in
                let start = row * width + starts[column]
                let best = (start..<start + size).max { (values[$0], $1) < (values[$1], $0) }
                if let best, values[best] > 0 { return categories.columns[column][best - start + dropped[column]] }
                return dropped[column] > 0 ? categories.columns[column][0] : nil
            }
        }
    }

    /// The encoded columns' names: `colour_red`.
    ///
    /// - Precondition: a name for each column.
    public func names(_ columns: [String]) -> [String] {
        if columns.count != categories.columns.count {
            trap("OneHotEncoder.names", "fitted to \(categories.columns.count) columns, got \(columns.count) names")
        }
        return columns.indices.flatMap { column in
            categories.columns[column].dropFirst(dropped[column]).map { "\(columns[column])_\($0)" }
        }
    }
}
