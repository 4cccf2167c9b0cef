import Tensor

/// The training and test rows of one fold: int64 positions, in ascending order.
public typealias Fold = (train: Tensor, test: Tensor)

/// The folds of some rows, each made when it is asked for: all of them together would take as many copies of the rows.
public struct Folds: RandomAccessCollection, Sendable {
    /// Of each partition of the rows, the rows of the first fold's test part, then of the second's, ... in ascending order each, and
    /// where each fold begins.
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
        if !indices.contains(position) { trap("Folds", "there is no fold \(position) among \(count)") }
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

/// Parts rows into folds of about one size, each of which is the test part once (scikit-learn's `KFold`).
///
/// ```swift
/// for (train, test) in try KFold(5, shuffle: true, generator: Generator(seed: 1)).split(features.shape[0]) { ... }
/// ```
public struct KFold: Sendable {
    public let folds: Int
    public let shuffle: Bool
    public let generator: Generator

    /// - Parameter shuffle: takes each fold's rows at random, not one after the other.
    /// - Precondition: two folds or more.
    public init(_ folds: Int = 5, shuffle: Bool = false, generator: Generator = .default) {
        if folds < 2 { trap("KFold", "takes two folds or more, got \(folds)") }
        self.folds = folds
        self.shuffle = shuffle
        self.generator = generator
    }

    /// The first folds have a row more where the folds do not divide the rows.
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

/// Parts rows into folds that each have of every class about the share that all have (scikit-learn's `StratifiedKFold`).
public struct StratifiedKFold: Sendable {
    public let folds: Int
    public let shuffle: Bool
    public let generator: Generator

    /// - Parameter shuffle: takes each class's rows at random, not one after the other.
    /// - Precondition: two folds or more.
    public init(_ folds: Int = 5, shuffle: Bool = false, generator: Generator = .default) {
        if folds < 2 { trap("StratifiedKFold", "takes two folds or more, got \(folds)") }
        self.folds = folds
        self.shuffle = shuffle
        self.generator = generator
    }

    /// A class with fewer rows than folds is missing from some.
    ///
    /// - Parameter labels: `[n]` or `[n, 1]`, a class a value. A label that is NaN throws.
    public func split(_ labels: Tensor) throws(FoldError) -> Folds {
        if labels.rank == 0 || labels.count != labels.shape[0] {
            trap("StratifiedKFold", "labels are one a row, [n] or [n, 1], got \(labels.shape)")
        }
        if labels.count < folds { throw .tooManyFolds(folds, rows: labels.count) }
        // Classes are numbered by where they first appear, as scikit-learn does.
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
        let largest = members.map(\.count).max() ?? 0
        if largest < folds { throw .smallClasses(folds: folds, largest: largest) }

        var assignment = [Int](repeating: 0, count: labels.count)
        var start = 0
        for rows in members {
            // Dealt round the folds, class after class: how many of these rows each fold gets.
            let end = start + rows.count
            var dealt: [Int] = []
            dealt.reserveCapacity(rows.count)
            for fold in 0..<Swift.min(folds, end) {
                // How many numbers below a bound leave this remainder.
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

/// A shuffled ``KFold``, several times over (scikit-learn's `RepeatedKFold`).
public struct RepeatedKFold: Sendable {
    private let once: KFold
    public let repeats: Int

    /// - Precondition: two folds or more, a positive number of repeats.
    public init(_ folds: Int = 5, repeats: Int = 10, generator: Generator = .default) {
        if repeats <= 0 { trap("RepeatedKFold", "the number of repeats must be positive, got \(repeats)") }
        once = KFold(folds, shuffle: true, generator: generator)
        self.repeats = repeats
    }

    /// `folds · repeats` folds.
    public func split(_ rows: Int) throws(FoldError) -> Folds {
        var all = try once.split(rows)
        for _ in 1..<repeats { all.append(try once.split(rows)) }
        return all
    }
}

/// A shuffled ``StratifiedKFold``, several times over (scikit-learn's `RepeatedStratifiedKFold`).
public struct RepeatedStratifiedKFold: Sendable {
    private let once: StratifiedKFold
    public let repeats: Int

    /// - Precondition: two folds or more, a positive number of repeats.
    public init(_ folds: Int = 5, repeats: Int = 10, generator: Generator = .default) {
        if repeats <= 0 { trap("RepeatedStratifiedKFold", "the number of repeats must be positive, got \(repeats)") }
        once = StratifiedKFold(folds, shuffle: true, generator: generator)
        self.repeats = repeats
    }

    /// `folds · repeats` folds.
    public func split(_ labels: Tensor) throws(FoldError) -> Folds {
        var all = try once.split(labels)
        for _ in 1..<repeats { all.append(try once.split(labels)) }
        return all
    }
}

/// Why rows cannot be parted into folds.
public enum FoldError: Error, Equatable, Sendable, CustomStringConvertible {
    /// More folds than rows.
    case tooManyFolds(Int, rows: Int)
    /// The label of a row, counted from 0, is not a number.
    case labelIsNaN(row: Int)
    /// More folds than any class has rows.
    case smallClasses(folds: Int, largest: Int)

    public var description: String {
        switch self {
        case .tooManyFolds(let folds, let rows): "\(rows) rows do not make \(folds) folds"
        case .labelIsNaN(let row): "the label of row \(row) is NaN"
        case .smallClasses(let folds, let largest):
            "no class has a row for each of \(folds) folds; the largest has \(largest)"
        }
    }
}
