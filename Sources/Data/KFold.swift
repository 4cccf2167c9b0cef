import Tensor

/// The training and test rows of one fold: int64 indices, in ascending order.
public typealias Fold = (train: Tensor, test: Tensor)

/// The folds of some rows, each made on demand: all of them together would hold as many copies of the row indices.
public struct Folds: RandomAccessCollection, Sendable {
    /// For each partition, the test rows of the first fold, then of the second, and so on, each in ascending order, and the
    /// offset at which each fold starts.
    private var partitions: [(rows: [Int], starts: [Int])] = []
    private let folds: Int

    /// - Parameter assignment: the fold of each row.
    fileprivate init(_ assignment: [Int], _ folds: Int) {
        var starts = [Int](repeating: 0, count: folds + 1)
        for fold in assignment { starts[fold + 1] += 1 }
        for fold in 0..<folds { starts[fold + 1] += starts[fold] }
        var (next, rows) = (starts, [Int](repeating: 0, count: assignment.count))
        for (row, fold) in assignment.enumerated() {
            rows[next[fold]] = row
            next[fold] += 1
        }
        self.folds = folds
        partitions = [(rows, starts)]
    }

    fileprivate mutating func append(_ other: Folds) { partitions += other.partitions }

    public var startIndex: Int { 0 }
    public var endIndex: Int { partitions.count * folds }

    public subscript(position: Int) -> Fold {
        if !indices.contains(position) { trap("Folds", "fold \(position) is out of range for \(count) folds") }
        let (rows, starts) = partitions[position / folds]
        let test = rows[starts[position % folds]..<starts[position % folds + 1]]
        var train: [Int] = []
        train.reserveCapacity(rows.count - test.count)
        var next = 0
        for row in test {
            train += next..<row
            next = row + 1
        }
        train += next..<rows.count
        return (Tensor(train, shape: [train.count]), Tensor(Array(test), shape: [test.count]))
    }
}

/// Splits rows into k folds of about equal size, each of which is the test set once (scikit-learn's `KFold`).
///
/// ```swift
/// for (train, test) in try KFold(5, shuffle: true, generator: Generator(seed: 1)).split(features.shape[0]) { ... }
/// ```
public struct KFold: Sendable {
    /// The number of folds, k.
    public let folds: Int
    /// Whether the rows are shuffled before they are split.
    public let shuffle: Bool
    /// The source of the shuffle.
    public let generator: Generator

    /// - Parameters:
    ///   - folds: the number of folds.
    ///   - shuffle: assigns rows to folds at random; otherwise each fold takes consecutive rows.
    ///   - generator: the source of the shuffle; used only with `shuffle`.
    /// - Precondition: `folds >= 2`.
    public init(_ folds: Int = 5, shuffle: Bool = false, generator: Generator = .default) {
        if folds < 2 { trap("KFold", "the number of folds must be at least 2, got \(folds)") }
        self.folds = folds
        self.shuffle = shuffle
        self.generator = generator
    }

    /// The folds of this many rows. The first `rows % folds` folds have one test row more than the others.
    public func split(_ rows: Int) throws(FoldError) -> Folds {
        if rows < folds { throw .tooManyFolds(folds, rows: rows) }
        let order = shuffle ? generator.permutation(rows) : Array(0..<rows)
        var assignment = [Int](repeating: 0, count: rows)
        var start = 0
        for fold in 0..<folds {
            let size = rows / folds + (fold < rows % folds ? 1 : 0)
            for row in order[start..<start + size] { assignment[row] = fold }
            start += size
        }
        return Folds(assignment, folds)
    }
}

/// Splits rows into k folds with about the class proportions of the whole (scikit-learn's `StratifiedKFold`).
public struct StratifiedKFold: Sendable {
    /// The number of folds, k.
    public let folds: Int
    /// Whether the rows of each class are shuffled before they are split.
    public let shuffle: Bool
    /// The source of the shuffle.
    public let generator: Generator

    /// - Parameters:
    ///   - folds: the number of folds.
    ///   - shuffle: assigns the rows of each class to folds at random, not in order.
    ///   - generator: the source of the shuffle; used only with `shuffle`.
    /// - Precondition: `folds >= 2`.
    public init(_ folds: Int = 5, shuffle: Bool = false, generator: Generator = .default) {
        if folds < 2 { trap("StratifiedKFold", "the number of folds must be at least 2, got \(folds)") }
        self.folds = folds
        self.shuffle = shuffle
        self.generator = generator
    }

    /// The folds of labelled rows. A class with fewer rows than folds is missing from some test sets.
    ///
    /// - Parameter labels: `[n]` or `[n, 1]`; equal values are one class. A NaN throws.
    public func split(_ labels: Tensor) throws(FoldError) -> Folds {
        let members = try rowsByClass(labels, "StratifiedKFold")
        if labels.count < folds { throw .tooManyFolds(folds, rows: labels.count) }
        let largest = members.map(\.count).max() ?? 0
        if largest < folds { throw .smallClasses(folds: folds, largest: largest) }

        var assignment = [Int](repeating: 0, count: labels.count)
        var start = 0
        for rows in members {
            // Rows are dealt to the folds in turn, class after class: this counts how many each fold gets.
            let end = start + rows.count
            var dealt: [Int] = []
            dealt.reserveCapacity(rows.count)
            for fold in 0..<Swift.min(folds, end) {
                // The number of integers below a bound that have this remainder.
                func below(_ bound: Int) -> Int { (bound - fold + folds - 1) / folds }
                dealt += repeatElement(fold, count: below(end) - below(start))
            }
            if shuffle { generator.shuffle(&dealt) }
            for (row, fold) in zip(rows, dealt) { assignment[row] = fold }
            start = end
        }
        return Folds(assignment, folds)
    }
}

/// The rows of each class, in order of appearance as in scikit-learn.
func rowsByClass(_ labels: Tensor, _ operation: String) throws(FoldError) -> [[Int]] {
    if labels.rank == 0 || labels.count != labels.shape[0] {
        trap(operation, "labels must have shape [n] or [n, 1], got \(labels.shape)")
    }
    var numbers: [Double: Int] = [:]
    var members: [[Int]] = []
    for (row, label) in labels.array(of: Double.self).enumerated() {
        if label.isNaN { throw .labelIsNaN(row: row) }
        let number = numbers[label] ?? members.count
        if number == members.count {
            numbers[label] = number
            members.append([])
        }
        members[number].append(row)
    }
    return members
}

/// A shuffled ``KFold``, repeated with a new shuffle each time (scikit-learn's `RepeatedKFold`).
public struct RepeatedKFold: Sendable {
    private let once: KFold
    /// How often the rows are split.
    public let repeats: Int

    /// - Parameters:
    ///   - folds: the number of folds of each split.
    ///   - repeats: how often the rows are split.
    ///   - generator: the source of the shuffles.
    /// - Precondition: `folds >= 2` and `repeats > 0`.
    public init(_ folds: Int = 5, repeats: Int = 10, generator: Generator = .default) {
        if repeats <= 0 { trap("RepeatedKFold", "the number of repeats must be positive, got \(repeats)") }
        once = KFold(folds, shuffle: true, generator: generator)
        self.repeats = repeats
    }

    /// `folds · repeats` folds of this many rows.
    public func split(_ rows: Int) throws(FoldError) -> Folds {
        var all = try once.split(rows)
        for _ in 1..<repeats { all.append(try once.split(rows)) }
        return all
    }
}

/// A shuffled ``StratifiedKFold``, repeated with a new shuffle each time (scikit-learn's `RepeatedStratifiedKFold`).
public struct RepeatedStratifiedKFold: Sendable {
    private let once: StratifiedKFold
    /// How often the rows are split.
    public let repeats: Int

    /// - Parameters:
    ///   - folds: the number of folds of each split.
    ///   - repeats: how often the rows are split.
    ///   - generator: the source of the shuffles.
    /// - Precondition: `folds >= 2` and `repeats > 0`.
    public init(_ folds: Int = 5, repeats: Int = 10, generator: Generator = .default) {
        if repeats <= 0 { trap("RepeatedStratifiedKFold", "the number of repeats must be positive, got \(repeats)") }
        once = StratifiedKFold(folds, shuffle: true, generator: generator)
        self.repeats = repeats
    }

    /// `folds · repeats` folds of labelled rows.
    ///
    /// - Parameter labels: `[n]` or `[n, 1]`; equal values are one class. A NaN throws.
    public func split(_ labels: Tensor) throws(FoldError) -> Folds {
        var all = try once.split(labels)
        for _ in 1..<repeats { all.append(try once.split(labels)) }
        return all
    }
}

/// Why rows cannot be split into folds.
public enum FoldError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There are more folds than rows.
    case tooManyFolds(Int, rows: Int)
    /// The label of this row, counted from 0, is NaN.
    case labelIsNaN(row: Int)
    /// There are more folds than rows of the largest class.
    case smallClasses(folds: Int, largest: Int)

    public var description: String {
        switch self {
        case .tooManyFolds(let folds, let rows): "cannot split \(rows) rows into \(folds) folds"
        case .labelIsNaN(let row): "the label of row \(row) is NaN"
        case .smallClasses(let folds, let largest):
            "no class has enough rows for \(folds) folds; the largest has \(largest)"
        }
    }
}
