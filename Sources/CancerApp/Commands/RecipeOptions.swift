import ArgumentParser
import Diagnosis

extension OptimizerChoice: ExpressibleByArgument {}

/// How a classifier is trained: the options of every command that trains one.
struct RecipeOptions: ParsableArguments {
    @Option(help: "The optimizer.")
    var optimizer = OptimizerChoice.adam

    @Option(parsing: .unconditional, help: "The learning rate. (default: 0.001 for adam, 0.1 for the others)")
    var learningRate: Double?

    @Option(parsing: .unconditional, help: "The number of rows of a batch.")
    var batchSize = 32

    @Option(parsing: .unconditional, help: "The largest number of epochs.")
    var epochs = 1000

    @Option(parsing: .unconditional, help: "The number of epochs without improvement before training stops.")
    var patience = 10

    @Flag(inversion: .prefixedNo, help: "Stop when the monitored loss no longer improves.")
    var earlyStopping = true

    @Option(parsing: .unconditional, help: "The fraction of the training rows that is held out for early stopping.")
    var validationFraction = 0.2

    @Option(parsing: .unconditional, help: "The lowest probability at which a tumour is predicted malignant.")
    var threshold = 0.5

    func validate() throws {
        try require(batchSize > 0, "--batch-size must be at least 1, got \(batchSize)")
        try require(epochs > 0, "--epochs must be at least 1, got \(epochs)")
        try require(patience > 0, "--patience must be at least 1, got \(patience)")
        if let rate = learningRate {
            try require(rate > 0 && rate.isFinite, "--learning-rate must be a positive number, got \(rate)")
        }
        try requireFraction("--validation-fraction", validationFraction)
        try requireFraction("--threshold", threshold)
    }

    /// What the options say.
    var recipe: Recipe {
        var recipe = Recipe()
        recipe.optimizer = optimizer
        recipe.learningRate = learningRate
        recipe.batchSize = batchSize
        recipe.epochs = epochs
        recipe.patience = earlyStopping ? patience : nil
        recipe.validationFraction = validationFraction
        recipe.threshold = threshold
        return recipe
    }

    /// What shapes the weights, by the options' spellings. The threshold is no part of it: it is for what has been trained.
    var settings: [String: String] {
        [
            "--optimizer": optimizer.rawValue, "--learning-rate": "\(recipe.effectiveLearningRate)",
            "--batch-size": "\(batchSize)", "--early-stopping": earlyStopping ? "on" : "off",
            "--validation-fraction": "\(validationFraction)",
        ]
    }
}

/// Throws what is wrong with the options unless a condition holds.
func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
    if !condition { throw ValidationError(problem()) }
}

/// Throws unless an option's value is between 0 and 1.
func requireFraction(_ option: String, _ value: Double) throws {
    try require(value > 0 && value < 1, "\(option) must be between 0 and 1, got \(value)")
}
