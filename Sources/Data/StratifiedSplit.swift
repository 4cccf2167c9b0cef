import Tensor

/// Splits the rows at random into a training and a test set with the class proportions of the whole.
///
/// The test set has ⌈testFraction · n⌉ rows, the training set the rest. Decimal fractions are not exact in binary, so a product
/// within 1e-9 of an integer counts as that integer: 0.07 of 100 rows are 7, where scikit-learn takes 8. Class sizes are
/// rounded as in its `StratifiedShuffleSplit`: each class gets the integer part of its share of the training rows, and the
/// remaining rows go to the classes with the largest remainders (of equal ones, to the smaller label). For example, 569 rows
/// with classes of 357 and 212 and a fraction of 0.2 give 455 training and 114 test rows, 72 and 42 of the two classes.
///
/// - Parameters:
///   - labels: `[n]` or `[n, 1]`; equal values are one class. A NaN throws.
///   - testFraction: the fraction of the rows in the test set, between 0 and 1.
///   - generator: the source of randomness.
/// - Returns: The rows' indices, int64, in ascending order.
public func stratifiedSplit(
    _ labels: Tensor, testFraction: Double, generator: Generator = .default
) throws(SplitError) -> (train: Tensor, test: Tensor) {
    try SplitError.check(fraction: testFraction, "test")
    var rows = try Classes(labels)
    let test = rows.take(rows.count.share(testFraction, rounded: .up), generator: generator)
    return (try rows.positions(part: "training"), try test.positions(part: "test"))
}

/// Splits the rows into training, validation and test sets, as ``stratifiedSplit(_:testFraction:generator:)`` does in two.
///
/// Both fractions are of all rows. The test set is the same as that of the split in two with the same seed; the validation set,
/// ⌈validationFraction · n⌉ rows, is taken from the rest.
public func stratifiedSplit(
    _ labels: Tensor, validationFraction: Double, testFraction: Double, generator: Generator = .default
) throws(SplitError) -> (train: Tensor, validation: Tensor, test: Tensor) {
    try SplitError.check(fraction: testFraction, "test")
    try SplitError.check(fraction: validationFraction, "validation")
    try SplitError.check(fraction: validationFraction + testFraction, "validation plus test")
    var rows = try Classes(labels)
    let count = rows.count
    let test = rows.take(count.share(testFraction, rounded: .up), generator: generator)
    let validation = rows.take(count.share(validationFraction, rounded: .up), generator: generator)
    return (
        try rows.positions(part: "training"), try validation.positions(part: "validation"), try test.positions(part: "test")
    )
}

/// Why rows cannot be split.
public enum SplitError: Error, Equatable, Sendable {
    /// A fraction, of the named set, that is not between 0 and 1.
    case fraction(of: String, Double)
    /// There are no labels.
    case noRows
    /// The label of this row, counted from 0, is NaN.
    case labelIsNaN(row: Int)
    /// All rows have the same label.
    case oneClass(label: Double, rows: Int)
    /// A class has too few rows for each set to get one.
    case tooFewRows(label: Double, rows: Int, part: String)

    static func check(fraction: Double, _ part: String) throws(SplitError) {
        if !(fraction > 0 && fraction < 1) { throw .fraction(of: part, fraction) }
    }
}

extension SplitError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .fraction(let part, let value): "the \(part) fraction must be between 0 and 1, got \(value)"
        case .noRows: "there are no rows to split"
        case .labelIsNaN(let row): "the label of row \(row) is NaN"
        case .oneClass(let label, let rows):
            "all \(rows) rows are of class \(text(label)); a stratified split needs at least two classes"
        case .tooFewRows(let label, let rows, let part):
            "class \(text(label)) has too few rows to split (\(rows)): none is left for the \(part) set"
        }
    }

    private func text(_ label: Double) -> String { Int(exactly: label).map(String.init) ?? "\(label)" }
}

/// Rows grouped by class.
private struct Classes {
    private let labels: [Double]
    /// The original number of rows of each class.
    private let sizes: [Int]
    private var rows: [[Int]]

    var count: Int { rows.reduce(0) { $0 + $1.count } }

    init(_ labels: Tensor) throws(SplitError) {
        if labels.rank == 0 || labels.count != labels.shape[0] {
            trap("stratifiedSplit", "labels are one a row, [n] or [n, 1], got \(labels.shape)")
        }
        var members: [Double: [Int]] = [:]
        for (row, label) in labels.array(of: Double.self).enumerated() {
            if label.isNaN { throw .labelIsNaN(row: row) }
            members[label, default: []].append(row)
        }
        self.labels = members.keys.sorted()
        rows = self.labels.map { members[$0, default: []] }
        sizes = rows.map(\.count)
        if rows.isEmpty { throw .noRows }
        if rows.count == 1 { throw .oneClass(label: self.labels[0], rows: sizes[0]) }
    }

    /// Removes this many rows, at random from each class in proportion to its size.
    mutating func take(_ taken: Int, generator: Generator) -> Classes {
        // As in scikit-learn, the sizes of what stays are rounded, and the rest is taken.
        // Rounded up, the sets may need more rows than there are; then none stays.
        let staying = shares(of: max(0, count - taken))
        var part = self
        for index in rows.indices {
            var order = rows[index]
            generator.shuffle(&order)
            let taken = order.count - staying[index]
            part.rows[index] = Array(order[..<taken])
            rows[index] = Array(order[taken...])
        }
        return part
    }

    /// Distributes a number of draws, at most the number of rows, among the classes by the largest-remainder method.
    private func shares(of draws: Int) -> [Int] {
        let total = max(1, count)
        // In integers: unlike a quotient, a remainder is exact.
        let exact = rows.map { total.dividingFullWidth($0.count.multipliedFullWidth(by: draws)) }
        var shares = exact.map(\.quotient)
        let missing = draws - shares.reduce(0, +)
        // A stable sort: among equal remainders the first class's comes first.
        let byRemainder = rows.indices.sorted { exact[$0].remainder > exact[$1].remainder }
        for index in byRemainder.prefix(missing) { shares[index] += 1 }
        return shares
    }

    func positions(part: String) throws(SplitError) -> Tensor {
        if let empty = rows.firstIndex(where: \.isEmpty) {
            throw .tooFewRows(label: labels[empty], rows: sizes[empty], part: part)
        }
        let positions = rows.flatMap { $0 }.sorted()
        return Tensor(positions, shape: [positions.count])
    }
}
