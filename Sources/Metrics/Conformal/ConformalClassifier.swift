import Tensor

/// Sets of classes that contain the actual class with a stated probability, for each class: split conformal prediction with
/// class-conditional (Mondrian) calibration (Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World, 2005; Angelopoulos &
/// Bates, Foundations and Trends in Machine Learning 16, 2023).
///
/// A case's nonconformity with a class is 1 - its probability of that class. The p-value of a class is the share, of the class's
/// calibration cases and the new one, of those that conform no better: (1 + #{sᵢ ≥ s}) / (nₖ + 1). A prediction set holds the classes
/// whose p-value is above 1 - level.
///
/// Guarantee, in finite samples and whatever the model: if a new case of class k is exchangeable with the nₖ calibration cases of
/// that class, its set contains k with a probability of at least `level`, on average over calibration sets. Calibration rows must
/// not be training rows. A class with fewer than level / (1 - level) calibration cases is in every set. A set may be empty, which
/// says that the case is unlike any class, or hold several classes.
///
/// ```swift
/// let conformal = try ConformalClassifier(fitting: probabilities, labels)
/// let sets = try conformal.predictionSets(newProbabilities, level: 0.9)       // bool [n, 2]
/// ```
public struct ConformalClassifier: Hashable, Sendable, Codable {
    /// For each class, the nonconformity of its calibration cases, ascending.
    public let scores: [[Double]]

    /// A classifier with known nonconformity scores of each class, from a file for example.
    ///
    /// - Throws: ``/Tensor/InputError`` where there are fewer than two classes, or a score is not in [0, 1].
    public init(scores: [[Double]]) throws(InputError) {
        if scores.count < 2 {
            throw InputError(.shape, "ConformalClassifier", "there must be at least two classes, got \(scores.count)")
        }
        for (label, ofClass) in scores.enumerated() {
            guard let index = ofClass.firstIndex(where: { !(0...1).contains($0) }) else { continue }
            throw InputError(
                .value, "ConformalClassifier", "a score must be in [0, 1], got \(ofClass[index])", at: [label, index])
        }
        self.scores = scores.map { $0.sorted() }
    }

    /// Scores the calibration cases.
    ///
    /// - Parameters:
    ///   - probabilities: `[n]` or `[n, 1]`, of class 1 of two; or `[n, classes]`, of each class.
    ///   - labels: the cases' classes, integers, `[n]` or `[n, 1]`.
    /// - Throws: ``/Tensor/InputError`` where the shapes do not match, a probability is not in [0, 1], or a label is not an integer in
    ///   `0 ..< classes`.
    public init(fitting probabilities: Tensor, _ labels: Tensor) throws(InputError) {
        let rows = try Self.classProbabilities(probabilities)
        try Self.checkLabels(labels, rows.shape[0], classes: rows.shape[1])
        let values = rows.array(of: Double.self)
        var scores = [[Double]](repeating: [], count: rows.shape[1])
        for (row, label) in labels.array(of: Int.self).enumerated() {
            scores[label].append(1 - values[row * rows.shape[1] + label])
        }
        try self.init(scores: scores)
    }

    /// The p-value of each class for each case: float64 `[n, classes]`.
    ///
    /// - Throws: ``/Tensor/InputError`` where the number of classes differs, or a probability is not in [0, 1].
    public func pValues(_ probabilities: Tensor) throws(InputError) -> Tensor {
        let rows = try Self.classProbabilities(probabilities)
        let classes = scores.count
        if rows.shape[1] != classes {
            throw InputError(
                .shape, "ConformalClassifier", "\(probabilities.shape) does not hold probabilities of \(classes) classes")
        }
        let values = rows.array(of: Double.self)
        let pValues = values.indices.map { position in
            let ofClass = scores[position % classes]
            return Double(1 + ofClass.count - below(1 - values[position], ofClass)) / Double(ofClass.count + 1)
        }
        return Tensor(pValues, shape: rows.shape, dtype: .float64)
    }

    /// The classes that each case may be of, at a confidence level: bool `[n, classes]`.
    ///
    /// - Precondition: `level` is between 0 and 1.
    /// - Throws: ``/Tensor/InputError`` where the number of classes differs, or a probability is not in [0, 1].
    public func predictionSets(_ probabilities: Tensor, level: Double = 0.9) throws(InputError) -> Tensor {
        if !(level > 0 && level < 1) { trap("predictionSets", "the level must be between 0 and 1, got \(level)") }
        // Compared as numbers of cases, which are integers: 1 - 0.9 is not 0.1 in binary, where a p-value of 0.1 is no member.
        let members = try pValues(probabilities).array(of: Double.self).enumerated().map { position, pValue in
            let count = Double(scores[position % scores.count].count + 1)
            return (pValue * count).rounded() > (1 - level) * count + 1e-9
        }
        return Tensor(members.map { $0 ? 1 : 0 }, shape: [members.count / scores.count, scores.count]).to(.bool)
    }

    /// For each class, how many of its cases have a set that contains it.
    ///
    /// - Parameters:
    ///   - probabilities: of cases that the classifier was not fitted to.
    ///   - labels: the cases' classes, integers, `[n]` or `[n, 1]`.
    /// - Precondition: `level` is between 0 and 1.
    /// - Throws: ``/Tensor/InputError`` where the shapes do not match, a probability is not in [0, 1], or a label is not an integer in
    ///   `0 ..< classes`.
    public func coverage(_ probabilities: Tensor, _ labels: Tensor, level: Double = 0.9) throws(InputError) -> [Proportion] {
        let sets = try predictionSets(probabilities, level: level)
        try Self.checkLabels(labels, sets.shape[0], classes: scores.count)
        let members = sets.array(of: Bool.self)
        var (covered, counts) = ([Int](repeating: 0, count: scores.count), [Int](repeating: 0, count: scores.count))
        for (row, label) in labels.array(of: Int.self).enumerated() {
            counts[label] += 1
            if members[row * scores.count + label] { covered[label] += 1 }
        }
        return zip(covered, counts).map { Proportion($0, of: $1) }
    }

    /// How many of ascending scores are below one.
    private func below(_ score: Double, _ ascending: [Double]) -> Int {
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = (low + high) / 2
            if ascending[middle] < score { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// float64 `[n, classes]`.
    private static func classProbabilities(_ probabilities: Tensor) throws(InputError) -> Tensor {
        let shape = probabilities.shape
        if !(1...2).contains(shape.count) {
            throw InputError(.shape, "ConformalClassifier", "probabilities must have shape [n] or [n, classes], got \(shape)")
        }
        let all = probabilities.detached().to(.float64)
        let values = all.array(of: Double.self)
        if let position = values.firstIndex(where: { !(0...1).contains($0) }) {
            throw InputError(
                .value, "ConformalClassifier", "a probability must be between 0 and 1, got \(values[position])",
                at: all.index(ofPosition: position))
        }
        if shape.count == 2 && shape[1] > 1 { return all }
        let positive = all.reshape([shape[0], 1])
        return .concatenate([1 - positive, positive], dim: 1)
    }

    private static func checkLabels(_ labels: Tensor, _ rows: Int, classes: Int) throws(InputError) {
        if labels.count != rows || labels.rank == 0 || labels.shape[0] != rows {
            throw InputError(.shape, "ConformalClassifier", "labels \(labels.shape) do not match \(rows) rows")
        }
        try labels.requireWhole("ConformalClassifier", "a label")
        try labels.requireIntegers(in: 0..<classes, "ConformalClassifier", "a label")
    }
}
