import Tensor

/// The categories of some columns, which one-hot and ordinal encoders share.
struct Categories<Category: Hashable & Comparable & Sendable>: Sendable {
    /// Each column's categories, in order.
    let columns: [[Category]]
    private let places: [[Category: Int]]

    /// The distinct values of each column, sorted.
    init(fitting columns: [[Category]]) { self.init(columns: columns.map { Set($0).sorted() }) }

    init(columns: [[Category]]) {
        self.columns = columns
        places = columns.map { column in
            var places: [Category: Int] = [:]
            for (place, category) in column.enumerated() {
                if places.updateValue(place, forKey: category) != nil {
                    trap("encoder", "the category \(category) appears twice")
                }
            }
            return places
        }
    }

    /// The number of rows of the columns.
    func rowCount(_ data: [[Category]], _ operation: String) -> Int {
        if data.count != columns.count { trap(operation, "was fitted to \(columns.count) columns, got \(data.count)") }
        let rows = data.first?.count ?? 0
        if data.contains(where: { $0.count != rows }) { trap(operation, "column lengths differ: \(data.map(\.count))") }
        return rows
    }

    func place(of category: Category, column: Int) -> Int? { places[column][category] }

    func unknown(_ category: Category, row: Int, column: Int) -> EncodingError {
        EncodingError(row: row, column: column, category: "\(category)", known: columns[column].map { "\($0)" })
    }
}

/// A category that an encoder was not fitted to.
public struct EncodingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The row of the category, counted from 0.
    public let row: Int
    /// The column of the category, counted from 0.
    public let column: Int
    /// The category as text.
    public let category: String
    /// The column's known categories as text, in order.
    public let known: [String]

    public var description: String {
        let shown = known.prefix(10).joined(separator: ", ") + (known.count > 10 ? ", ..." : "")
        return "encoder: row \(row), column \(column): \(quoted(category)) is not one of the categories \(shown)"
    }
}
