import ArgumentParser
import Diagnosis
import Kindling

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Trains the classifier and evaluates it on held-out test rows.")

    @Option(help: "A CSV file with the columns of the data that ships with the app. (default: that data)", transform: path)
    var data: String?

    @OptionGroup
    var form: DataOptions

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

    func validate() throws {
        try requireFraction("--test-fraction", testFraction)
        try refuse(conflicts)
    }

    /// What does not go together.
    private var conflicts: [(holds: Bool, problem: String)] {
        let recipe = options.recipe
        let isEnsemble = recipe.ensemble != nil
        // The lesson trains one logistic regression, has no rows but those for training and for the test, and is given its threshold.
        let unlikeLesson = [
            ("--architecture \(options.architecture)", recipe.architecture != .logistic),
            ("--augment", recipe.augmentation != nil), ("--ensemble", isEnsemble), ("--calibrate", recipe.calibrates),
            ("--coverage", recipe.coverage != nil), ("--missed-cost", options.missedCost != nil),
        ]
        return unlikeLesson.map { option, isUsed in (lesson && isUsed, "--lesson does not go with \(option)") } + [
            (keeping.folder != nil && isEnsemble, "--run keeps the training of one network: it does not go with --ensemble")
        ]
    }

    func run() throws {
        // Fails before the training, not after it, if the model cannot be written.
        if let output { try Interruption.deferred { try Safetensors.requireWritable(output) } }
        let recipe = recipe
        let form = form.reading(acceptsMissing: recipe.imputes)
        let diagnoses = try data.map { try Diagnoses(reading: $0, form) } ?? Diagnoses(Diagnoses.shipped(), form)

        // A random stream each for the split, the weights and the order of the rows, and the baseline.
        let generator = Generator(seed: seed)
        let split = try RowSplit(diagnoses, testFraction: testFraction, for: recipe, generator: generator.split())
        let rows = try recipe.standardizedRows(diagnoses, split)
        let report = TrainingReport(isQuiet: json)
        DataNotes().print(diagnoses.notes, diagnoses.name)
        let work =
            try recipe.ensemble == nil
            ? trainOne(recipe, diagnoses, split, rows, report, generator: generator)
            : trainEnsemble(recipe, diagnoses, split, rows, report, generator: generator)
        let baselineGenerator = generator.split()

        var classifier = try recipe.classifier(of: work.trained, diagnoses, split, rows)
        classifier.record?.options = [
            "seed": "\(seed)", "test fraction": "\(testFraction)", "protocol": lesson ? "lesson" : "validation",
        ]
        // Saved before the evaluation, so that a failure is reported before the results.
        if let output { try Interruption.deferred { try classifier.write(to: output) } }

        let train = rows.all.rows(split.train)
        let baseline = Baseline.train(on: train, ignoring: rows.constantFeatures, generator: baselineGenerator)
        let summary = TrainingSummary(
            work.trained, classifier, baseline: baseline, (train, split.test.map(rows.all.rows) ?? train),
            constantFeatures: rows.constantFeatures.map { diagnoses.features[$0] }, seconds: work.seconds)
        if json { return try JSON.print(summary) }
        report.finished(summary, work.trained, classifier, newSteps: work.newSteps, patience: options.patience, output: output)
    }

    /// What has been trained, how many steps this process has made, and in how many seconds.
    private typealias Work = (trained: TrainedNetworks, newSteps: Int, seconds: Double)

    private func trainOne(
        _ recipe: Recipe, _ diagnoses: Diagnoses, _ split: RowSplit, _ rows: StandardizedRows, _ report: TrainingReport,
        generator: Generator
    ) throws -> Work {
        let training = NetworkTraining(recipe, rows, monitored: split.validation ?? split.test, generator: generator)
        let run = try keeping.run(training, settings: settings(diagnoses), isQuiet: json)
        report.read(diagnoses)
        report.split(split, rows, of: diagnoses, recipe, lesson: lesson)
        report.began(run, in: keeping.folder)

        let firstStep = run.step
        let (result, seconds) = try timed { try training.train(run) }
        if case .signal(let signal) = result.stop { throw ExitCode(128 + signal.number) }
        let trained = TrainedNetworks(training, result, rows, validation: split.validation)
        return (trained, run.step - firstStep, seconds)
    }

    private func trainEnsemble(
        _ recipe: Recipe, _ diagnoses: Diagnoses, _ split: RowSplit, _ rows: StandardizedRows, _ report: TrainingReport,
        generator: Generator
    ) throws -> Work {
        report.read(diagnoses)
        report.split(split, rows, of: diagnoses, recipe, lesson: lesson)
        let progress = ProgressBar("networks", of: recipe.ensemble ?? 1)
        defer { progress.erase() }
        let (trained, seconds) = try timed {
            try TrainedNetworks(
                ensemble: recipe, rows, generator: generator, name: diagnoses.name, progress: progress.draw)
        }
        return (trained, trained.steps, seconds)
    }

    /// What some training gives, and the seconds that it took. Says what may help where it diverges.
    private func timed<Result>(_ training: () throws -> Result) throws -> (Result, seconds: Double) {
        let start = ContinuousClock.now
        do { return (try training(), (ContinuousClock.now - start) / .seconds(1)) } catch let error as Divergence {
            let advice = ": try a smaller --learning-rate" + (keeping.folder == nil ? "" : " with --fresh")
            throw TrainingFailure(description: "\(error)\(advice)")
        }
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
