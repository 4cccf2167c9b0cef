import ArgumentParser
import Kindling

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Tells for each row whether the tumour is malignant.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features, - for standard input. (default: -)", transform: path)
    var input = "-"

    struct Prediction: Encodable {
        let row: Int
        let diagnosis: String
        /// Of malignancy.
        let probability: Double
        /// In the diagnosis.
        let confidence: Double
    }

    func run() throws {
        let diagnostician = try options.load()
        let (measurements, file) = try options.read(input, for: diagnostician)
        let probabilities = try diagnostician.probabilities(measurements, file: file)
        let predictions = probabilities.array(of: Double.self).enumerated().map { row, probability in
            let isMalignant = diagnostician.isMalignant(probability)
            return Prediction(
                row: row + 1, diagnosis: Diagnoses.names[isMalignant ? 1 : 0], probability: probability,
                confidence: isMalignant ? probability : 1 - probability)
        }
        if options.json { return try JSON.print(predictions) }
        let rows = predictions.map {
            [
                "\($0.row)", $0.diagnosis, Text.percent($0.probability), Text.percent($0.confidence),
            ]
        }
        Console.print(Text.table([["row", "diagnosis", "P(malignant)", "confidence"]] + rows, indent: ""))
    }
}
