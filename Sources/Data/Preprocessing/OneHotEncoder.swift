import Tensor

/// Encodes categories as columns of 0 and 1, one for each category of each column (scikit-learn's `OneHotEncoder`).
///
/// ```swift
/// let encoder = OneHotEncoder(fitting: [try table.strings(column: "colour"), try table.strings(column: "size")])
/// let x = try encoder.transform(columns)          // [n, 3 + 2] for three colours and two sizes
/// ```
public struct OneHotEncoder<Category: Hashable & Comparable & Sendable>: Sendable {
    /// Which category's column is dropped, because the other ones determine it.
    public enum Drop: Sendable {
        /// Every category has a column.
        case none
        /// The first category of each column has none.
        case first
        /// The first category of columns with exactly two categories has none.
        case ifBinary
    }

    /// What happens to a category that was not fitted.
    public enum Unknown: Sendable {
        /// It throws an ``EncodingError``.
        case refused
        /// It is encoded as zeros.
        case ignored
    }

    /// Which columns are dropped.
    public let drop: Drop
    /// What happens to unknown categories.
    public let unknown: Unknown

    private let categories: Categories<Category>
    /// The first encoded column of each column, and how many of its categories are dropped.
    private let starts: [Int]
    private let dropped: [Int]

    /// The number of encoded columns.
    public let width: Int

    /// An encoder for the categories that occur in some columns.
    ///
    /// - Parameters:
    ///   - columns: each column's values; their distinct values, sorted, are the categories.
    ///   - drop: which columns are dropped.
    ///   - unknown: what happens to other categories later.
    public init(fitting columns: [[Category]], drop: Drop = .none, unknown: Unknown = .refused) {
        self.init(Categories(fitting: columns), drop, unknown)
    }

    /// An encoder for given categories.
    ///
    /// - Parameters:
    ///   - categories: each column's, in the order of their encoded columns.
    ///   - drop: which columns are dropped.
    ///   - unknown: what happens to other categories.
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

    /// Encodes columns as rows of 0 and 1: `[n, width]`.
    ///
    /// - Precondition: there are as many columns as were fitted, all of the same length.
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

    /// Decodes rows: the category with the largest value in each column; nil where all values are 0 and no category is dropped.
    ///
    /// - Precondition: x is `[n, width]`.
    public func inverseTransform(_ x: Tensor) -> [[Category?]] {
        if x.rank != 2 || x.shape[1] != width { trap("OneHotEncoder.inverseTransform", "needs [n, \(width)], got \(x.shape)") }
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

    /// The encoded columns' names, such as `colour_red`.
    ///
    /// - Precondition: there is a name for each column.
    public func names(_ columns: [String]) -> [String] {
        if columns.count != categories.columns.count {
            trap("OneHotEncoder.names", "expected \(categories.columns.count) names, got \(columns.count)")
        }
        return columns.indices.flatMap { column in
            categories.columns[column].dropFirst(dropped[column]).map { "\(columns[column])_\($0)" }
        }
    }
}
