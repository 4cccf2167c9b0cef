import ArgumentParser
import Diagnosis
import Kindling

/// How rows are dealt: the options of every command that validates.
struct CrossValidationOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The number of folds.")
    var folds = 10

    @Option(parsing: .unconditional, help: "How often the rows are dealt into folds.")
    var repeats = 10

    @Option(parsing: .unconditional, help: "The seed of the folds and of the training.")
    var seed: UInt64 = 42

    /// The most models that are trained: more would take days, and memory for their predictions.
    private static let limit = 1_000_000

    func validate() throws {
        try require(folds >= 2, "--folds must be at least 2, got \(folds)")
        try require(repeats >= 1, "--repeats must be at least 1, got \(repeats)")
        let (models, overflow) = folds.multipliedReportingOverflow(by: repeats)
        try require(
            !overflow && models <= CrossValidationOptions.limit,
            "--folds times --repeats must be at most \(CrossValidationOptions.limit), got \(folds) x \(repeats)")
    }

    /// Cross-validates a recipe, with a progress bar.
    func validate(_ recipe: Recipe, _ diagnoses: Diagnoses) throws -> Validation {
        let crossValidation = CrossValidation(folds: folds, repeats: repeats, seed: seed)
        let progress = ProgressBar("models", of: crossValidation.models)
        defer { progress.erase() }
        do { return try recipe.validate(diagnoses, by: crossValidation, progress: progress.draw) } catch let error as Divergence
        {
            throw Failure(description: "\(error) of a fold: try a smaller --learning-rate")
        }
    }

    private struct Failure: Error, CustomStringConvertible { let description: String }
}
