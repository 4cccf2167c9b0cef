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

    struct Explanation: Encodable {
        struct Part: Encodable {
            let name: String
            /// weight · standardized measurement
            let contribution: Double
        }

        let row: Int
        /// The text that identifies the row, where the file has one.
        let id: String?
        let diagnosis: String
        let probability: Double
        /// The bias plus all contributions.
        let logit: Double
        let bias: Double
        let contributions: [Part]
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
            let explanations = explanations(rows, classifier)
            if options.json {
                try list.print(explanations)
            } else {
                Console.print(explanations.map(text).joined(separator: "\n"))
            }
        }
        if options.json { list.finish() }
    }

    private func showImportance(_ classifier: Classifier) throws {
        let features = TrainingSummary.Feature.byWeight(classifier)
        let bias = classifier.linear?.bias ?? 0
        if options.json { return try JSON.print(Importance(bias: bias, features: features)) }
        Console.print("weights of the standardized measurements; positive ones indicate malignancy")
        Console.print(
            Text.table(features.map { [$0.name, Text.fixed($0.weight, 4)] } + [["bias", Text.fixed(bias, 4)]]))
    }

    private func explanations(_ rows: ScoredRows, _ classifier: Classifier) -> [Explanation] {
        let standardized = classifier.standardized(rows.measurements).to(.float64)
        let (weights, bias) = classifier.linear ?? ([], 0)
        let products = standardized * Tensor(weights)
        let logits = (products.sum(dim: 1) + bias).array(of: Double.self)
        let contributions = products.array(of: Double.self)
        let (features, width) = (classifier.features, classifier.features.count)
        return rows.probabilities.enumerated().map { index, probability in
            let parts = zip(features, contributions[index * width..<(index + 1) * width])
                .map { Explanation.Part(name: $0, contribution: $1) }
                .sorted { abs($0.contribution) > abs($1.contribution) }
            return Explanation(
                row: rows.firstRow + index, id: rows.identifiers?[index],
                diagnosis: Diagnoses.names[classifier.isMalignant(probability) ? 1 : 0],
                probability: probability, logit: logits[index], bias: bias, contributions: parts)
        }
    }

    private func text(_ explanation: Explanation) -> String {
        let parts = explanation.contributions.map { [$0.name, Text.fixed($0.contribution, 4)] }
        let sums = [["bias", Text.fixed(explanation.bias, 4)], ["logit", Text.fixed(explanation.logit, 4)]]
        let id = explanation.id.map { " (\(Text.line($0)))" } ?? ""
        return "row \(explanation.row)\(id): \(explanation.diagnosis), P(malignant) \(Text.percent(explanation.probability))\n"
            + Text.table(parts + sums) + "\n"
    }
}
