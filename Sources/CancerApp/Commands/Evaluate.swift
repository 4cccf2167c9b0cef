import ArgumentParser
import Diagnosis
import Kindling

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compares a model's diagnoses with those of a file.")

    @OptionGroup var options: ModelOptions

    @Option(help: "A CSV file with the model's features and a diagnosis, M or B.", transform: path)
    var data: String

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
        for part in CSV.stream(data, rows: 4096) {
            let table = try part.get()
            let diagnoses = try Diagnoses(table, features: classifier.features)
            let (probabilities, badRow) = classifier.probabilities(diagnoses.measurements)
            if let badRow { throw FileError(file: data, tooLargeIn: table.rows.lowerBound + badRow) }
            evaluation.add(probabilities, diagnoses.labels)
        }
        let confusion = evaluation.confusion
        if confusion.count == 0 { throw FileError(file: data, problem: "no rows below the header") }
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
