import ArgumentParser
import Diagnosis
import Kindling

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows the weight of each feature, and for given rows the contribution of each feature to the logit.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features, - for standard input.", transform: path)
    var input: String?

    @OptionGroup var columns: ColumnOptions

    /// An explanation as `--json` prints it.
    struct Row: Encodable {
        struct Part: Encodable {
            let name: String
            /// The two features of a pair.
            let features: [String]?
            /// What the term adds to the logit.
            let contribution: Double
        }

        let row: Int
        /// The text that identifies the row, where the file has one.
        let id: String?
        let diagnosis: String
        let probability: Double
        /// The bias plus all contributions, and the gap.
        let logit: Double
        /// What contributions are counted from.
        let bias: Double
        let contributions: [Part]
        let method: Explanation.Method
        /// The error of the numerical integral, where there is one.
        let gap: Double?
        /// The number of an ensemble's networks, whose means logit and contributions are.
        let members: Int?
        /// What makes the probability of the logit, where it is not its sigmoid.
        let calibration: PlattScaling?

        init(_ explanation: Explanation, _ prediction: Prediction, row: Int) {
            self.row = row
            (id, diagnosis, probability) = (prediction.identifier, prediction.diagnosis, prediction.probability)
            (logit, bias, method) = (explanation.logit, explanation.baseline, explanation.method)
            contributions = explanation.parts.map {
                Part(name: $0.name, features: $0.features.count > 1 ? $0.features : nil, contribution: $0.contribution)
            }
            gap = explanation.method == .exact ? nil : explanation.gap
            (members, calibration) = (explanation.members > 1 ? explanation.members : nil, explanation.calibration)
        }
    }

    struct Importance: Encodable {
        let bias: Double
        let features: [TrainingSummary.Feature]
    }

    func run() throws {
        let classifier = try options.load()
        guard let input else { return try showImportance(classifier) }
        var list = JSONList()
        try ScoredRows.forEach(in: input, classifier, columns) { rows in
            let explanations = zip(classifier.explain(rows.measurements), rows.predictions).enumerated().map {
                Row($1.0, $1.1, row: rows.firstRow + $0)
            }
            if options.json {
                try list.print(explanations)
            } else {
                if rows.firstRow == 1 { printNote(classifier) }
                Console.print(explanations.map(text).joined(separator: "\n"))
            }
        }
        if options.json { list.finish() }
    }

    /// Says how logits become probabilities, where that is not by the sigmoid alone.
    private func printNote(_ classifier: Classifier) {
        var notes: [String] = []
        if classifier.members.count > 1 {
            notes.append(
                "weights, contributions and logits are means over \(classifier.members.count) networks, whose mean probability is predicted"
            )
        }
        if let calibration = classifier.calibration {
            let (slope, intercept) = (Text.fixed(calibration.slope, 4), Text.fixed(calibration.intercept, 4))
            notes.append("probabilities are calibrated: from logits times \(slope), plus \(intercept)")
        }
        if !notes.isEmpty { Console.print(notes.joined(separator: "\n") + "\n") }
    }

    private func showImportance(_ classifier: Classifier) throws {
        guard let (weights, bias) = classifier.termWeights else {
            throw FileError(
                file: options.model,
                problem: "its logit is no weighted sum, so there are no weights to list; --input FILE explains rows")
        }
        let features = weights.map { TrainingSummary.Feature(name: $0.name, weight: $0.weight) }
        if options.json { return try JSON.print(Importance(bias: bias, features: features)) }
        printNote(classifier)
        Console.print("weights of the standardized measurements; positive ones indicate malignancy")
        Console.print(
            Text.table(features.map { [$0.name, Text.fixed($0.weight, 4)] } + [["bias", Text.fixed(bias, 4)]]))
    }

    private func text(_ row: Row) -> String {
        let parts = row.contributions.map { [$0.name, Text.fixed($0.contribution, 4)] }
        let sums = [
            [row.method == .exact ? "bias" : "logit of the training mean", Text.fixed(row.bias, 4)],
            row.gap.map { ["gap of the integral", Text.fixed($0, 4)] },
            ["logit", Text.fixed(row.logit, 4)],
        ]
        let name = "row \(row.row)" + (row.id.map { " (\(Text.line($0)))" } ?? "")
        return "\(name): \(row.diagnosis), P(malignant) \(Text.percent(row.probability))\n"
            + Text.table(parts + sums.compactMap(\.self)) + "\n"
    }
}
