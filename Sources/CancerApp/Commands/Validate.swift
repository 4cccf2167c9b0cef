import ArgumentParser
import Diagnosis
import Kindling

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows by repeated cross-validation what classifiers of this kind are worth.",
        discussion: """
            The rows are dealt at random into folds, and each fold is predicted by a classifier that was trained on the others; all of \
            this is done again and again. Every figure is of rows that the classifier had not seen.
            """)

    @Option(help: "A CSV file with the columns of the data that ships with the app. (default: that data)", transform: path)
    var data: String?

    @Option(parsing: .unconditional, help: "The number of folds.")
    var folds = 10

    @Option(parsing: .unconditional, help: "How often the rows are dealt into folds.")
    var repeats = 10

    @Option(parsing: .unconditional, help: "The seed of the folds and of the training.")
    var seed: UInt64 = 42

    @Option(
        help: "A CSV file for the prediction of each row in each repeat, from which every figure can be computed again.",
        transform: path)
    var predictions: String?

    @OptionGroup
    var options: RecipeOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    /// The most models that are trained: more would take days, and memory for their predictions.
    private static let limit = 1_000_000

    func validate() throws {
        try require(folds >= 2, "--folds must be at least 2, got \(folds)")
        try require(repeats >= 1, "--repeats must be at least 1, got \(repeats)")
        let (models, overflow) = folds.multipliedReportingOverflow(by: repeats)
        try require(
            !overflow && models <= Validate.limit,
            "--folds times --repeats must be at most \(Validate.limit), got \(folds) x \(repeats)")
    }

    func run() throws {
        // Fails before the work, not after it, if the predictions cannot be written.
        if let predictions { try Interruption.deferred { try TextFile.requireWritable(predictions) } }
        let shipped = try Diagnoses.shipped()
        let diagnoses = try Diagnoses(data.map { path throws(CSVError) in try CSV.read(path) } ?? shipped, like: shipped)

        let crossValidation = CrossValidation(folds: folds, repeats: repeats, seed: seed)
        let progress = ProgressBar("models", of: crossValidation.models)
        defer { progress.erase() }
        let recipe = options.recipe
        let validation: Validation
        do { validation = try recipe.validate(diagnoses, by: crossValidation, progress: progress.draw) } catch let error
            as Divergence
        {
            throw Failure(description: "\(error) of a fold: try a smaller --learning-rate")
        }
        if let predictions { try Interruption.deferred { try TextFile.write(validation.predictions.csv, to: predictions) } }

        progress.erase()
        if json { return try JSON.print(Result(validation: validation, recipe: recipe)) }
        Console.print(ValidationReport(validation, features: diagnoses.features.count).text)
        if let predictions { Console.print("\npredictions written to \(predictions)") }
    }

    /// The validation, with the recipe among its parts.
    private struct Result: Encodable {
        let validation: Validation
        let recipe: Recipe

        private enum CodingKeys: String, CodingKey { case recipe }

        func encode(to encoder: any Encoder) throws {
            try validation.encode(to: encoder)
            var values = encoder.container(keyedBy: CodingKeys.self)
            try values.encode(recipe, forKey: .recipe)
        }
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
