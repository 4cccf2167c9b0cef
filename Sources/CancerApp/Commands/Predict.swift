import ArgumentParser
import Diagnosis
import Kindling

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Predicts for each row whether the tumour is malignant.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features, - for standard input. (default: -)", transform: path)
    var input = "-"

    @OptionGroup var columns: ColumnOptions

    struct Prediction: Encodable {
        let row: Int
        /// The text that identifies the row, where the file has one.
        let id: String?
        let diagnosis: String
        /// The probability of malignancy.
        let probability: Double
        /// The probability of the diagnosis.
        let confidence: Double
        /// The measurements that are far outside the training range.
        let outOfRange: [OutOfRange]
    }

    func run() throws {
        let classifier = try options.load()
        var list = JSONList()
        try ScoredRows.forEach(in: input, classifier, columns) { rows in
            let predictions = rows.probabilities.enumerated().map { index, probability in
                let isMalignant = classifier.isMalignant(probability)
                return Prediction(
                    row: rows.firstRow + index, id: rows.identifiers?[index],
                    diagnosis: Diagnoses.names[isMalignant ? 1 : 0], probability: probability,
                    confidence: isMalignant ? probability : 1 - probability, outOfRange: rows.outOfRange[index])
            }
            if options.json { try list.print(predictions) } else { print(predictions, isWholeFile: rows.isWholeFile) }
        }
        if options.json { list.finish() }
    }

    /// Prints some rows of the table. In a long file, columns have fixed widths, since later rows are not known yet.
    private func print(_ predictions: [Prediction], isWholeFile: Bool) {
        let hasIdentifiers = predictions.first?.id != nil
        let header = ["row"] + (hasIdentifiers ? ["id"] : []) + ["diagnosis", "P(malignant)", "confidence"]
        let rows = predictions.map {
            ["\($0.row)"] + ($0.id.map { [Text.line($0)] } ?? [])
                + [$0.diagnosis, Text.percent($0.probability), Text.percent($0.confidence)]
        }
        let widths = header.map { $0 == "id" && !isWholeFile ? 12 : $0.count }
        Console.print(
            Text.table(
                (predictions.first?.row == 1 ? [header] : []) + rows, indent: "",
                atLeast: isWholeFile ? widths : [9] + widths.dropFirst()))
    }
}
