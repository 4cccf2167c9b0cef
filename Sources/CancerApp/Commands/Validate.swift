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

    @OptionGroup
    var form: DataOptions

    @OptionGroup
    var dealing: CrossValidationOptions

    @Option(
        help: "A CSV file for the prediction of each row in each repeat, from which every figure can be computed again.",
        transform: path)
    var predictions: String?

    @OptionGroup
    var options: RecipeOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        // Fails before the work, not after it, if the predictions cannot be written.
        if let predictions { try Interruption.deferred { try TextFile.requireWritable(predictions) } }
        let recipe = options.recipe
        let diagnoses = try form.diagnoses(data, for: recipe)

        let validation = try dealing.validate(recipe, diagnoses)
        DataNotes().print(diagnoses.notes, diagnoses.name)
        if let predictions { try Interruption.deferred { try TextFile.write(validation.predictions.csv, to: predictions) } }
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
}
