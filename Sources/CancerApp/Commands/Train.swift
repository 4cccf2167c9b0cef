import ArgumentParser
import Diagnosis
import Kindling

extension OptimizerChoice: ExpressibleByArgument {}

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains the classifier and evaluates it on held-out test rows.")

    @Option(help: "A CSV file with the columns of the data that ships with the app. (default: that data)", transform: path)
    var data: String?

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

    @Option(parsing: .unconditional, help: "The seed of the split, the initial weights and the order of the rows.")
    var seed: UInt64 = 42

    @Option(parsing: .unconditional, help: "The fraction of the rows that is held out for the test.")
    var testFraction = 0.2

    @Option(parsing: .unconditional, help: "The fraction of the training rows that is held out for early stopping.")
    var validationFraction = 0.2

    @Option(parsing: .unconditional, help: "The lowest probability at which a tumour is predicted malignant.")
    var threshold = 0.5

    @Option(help: "Where to write the model.", transform: path)
    var output: String?

    @OptionGroup
    var keeping: RunOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(
        help: "The lesson's own protocol: no validation rows, early stopping monitors the test rows, the last weights stay.")
    var lesson = false

    @Flag(inversion: .prefixedNo, help: "Stop when the monitored loss no longer improves.")
    var earlyStopping = true

    func validate() throws {
        func require(_ condition: Bool, _ problem: String) throws { if !condition { throw ValidationError(problem) } }
        try require(batchSize > 0, "--batch-size must be at least 1, got \(batchSize)")
        try require(epochs > 0, "--epochs must be at least 1, got \(epochs)")
        try require(patience > 0, "--patience must be at least 1, got \(patience)")
        if let rate = learningRate {
            try require(rate > 0 && rate.isFinite, "--learning-rate must be a positive number, got \(rate)")
        }
        let shares = [
            ("--test-fraction", testFraction), ("--validation-fraction", validationFraction), ("--threshold", threshold),
        ]
        for (name, share) in shares { try require(share > 0 && share < 1, "\(name) must be between 0 and 1, got \(share)") }
    }

    func run() throws {
        // Fails before the training, not after it, if the model cannot be written.
        if let output { try Interruption.deferred { try Safetensors.requireWritable(output) } }
        let shipped = try Diagnoses.shipped()
        let diagnoses = try Diagnoses(data.map { path throws(CSVError) in try CSV.read(path) } ?? shipped, like: shipped)

        // A random stream each for the split, the weights and the order of the rows, and the baseline.
        let generator = Generator(seed: seed)
        let recipe = recipe
        let split = try RowSplit(
            diagnoses, testFraction: testFraction, validationFraction: recipe.validationFraction,
            generator: generator.split())
        let rows = try StandardizedRows(diagnoses, train: split.train)
        let training = NetworkTraining(
            recipe, rows, train: split.train, monitored: split.validation ?? split.test, generator: generator)
        let baselineGenerator = generator.split()
        let report = TrainingReport(isQuiet: json)
        let run = try keeping.run(training, settings: settings(diagnoses), isQuiet: json)
        report.read(diagnoses)
        report.split(split, rows, of: diagnoses, lesson: lesson)
        report.began(run, in: keeping.folder)

        let (clock, firstStep) = (ContinuousClock(), run.step)
        let start = clock.now
        let result: TrainingResult<EpochRow>
        do { result = try training.train(run) } catch let error as Divergence {
            let advice = ": try a smaller --learning-rate" + (keeping.folder == nil ? "" : " with --fresh")
            throw TrainingFailure(description: "\(error)\(advice)")
        }
        let seconds = (clock.now - start) / .seconds(1)
        if case .signal(let signal) = result.stop { throw ExitCode(128 + signal.number) }

        var record = TrainingRecord(diagnoses, result)
        record.options = ["seed": "\(seed)", "test fraction": "\(testFraction)", "protocol": lesson ? "lesson" : "validation"]
        let classifier = Classifier(
            network: training.network, rows, features: diagnoses.features, recipe: recipe, record: record)
        // Saved before the evaluation, so that a failure is reported before the results.
        if let output { try Interruption.deferred { try classifier.write(to: output) } }

        let train = rows.all.rows(split.train)
        let baseline = Baseline.train(on: train, ignoring: rows.constantFeatures, generator: baselineGenerator)
        let summary = TrainingSummary(
            result, classifier, baseline: baseline, (train, split.test.map(rows.all.rows) ?? train),
            constantFeatures: rows.constantFeatures.map { diagnoses.features[$0] }, seconds: seconds)
        if json { return try JSON.print(summary) }
        report.finished(
            summary, stoppedEarly: result.stop != nil, newSteps: run.step - firstStep, patience: patience, output: output)
    }

    private var recipe: Recipe {
        var recipe = Recipe()
        recipe.optimizer = optimizer
        recipe.learningRate = learningRate
        recipe.batchSize = batchSize
        recipe.epochs = epochs
        recipe.patience = earlyStopping ? patience : nil
        recipe.restoresBest = !lesson
        recipe.validationFraction = lesson ? nil : validationFraction
        recipe.threshold = threshold
        return recipe
    }

    /// What shapes the computation, by the options' spellings. The threshold is no part of it: it is for what has been trained.
    private func settings(_ diagnoses: Diagnoses) -> [String: String] {
        func spelled(_ flag: Bool) -> String { flag ? "on" : "off" }
        var settings = [
            "--data": diagnoses.checksum, "--optimizer": optimizer.rawValue,
            "--learning-rate": "\(recipe.effectiveLearningRate)",
            "--batch-size": "\(batchSize)", "--seed": "\(seed)", "--test-fraction": "\(testFraction)",
            "--lesson": spelled(lesson),
            "--early-stopping": spelled(earlyStopping),
        ]
        if !lesson { settings["--validation-fraction"] = "\(validationFraction)" }
        return settings
    }
}

/// Why there is no model, and what may help.
private struct TrainingFailure: Error, CustomStringConvertible {
    let description: String
}
