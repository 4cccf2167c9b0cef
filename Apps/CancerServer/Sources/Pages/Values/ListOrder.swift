/// The order of a list: by which column, in which direction.
public struct ListOrder: Equatable, Sendable {
    /// A column that sorts.
    public enum Key: String, CaseIterable, Sendable {
        /// The row in the file.
        case row
        /// What the patient is called.
        case patient
        /// The probability of malignancy.
        case probability
        /// The diagnosis: benign before malignant.
        case diagnosis
    }

    /// The column.
    public var key: Key
    /// Whether the largest comes first.
    public var isDescending: Bool

    /// An order.
    public init(_ key: Key = .row, isDescending: Bool = false) {
        self.key = key
        self.isDescending = isDescending
    }

    /// The order that a query asks for, `sort=probability&order=descending`; that of the file where it asks for none.
    public init(sort: String?, order: String?) {
        self.init(sort.flatMap(Key.init) ?? .row, isDescending: order == "descending")
    }

    /// The indices of the rows in this order. Rows that were not assessed come last; equal ones stay in the file's order.
    public func indices(_ rows: [ListedRow]) -> [Int] {
        func isBefore(_ a: Answer, _ b: Answer) -> Bool {
            switch key {
            case .row: false
            case .patient: (a.identifier ?? "") < (b.identifier ?? "")
            case .probability: a.probability < b.probability
            case .diagnosis: a.diagnosis == .benign && b.diagnosis == .malignant
            }
        }
        if key == .row { return isDescending ? rows.indices.reversed() : Array(rows.indices) }
        return rows.indices.sorted { i, j in
            switch (rows[i].answer, rows[j].answer) {
            case (let a?, let b?):
                if isDescending ? isBefore(b, a) : isBefore(a, b) {
                    true
                } else if isDescending ? isBefore(a, b) : isBefore(b, a) {
                    false
                } else {
                    i < j
                }
            case (_?, nil): true
            case (nil, _?): false
            case (nil, nil): i < j
            }
        }
    }
}
