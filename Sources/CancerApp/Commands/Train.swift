import ArgumentParser
import Diagnosis
import Kindling

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains the classifier and evaluates it on held-out test rows.")

    @Option(help: "A CSV file with the columns of the data that ships with the app. (default: that data)", transform: path)
    var data: String?

    @OptionGroup
    var options: RecipeOptions

    @Option(parsing: .unconditional, help: "The seed of the split, the initial weights and the order of the rows.")
    var seed: UInt64 = 42

    @Option(parsing: .unconditional, help: "The fraction of the rows that is held out for the test.")
    var testFraction = 0.2

    @Option(help: "Where to write the model.", transform: path)
    var output: String?

    @OptionGroup
    var keeping: RunOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(
        help: "The lesson's own protocol: no validation rows, early stopping monitors the test rows, the last weights stay.")
    var lesson = false

    func validate() throws { try requireFraction("--test-fraction", testFraction) }

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
            members: [training.network], rows, features: diagnoses.features, recipe: recipe, record: record)
        // Saved before the evaluation, so that a failure is reported before the results.
        if let output { try Interruption.deferred { try classifier.write(to: output) } }

        let train = rows.all.rows(split.train)
        let baseline = Baseline.train(on: train, ignoring: rows.constantFeatures, generator: baselineGenerator)
        let summary = TrainingSummary(
            result, classifier, baseline: baseline, (train, split.test.map(rows.all.rows) ?? train),
            constantFeatures: rows.constantFeatures.map { diagnoses.features[$0] }, seconds: seconds)
        if json { return try JSON.print(summary) }
        report.finished(
            summary, stoppedEarly: result.stop != nil, newSteps: run.step - firstStep, patience: options.patience,
            output: output)
    }

    private var recipe: Recipe {
        var recipe = options.recipe
        if lesson { (recipe.restoresBest, recipe.validationFraction) = (false, nil) }
        return recipe
    }

    /// What shapes the computation, by the options' spellings.
    private func settings(_ diagnoses: Diagnoses) -> [String: String] {
        var settings = options.settings
        settings["--data"] = diagnoses.checksum
        settings["--seed"] = "\(seed)"
        settings["--test-fraction"] = "\(testFraction)"
        settings["--lesson"] = lesson ? "on" : "off"
        if lesson { settings["--validation-fraction"] = nil }
        return settings
    }
}

/// Why there is no model, and what may help.
private struct TrainingFailure: Error, CustomStringConvertible {
    let description: String
}
