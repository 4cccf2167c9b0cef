import ArgumentParser
import Diagnosis
import Kindling

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compares a model's diagnoses with those of a file.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features and a diagnosis, M or B.", transform: path)
    var data: String

    @OptionGroup var form: DataOptions

    struct Result: Encodable {
        let rows: Int
        let accuracy: Double
        @NullIfNaN var auc: Double
        /// [[TN, FP], [FN, TP]]
        let confusion: [[Int]]
        @NullIfNaN var sensitivity: Double
        @NullIfNaN var specificity: Double
        @NullIfNaN var precision: Double
        @NullIfNaN var f1: Double
    }

    func run() throws {
        let classifier = try options.load()
        var evaluation = Evaluation(threshold: classifier.threshold)
        var reader = RowReader(
            features: classifier.features, form.reading(acceptsMissing: classifier.imputer != nil))
        var notes = DataNotes()
        let parts = CSV.stream(data, rows: 4096, options: RowReader.csvOptions).makeIterator()
        while let part = parts.next() {
            let (rows, problem) = try reader.read(part.get())
            if let problem { throw reader.missingCells(in: IteratorSequence(parts)) ?? problem }
            let (probabilities, badRow) = classifier.probabilities(rows.measurements)
            if let badRow { throw FileError(file: data, tooLargeIn: rows.first + badRow) }
            notes.add(classifier.outOfRange(rows.measurements), of: data, first: rows.first + 1)
            if let labels = rows.labels { evaluation.add(probabilities, labels) }
        }
        try reader.finish()
        notes.print(reader.notes, data)
        let confusion = evaluation.confusion
        let result = Result(
            rows: confusion.count, accuracy: confusion.accuracy, auc: evaluation.auc, confusion: confusion.matrix,
            sensitivity: confusion.sensitivity, specificity: confusion.specificity, precision: confusion.precision,
            f1: confusion.f1)
        if options.json { return try JSON.print(result) }
        Console.print("\(data): \(result.rows) rows, accuracy \(Text.percent(result.accuracy))\n")
        Console.print(
            TrainingReport.quality(
                of: "rows", confusion: result.confusion, result.sensitivity, result.specificity, result.auc), terminator: "")
    }
}
