import ArgumentParser
import Diagnosis
import Kindling

struct Predict: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Predicts for each row whether the tumour is malignant.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features, - for standard input. (default: -)", transform: path)
    var input = "-"

    @OptionGroup var columns: ColumnOptions

    /// A prediction as `--json` prints it; what there is nothing of is left out.
    struct Row: Encodable {
        let row: Int
        /// The text that identifies the row, where the file has one.
        let id: String?
        let diagnosis: String
        /// The probability of malignancy.
        let probability: Double
        /// The probability of the diagnosis.
        let confidence: Double
        /// Between which percentiles (2.5 and 97.5) an ensemble's members are: their spread, which promises no coverage.
        let modelSpread: [Double]?
        /// The measurements that are far outside the range of the training rows.
        let outOfRange: [OutOfRange]?

        init(_ prediction: Prediction, row: Int) {
            self.row = row
            id = prediction.identifier
            diagnosis = prediction.diagnosis
            (probability, confidence) = (prediction.probability, prediction.confidence)
            modelSpread = prediction.spread.map { [$0.lowerBound, $0.upperBound] }
            outOfRange = prediction.outOfRange.isEmpty ? nil : prediction.outOfRange
        }
    }

    func run() throws {
        let classifier = try options.load()
        var list = JSONList()
        try ScoredRows.forEach(in: input, classifier, columns) { rows in
            if options.json {
                try list.print(rows.predictions.enumerated().map { Row($1, row: rows.firstRow + $0) })
            } else {
                print(rows)
            }
        }
        if options.json { list.finish() }
    }

    /// The columns of the table, of which those are printed that the first row has something for.
    private static let columns: [(title: String, text: @Sendable (Prediction) -> String?)] = [
        ("id", { $0.identifier.map(Text.line) }),
        ("diagnosis", { $0.diagnosis }),
        ("P(malignant)", { Text.percent($0.probability) }),
        ("confidence", { Text.percent($0.confidence) }),
        (
            "models' spread",
            { $0.spread.map { "\(Text.fixed(100 * $0.lowerBound, 1)) to \(Text.percent($0.upperBound))" } }
        ),
    ]

    /// Prints some rows of the table. In a long file, columns have fixed widths, since later rows are not known yet.
    private func print(_ rows: ScoredRows) {
        let columns = Predict.columns.filter { $0.text(rows.predictions[0]) != nil }
        let header = ["row"] + columns.map(\.title)
        let cells = rows.predictions.enumerated().map { index, prediction in
            ["\(rows.firstRow + index)"] + columns.map { $0.text(prediction) ?? "" }
        }
        let widths = header.map { $0 == "id" && !rows.isWholeFile ? 12 : $0.count }
        Console.print(
            Text.table(
                (rows.firstRow == 1 ? [header] : []) + cells, indent: "",
                atLeast: rows.isWholeFile ? widths : [9] + widths.dropFirst()))
    }
}
