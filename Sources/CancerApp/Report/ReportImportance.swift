import Diagnosis
import Kindling

/// The importance of groups of features.
struct ReportImportance {
    let importanceMethod: String
    let importancePlot: ReportPlot
    let groups: ReportTable
    let importanceNote: String

    init(_ validation: Validation) {
        let importance = validation.importance
        importanceMethod =
            "Measurements of one thing, such as radius, perimeter and area, can stand in for each other, so that none of them seems to matter "
            + "where it is permuted alone. They are therefore permuted as groups (\(importance.clustering), cut at "
            + "\(Text.fixed(importance.cut, 2))): how much does the log loss of held-out patients rise when a group's columns are shuffled together?"
        let names = importance.groups.enumerated().map { "Group \($0.offset + 1)" }
        let titles = zip(names, importance.groups).map { name, group in
            group.features.count == 1
                ? "\(group.features[0])" : "\(group.features[0]) + \(group.features.count - 1)"
        }
        // Names of bars must differ.
        let bars = Set(titles).count == titles.count ? titles : names
        importancePlot = ReportPlot(
            Plot(title: "Importance of groups", x: Axis("rise of log loss when permuted"), y: Axis()) {
                Bars(bars, importance.groups.map(\.rise), ink: .series(0), direction: .horizontal)
            }, width: 640, height: 80 + 34 * max(2, names.count),
            "Each group is named after its first measurement; the table lists all. A bar at 0 means that nothing is lost without the group.")
        let hasWeights = importance.groups.allSatisfy { $0.weights != nil }
        groups = ReportTable(
            "Groups of measurements, by descending importance",
            ["Measurements", "Rise of log loss", "Repeats"] + (hasWeights ? ["Weights, in the same order"] : []),
            importance.groups.map { group in
                let range = "\(Text.fixed(group.ofRepeats.min() ?? .nan, 3)) to \(Text.fixed(group.ofRepeats.max() ?? .nan, 3))"
                let weights = group.weights.map { $0.map { Text.fixed($0.mean, 2) }.joined(separator: ", ") }
                return [group.features.joined(separator: ", "), Text.fixed(group.rise, 3), range] + (weights.map { [$0] } ?? [])
            })
        importanceNote =
            "Rise of log loss: the mean over repeats, each of all held-out patients and \(importance.permutations) permutations; repeats: lowest "
            + "to highest."
            + (hasWeights
                ? " Weights: of the standardized measurements, means over the models. Within a group, weights are shared as chance would have it: "
                    + "a weight is no importance." : "")
    }
}

/// The weights of the model in the file.
struct ReportWeights {
    let weightsNote: String
    let weightsSummary: String
    let weightsTable: ReportTable

    /// Of long lists, those of the largest magnitude.
    private static let most = 60

    /// Nil where the logit is no weighted sum.
    init?(_ classifier: Classifier) {
        guard let (weights, bias) = classifier.weights else { return nil }
        let shown = weights.prefix(ReportWeights.most)
        weightsNote =
            "What a standard deviation of a measurement adds to the logit of malignancy. The weights say how the model computes, not what matters."
        weightsSummary = shown.count < weights.count ? "The \(shown.count) largest of \(weights.count) weights" : "All \(weights.count) weights"
        weightsTable = ReportTable(
            "Weights by magnitude; the bias is \(Text.fixed(bias, 3))", ["Measurement", "Weight"],
            shown.map { [$0.name, Text.fixed($0.weight, 3)] })
    }
}
