import Tensor

/// How much a model's log loss rises when the columns of a group are permuted (Breiman, Machine Learning 45, 2001; by groups:
/// Gregorutti, Michel & Saint-Pierre, Computational Statistics & Data Analysis 90, 2015).
///
/// The columns of a group are permuted together, by the same permutation of the rows. Columns that measure one thing belong into one
/// group: permuted alone, each would seem unimportant, since the others say the same (see ``WardClustering``). Measured on held-out rows, a rise
/// says what the model's predictions lose; on training rows, what it has memorized too.
///
/// ```swift
/// let groups = try WardClustering(correlation: spearmanCorrelation(features)).groups(height: 1)
/// let importance = try PermutationImportance(of: groups, heldOut, labels, generator: Generator(seed: 1)) { model($0).sigmoid() }
/// ```
public struct PermutationImportance: Hashable, Sendable {
    /// What permuting one group's columns costs.
    public struct Group: Hashable, Sendable {
        /// The columns.
        public let columns: [Int]
        /// How much the log loss rose, for each repeat.
        public let rises: [Double]

        /// The mean rise: 0 or below where the model gains nothing from the group.
        public var mean: Double { rises.reduce(0, +) / Double(rises.count) }

        /// The standard deviation of the rises over repeats, with the divisor n as in scikit-learn: how much permutations differ,
        /// not how much other data would.
        public var standardDeviation: Double {
            let mean = mean
            return (rises.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rises.count)).squareRoot()
        }
    }

    /// The log loss of the rows as they are.
    public let logLoss: Double
    /// The groups, in the order in which they were given.
    public let groups: [Group]

    /// Measures a model.
    ///
    /// - Parameters:
    ///   - groups: the columns of each group.
    ///   - features: rows `[n, d]`, which the model was not trained on.
    ///   - labels: 0 or 1, in the shape of the probabilities that the model returns.
    ///   - repeats: how often each group is permuted.
    ///   - generator: the source of the permutations: a group's are drawn one after the other, group after group.
    ///   - model: rows to probabilities of the positive class.
    /// - Precondition: `repeats > 0`.
    /// - Throws: ``/Tensor/InputError`` where there are no rows, a column does not exist, a label is neither 0 nor 1, or what the model
    ///   returns differs from the labels in shape or is not in [0, 1]; and what the model throws.
    public init(
        of groups: [[Int]], _ features: Tensor, _ labels: Tensor, repeats: Int = 10, generator: Generator = .default,
        model: (Tensor) throws -> Tensor
    ) throws {
        let name = "PermutationImportance"
        if repeats <= 0 { trap(name, "the number of repeats must be positive, got \(repeats)") }
        if features.rank != 2 || features.shape[0] == 0 {
            throw InputError(.shape, name, "there must be rows [n, d] with n > 0, got \(features.shape)")
        }
        let (rows, columns) = (features.shape[0], features.shape[1])
        for (index, group) in groups.enumerated() {
            if let column = group.first(where: { !(0..<columns).contains($0) }) {
                throw InputError(.value, name, "column \(column) is not in 0..<\(columns)", at: [index])
            }
        }
        let features = features.detached()
        func loss(_ rows: Tensor) throws -> Double { try Metrics.logLoss(checking: model(rows), labels) }
        let logLoss = try loss(features)
        self.logLoss = logLoss
        self.groups = try groups.map { group in
            let columns = Tensor(group, shape: [group.count]).onDevice(of: features)
            let values = features.indexSelect(dim: 1, columns)
            let rises = try (0..<repeats).map { _ in
                let order = Tensor(generator.permutation(rows), shape: [rows]).onDevice(of: features)
                let permuted = features.indexCopy(dim: 1, columns, values.indexSelect(dim: 0, order))
                return try loss(permuted) - logLoss
            }
            return Group(columns: group, rises: rises)
        }
    }
}
