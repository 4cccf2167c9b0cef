import Metrics
import Tensor

/// What the models' predictions lose without a group of features: the rise of the held-out rows' log loss where the group's columns are
/// permuted together (``/Metrics/PermutationImportance``), beside the models' weights.
///
/// Features that measure one thing can stand in for each other, so that none of them seems to matter where it is permuted alone, and
/// weights are shared among them as chance would have it: a weight is no importance.
public struct ValidationImportance: Encodable, Hashable, Sendable {
    /// A group of features.
    public struct Group: Encodable, Hashable, Sendable {
        /// The names of the features.
        public let features: [String]
        /// The rise of the log loss, the mean over the repeats.
        public let rise: Double
        /// The rise in each repeat: the mean over its patients, and over the permutations.
        public let ofRepeats: [Double]
        /// The weights of the features' standardized measurements; nil where the logit is no weighted sum of them.
        public let weights: [Weight]?

        private enum CodingKeys: String, CodingKey { case features, rise, ofRepeats = "repeats", weights }
    }

    /// A feature's weight in the models.
    public struct Weight: Encodable, Hashable, Sendable {
        /// The mean over the models.
        public let mean: Double
        /// The standard deviation over the models, with the divisor n - 1.
        public let standardDeviation: Double
    }

    /// How the features were grouped.
    public let clustering = "Spearman's rank correlation, Ward's linkage"
    /// The height at which the clusters were cut.
    public let cut: Double
    /// How often each model's held-out rows were permuted, for each group.
    public let permutations: Int
    /// The groups, by descending rise.
    public let groups: [Group]

    /// - Parameters:
    ///   - groups: the groups of columns.
    ///   - models: for each model its repeat, the number of its held-out rows, each group's rise, and its weights.
    init(
        _ groups: FeatureGroups, _ features: [String], permutations: Int, repeats: Int,
        models: [(repeatIndex: Int, rows: Int, rises: [Double], weights: [Double]?)]
    ) {
        cut = groups.cut
        self.permutations = permutations
        let weights = ValidationImportance.weights(models.map(\.weights), features.count)
        self.groups = groups.columns.enumerated().map { index, columns in
            // A repeat's log loss is the mean over its patients.
            var (sums, counts) = ([Double](repeating: 0, count: repeats), [Int](repeating: 0, count: repeats))
            for model in models {
                sums[model.repeatIndex] += model.rises[index] * Double(model.rows)
                counts[model.repeatIndex] += model.rows
            }
            let ofRepeats = zip(sums, counts).map { $0 / Double($1) }
            return Group(
                features: columns.map { features[$0] }, rise: ofRepeats.reduce(0, +) / Double(repeats), ofRepeats: ofRepeats,
                weights: weights.map { weights in columns.map { weights[$0] } })
        }.sorted { $0.rise > $1.rise }
    }

    private static func weights(_ models: [[Double]?], _ features: Int) -> [Weight]? {
        let all = models.compactMap(\.self)
        if all.count < models.count { return nil }
        let count = Double(all.count)
        return (0..<features).map { column in
            let mean = all.reduce(0) { $0 + $1[column] } / count
            let squares = all.reduce(0) { $0 + ($1[column] - mean) * ($1[column] - mean) }
            return Weight(mean: mean, standardDeviation: (squares / (count - 1)).squareRoot())
        }
    }
}
