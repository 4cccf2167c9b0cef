import ArgumentParser
import Kindling

struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows what a model looks at: the weight of each feature, and for rows what each feature adds to the logit.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features, - for standard input.", transform: path)
    var input: String?

    struct Explanation: Encodable {
        struct Part: Encodable {
            let name: String
            /// weight · standardized measurement
            let contribution: Double
        }

        let row: Int
        let diagnosis: String
        let probability: Double
        /// The bias and all contributions.
        let logit: Double
        let bias: Double
        let contributions: [Part]
    }

    struct Importance: Encodable {
        let bias: Double
        let features: [TrainingResult.Feature]
    }

    func run() throws {
        let diagnostician = try options.load()
        guard let input else { return try showImportance(diagnostician) }
        let (measurements, file) = try options.read(input, for: diagnostician)
        let explanations = explanations(
            measurements, try diagnostician.probabilities(measurements, file: file), diagnostician)
        if options.json { return try JSON.print(explanations) }
        for explanation in explanations { Console.print(text(explanation)) }
    }

    private func showImportance(_ diagnostician: Diagnostician) throws {
        let features = diagnostician.importance.map { TrainingResult.Feature(name: $0.feature, weight: $0.weight) }
        if options.json { return try JSON.print(Importance(bias: diagnostician.bias, features: features)) }
        Console.print("weights of the standardized measurements; positive ones speak for malignant")
        Console.print(
            Text.table(features.map { [$0.name, Text.fixed($0.weight, 4)] } + [["bias", Text.fixed(diagnostician.bias, 4)]]))
    }

    private func explanations(
        _ measurements: Tensor, _ probabilities: Tensor, _ diagnostician: Diagnostician
    ) -> [Explanation] {
        let standardized = diagnostician.standardized(measurements).to(.float64)
        let contributions = standardized * diagnostician.model.linear.weight.detached()
        let logits = contributions.sum(dim: 1) + diagnostician.bias
        return probabilities.array(of: Double.self).enumerated().map { row, probability in
            let parts = zip(diagnostician.features, contributions[row].array(of: Double.self))
                .map { Explanation.Part(name: $0, contribution: $1) }
                .sorted { abs($0.contribution) > abs($1.contribution) }
            return Explanation(
                row: row + 1, diagnosis: Diagnoses.names[diagnostician.isMalignant(probability) ? 1 : 0],
                probability: probability, logit: logits[row].item(), bias: diagnostician.bias, contributions: parts)
        }
    }

    private func text(_ explanation: Explanation) -> String {
        let parts = explanation.contributions.map { [$0.name, Text.fixed($0.contribution, 4)] }
        let sums = [["bias", Text.fixed(explanation.bias, 4)], ["logit", Text.fixed(explanation.logit, 4)]]
        return "row \(explanation.row): \(explanation.diagnosis), P(malignant) \(Text.percent(explanation.probability))\n"
            + Text.table(parts + sums) + "\n"
    }
}
