import Tensor

/// Encodes each category as its index among its column's categories (scikit-learn's `OrdinalEncoder`).
///
/// ```swift
/// let encoder = OrdinalEncoder(categories: [["low", "middle", "high"]])
/// try encoder.transform([["high", "low"]])        // [[2], [0]]
/// ```
public struct OrdinalEncoder<Category: Hashable & Comparable & Sendable>: Sendable {
    /// The code of categories that were not fitted; nil where they throw.
    public let unknownValue: Double?

    private let categories: Categories<Category>

    /// An encoder for the categories that occur in some columns.
    ///
    /// - Parameters:
    ///   - columns: each column's values; their distinct values, sorted, are the categories.
    ///   - unknownValue: the code of other categories later; nil where they throw.
    public init(fitting columns: [[Category]], unknownValue: Double? = nil) {
        categories = Categories(fitting: columns)
        self.unknownValue = unknownValue
    }

    /// An encoder for given categories.
    ///
    /// - Parameters:
    ///   - categories: each column's, in the order of their codes.
    ///   - unknownValue: the code of other categories; nil where they throw.
    /// - Precondition: no category appears twice in a column.
    public init(categories: [[Category]], unknownValue: Double? = nil) {
        self.categories = Categories(columns: categories)
        self.unknownValue = unknownValue
    }

    /// Each column's categories.
    public var columns: [[Category]] { categories.columns }

    /// Encodes columns as rows of codes: `[n, d]`.
    ///
    /// - Precondition: there are as many columns as were fitted, all of the same length.
    public func transform(_ columns: [[Category]], dtype: DType = .default) throws(EncodingError) -> Tensor {
        let rows = categories.rowCount(columns, "OrdinalEncoder.transform")
        var encoded = [Double](repeating: 0, count: rows * columns.count)
        for (column, values) in columns.enumerated() {
            for (row, value) in values.enumerated() {
                guard let place = categories.place(of: value, column: column).map(Double.init) ?? unknownValue else {
                    throw categories.unknown(value, row: row, column: column)
                }
                encoded[row * columns.count + column] = place
            }
        }
        return Tensor(encoded, shape: [rows, columns.count], dtype: dtype)
    }

    /// Decodes rows: the category of each code; nil where there is none.
    ///
    /// - Precondition: x is `[n, d]`.
    public func inverseTransform(_ x: Tensor) -> [[Category?]] {
        if x.rank != 2 || x.shape[1] != categories.columns.count {
            trap("OrdinalEncoder.inverseTransform", "needs [n, \(categories.columns.count)], got \(x.shape)")
        }
        let values = x.array(of: Double.self)
        return categories.columns.enumerated().map { column, known in
            (0..<x.shape[0]).map { row in
                let place = Int(exactly: values[row * x.shape[1] + column])
                return place.flatMap { known.indices.contains($0) ? known[$0] : nil }
            }
        }
    }
}
