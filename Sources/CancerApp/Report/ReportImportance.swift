import Diagnosis
import Kindling

/// The importance of groups of features.
struct ReportImportance {
    let importanceMethod: String
    let importancePlot: ReportPlot
    let groups: ReportTable
    let importanceNotes: [String]

    init(_ validation: Validation) {
        let importance = validation.importance
        importanceMethod =
            "Measurements of one thing, such as radius, perimeter and area, can stand in for each other, so that none of them seems to matter "
            + "where it is permuted alone. They are therefore permuted as groups (\(importance.clustering), cut at "
            + "\(ReportText.fixed(importance.cut, 2))): how much does the log loss of held-out patients rise when a group's columns are shuffled together?"
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
            }, height: 80 + 34 * max(3, names.count),
            "Each group is named after its first measurement; the table lists all.")
        let hasWeights = importance.groups.allSatisfy { $0.weights != nil }
        groups = ReportTable(
            "Groups of measurements, by descending importance" + (hasWeights ? "; weights in brackets" : ""),
            ["Measurements", "Rise of log loss", "Lowest to highest"],
            importance.groups.map { group in
                let names = group.features.enumerated().map { index, name in
                    name + (group.weights.map { " (\(ReportText.fixed($0[index].mean, 2)))" } ?? "")
                }
                return [
                    names.joined(separator: ", "), ReportText.fixed(group.rise, 3),
                    ReportText.interval(group.ofRepeats.min(), group.ofRepeats.max(), 3),
                ]
            })
        importanceNotes =
            [
                "Rise of log loss: the mean over repeats, each of all held-out patients and \(importance.permutations) permutations; lowest to "
                    + "highest: of the repeats. At 0, nothing is lost without the group."
            ]
            + (hasWeights
                ? [
                    "Weights: of the standardized measurements, means over the models of the validation. Within a group, weights are shared as "
                        + "chance would have it: a weight is no importance."
                ] : [])
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
        guard let (weights, bias) = classifier.termWeights else { return nil }
        let shown = weights.prefix(ReportWeights.most)
        weightsNote =
            "What a standard deviation of a measurement adds to the logit of malignancy. The weights say how the model computes, not what matters."
        weightsSummary =
            shown.count < weights.count
            ? "The \(shown.count) largest of \(weights.count) weights" : "All \(weights.count) weights"
        weightsTable = ReportTable(
            "Weights by magnitude; the bias is \(ReportText.fixed(bias, 3))", ["Measurement", "Weight"],
            shown.map { [$0.name, ReportText.fixed($0.weight, 3)] })
    }
}
