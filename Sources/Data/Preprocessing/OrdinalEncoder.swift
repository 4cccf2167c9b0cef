import Tensor

/// Each category as its place among its column's (scikit-learn's `OrdinalEncoder`).
///
/// ```swift
/// let encoder = OrdinalEncoder(categories: [["low", "middle", "high"]])
/// try encoder.transform([["high", "low"]])        // [[2], [0]]
/// ```
public struct OrdinalEncoder<Category: Hashable & Comparable & Sendable>: Sendable {
    /// What a category that was not fitted becomes; nil refuses it.
    public let unknownValue: Double?

    private let categories: Categories<Category>

    /// - Parameter columns: each column's values; the categories are sorted.
    public init(fitting columns: [[Category]], unknownValue: Double? = nil) {
        categories = Categories(fitting: columns)
        self.unknownValue = unknownValue
    }

    /// - Parameter categories: each column's, in the order that numbers them.
    /// - Precondition: no category appears twice in a column.
    public init(categories: [[Category]], unknownValue: Double? = nil) {
        self.categories = Categories(columns: categories)
        self.unknownValue = unknownValue
    }

    /// Each column's categories.
    public var columns: [[Category]] { categories.columns }

    /// Rows of places: `[n, d]`.
    ///
    /// - Precondition: as many columns as were fitted, of one length.
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

    /// The categories at these places; nil where there is none.
    ///
    /// - Precondition: `[n, d]`.
    public func inverseTransform(_ x: Tensor) -> [[Category?]] {
        if x.rank != 2 || x.shape[1] != categories.columns.count {
            trap("OrdinalEncoder.inverseTransform", "takes [n, \(categories.columns.count)], got \(x.shape)")
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
