import Tensor

/// Parts the rows into a training and a test part, at random, so that each part has of each class the share that all have.
///
/// The test part has ⌈testFraction · n⌉ rows, the training part the others. Decimal fractions are no doubles, so that a product within
/// 1e-9 of a whole number is that number: 0.07 of 100 rows are 7, where scikit-learn takes 8. Shares are rounded as its
/// `StratifiedShuffleSplit` does: each class gets the whole part of its share of the training rows, and the rows left over go to
/// the classes with the largest fractions (of equal ones, to the smaller label). 569 rows, 357 and 212 of a class, with a
/// fraction of 0.2 give 455 and 114, with 72 and 42 in the test part.
///
/// - Parameter labels: `[n]` or `[n, 1]`, a class a value. A label that is NaN throws.
/// - Returns: The rows' positions, int64, in ascending order.
public func stratifiedSplit(
    _ labels: Tensor, testFraction: Double, generator: Generator = .default
) throws(SplitError) -> (train: Tensor, test: Tensor) {
    try SplitError.check(fraction: testFraction, "test")
    var rows = try Classes(labels)
    let test = rows.take(rows.count.share(testFraction, rounded: .up), generator: generator)
    return (try rows.positions(part: "training"), try test.positions(part: "test"))
}

/// Parts the rows into training, validation and test parts, as ``stratifiedSplit(_:testFraction:generator:)`` does in two.
///
/// Both fractions are of all rows. The test part is the one that the split in two makes from the same seed; the validation
/// part, ⌈validationFraction · n⌉ rows, is taken from the rest.
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

/// Why rows cannot be parted.
public enum SplitError: Error, Equatable, Sendable {
    /// A fraction that is not between 0 and 1.
    case fraction(of: String, Double)
    case noRows
    /// The label of a row, counted from 0, is not a number.
    case labelIsNaN(row: Int)
    /// All rows have one label.
    case oneClass(label: Double, rows: Int)
    /// A part would be left without a row of a class.
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
            "all \(rows) rows are of class \(text(label)); a stratified split needs two classes or more"
        case .tooFewRows(let label, let rows, let part):
            "class \(text(label)) has too few rows to split (\(rows)): none is left for the \(part) part"
        }
    }

    private func text(_ label: Double) -> String { Int(exactly: label).map(String.init) ?? "\(label)" }
}

/// Rows by their class.
private struct Classes {
    private let labels: [Double]
    /// How many rows each class had at first.
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

    /// Takes so many rows away, at random from each class by its share.
    mutating func take(_ taken: Int, generator: Generator) -> Classes {
        // As scikit-learn: the shares of what stays are rounded, and what is taken is the rest.
        // Rounded up, the parts may come to more rows than there are: none stays.
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

    /// So many draws, at most as many as there are rows, parted among the classes by the largest remainders.
    private func shares(of draws: Int) -> [Int] {
        let total = max(1, count)
        // In integers: a quotient is rounded, a remainder is not.
        let exact = rows.map { total.dividingFullWidth($0.count.multipliedFullWidth(by: draws)) }
        var shares = exact.map(\.quotient)
        let missing = draws - shares.reduce(0, +)
        // A stable sort: of equal remainders the first class's comes first.
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
