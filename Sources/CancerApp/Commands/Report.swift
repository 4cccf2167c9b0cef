import ArgumentParser
import Diagnosis
import FoundationEssentials
import Kindling

struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a page about a model: its data, its training, its validation, what it looks at, and its limits.",
        discussion: """
            The page is one file of HTML, which needs no network. It holds no row of the data. Where the model's file does not say how it \
            was trained, or the data are not at hand, it says so in the sections that need them.
            """)

    @Option(help: "A model that `train --output` wrote.", transform: path)
    var model: String

    @Option(
        help: "The CSV file that the model was trained on, in any form. (default: the data that ship with the app)",
        transform: path)
    var data: String?

    @Option(help: "Where to write the page.", transform: path)
    var output: String

    @OptionGroup
    var form: DataOptions

    @OptionGroup
    var dealing: CrossValidationOptions

    func run() throws {
        // Fails before the work, not after it, if the page cannot be written.
        try Interruption.deferred { try TextFile.requireWritable(output) }
        let classifier = try Classifier(reading: model)
        let reading = form.reading(acceptsMissing: classifier.imputer != nil)
        let shipped = try Diagnoses(Diagnoses.shipped())
        let diagnoses = try data.map { try Diagnoses(reading: $0, reading) } ?? shipped
        let (isOfModel, lack) = try compare(diagnoses, classifier)
        let validation = try isOfModel ? classifier.recipe.map { try dealing.validate($0, diagnoses) } : nil
        DataNotes().print(diagnoses.notes, diagnoses.name)
        if let lack { Console.note("\(model): \(lack)") }
        let source = ReportSource(
            classifier: classifier, model: fileName(model), modelHash: SHA256.hash(try Array(bytes(of: model))),
            diagnoses: isOfModel ? diagnoses : nil, isShippedData: isOfModel && diagnoses.checksum == shipped.checksum,
            validation: validation, lack: lack, date: today)
        let page = try ReportTemplate.render(ReportPage(source))
        try Interruption.deferred { try TextFile.write(page, to: output) }
        Console.print("report written to \(output)")
    }

    /// Whether these are the data that the model was trained on, and otherwise what the page will lack.
    private func compare(_ diagnoses: Diagnoses, _ classifier: Classifier) throws -> (isOfModel: Bool, lack: String?) {
        guard let record = classifier.record, classifier.recipe != nil else {
            if let data {
                throw FileError(
                    file: model,
                    problem:
                        "does not say what it was trained on, so that \(data) cannot be reported as its data; train it again")
            }
            return (false, "the file does not say how and on what the model was trained: train it again for a whole report")
        }
        if record.checksum == diagnoses.checksum { return (true, nil) }
        if let data {
            throw FileError(
                file: data,
                problem:
                    "not the data that the model was trained on: the content is \(diagnoses.checksum), that of the model's "
                    + "\(quoted(record.data)) is \(record.checksum)")
        }
        return (
            false,
            "the data that the model was trained on, \(quoted(record.data)), are not at hand: name them with --data for a whole report"
        )
    }

    private func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    private func bytes(of path: String) throws -> FoundationEssentials.Data {
        try FoundationEssentials.Data(contentsOf: URL(filePath: path))
    }

    /// The day, in UTC.
    private var today: String { Date.now.formatted(.iso8601.year().month().day()) }
}
