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

        init(_ explanation: Explanation, _ prediction: Prediction, row: Int) {
            self.row = row
            (id, diagnosis, probability) = (prediction.identifier, prediction.diagnosis, prediction.probability)
            (logit, bias, method) = (explanation.logit, explanation.baseline, explanation.method)
            contributions = explanation.parts.map {
                Part(name: $0.name, features: $0.features.count > 1 ? $0.features : nil, contribution: $0.contribution)
            }
            gap = explanation.method == .exact ? nil : explanation.gap
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
                Console.print(explanations.map(text).joined(separator: "\n"))
            }
        }
        if options.json { list.finish() }
    }

    private func showImportance(_ classifier: Classifier) throws {
        guard let (weights, bias) = classifier.weights else {
            throw FileError(
                file: options.model,
                problem: "its logit is no weighted sum, so there are no weights to list; --input FILE explains rows")
        }
        let features = weights.map { TrainingSummary.Feature(name: $0.name, weight: $0.weight) }
        if options.json { return try JSON.print(Importance(bias: bias, features: features)) }
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
