import ArgumentParser
import Diagnosis
import Kindling

/// The optimizers that can be chosen, each with a suitable default learning rate.
enum OptimizerChoice: String, CaseIterable, ExpressibleByArgument {
    case adam, momentum, sgd

    var learningRate: Double {
        switch self {
        case .adam: 0.001
        case .momentum, .sgd: 0.1
        }
    }

    func make(_ parameters: [NamedParameter], learningRate: Double) -> Optimizer {
        switch self {
        case .adam: Adam(parameters, learningRate: learningRate)
        case .momentum: Momentum(parameters, learningRate: learningRate)
        case .sgd: SGD(parameters, learningRate: learningRate)
        }
    }
}

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

        // A random stream each for the split, the weights and the order of the rows.
        let generator = Generator(seed: seed)
        let split = try SplitRows(
            diagnoses, validationFraction: lesson ? nil : validationFraction, testFraction: testFraction,
            generator: generator.split())
        let (weightGenerator, orderGenerator, baselineGenerator) = (generator.split(), generator.split(), generator.split())
        let model = CancerClassifier(
            features: diagnoses.features.count, ignoring: split.constantColumns, generator: weightGenerator)
        let optimizer = optimizer.make(model.parameters, learningRate: rate)
        let training = ClassifierTraining(
            batchSize: batchSize, epochs: epochs, patience: earlyStopping ? patience : nil, restoresBest: !lesson)
        let settings = keeping.folder == nil ? [:] : settings(diagnoses)
        let run = try training.run(model, optimizer, keptIn: keeping, settings: settings, isQuiet: json)
        let report = TrainingReport(isQuiet: json)
        report.read(diagnoses)
        report.split(split, of: diagnoses, lesson: lesson)
        report.began(run, in: keeping.folder)

        let (clock, firstStep) = (ContinuousClock(), run.step)
        let start = clock.now
        try training.train(run, model, optimizer, on: split, generator: orderGenerator)
        let seconds = (clock.now - start) / .seconds(1)
        let trained: TrainingResult<EpochRow>
        do { trained = try run.finish() } catch let error as NonFiniteLoss {
            throw ClassifierTraining.Divergence(epoch: error.epoch, isKept: keeping.folder != nil)
        }
        if case .signal(let signal) = trained.stop { throw ExitCode(128 + signal.number) }

        let diagnostician = Diagnostician(
            model: model, scaler: split.scaler, features: diagnoses.features, threshold: threshold,
            training: [
                "data": diagnoses.name, "optimizer": self.optimizer.rawValue, "learning_rate": "\(rate)",
                "batch_size": "\(batchSize)", "epochs": "\(trained.epoch)", "seed": "\(seed)",
                "protocol": lesson ? "lesson" : "validation",
            ])
        // Saved before the evaluation, so that a failure is reported before the results.
        if let output { try diagnostician.write(to: output) }

        let baseline = Diagnostician(
            model: Baseline.train(on: split, generator: baselineGenerator), scaler: split.scaler,
            features: diagnoses.features, threshold: threshold)
        let summary = TrainingSummary(trained, diagnostician, baseline: baseline, split, seconds: seconds)
        if json { return try JSON.print(summary) }
        report.finished(
            summary, stoppedEarly: trained.stop != nil, newSteps: run.step - firstStep, patience: patience, output: output)
    }

    private var rate: Double { learningRate ?? optimizer.learningRate }

    /// What shapes the computation, by the options' spellings. The threshold is no part of it: it is for what has been trained.
    private func settings(_ diagnoses: Diagnoses) -> [String: String] {
        func spelled(_ flag: Bool) -> String { flag ? "on" : "off" }
        var settings = [
            "--data": diagnoses.checksum, "--optimizer": optimizer.rawValue, "--learning-rate": "\(rate)",
            "--batch-size": "\(batchSize)", "--seed": "\(seed)", "--test-fraction": "\(testFraction)",
            "--lesson": spelled(lesson),
            "--early-stopping": spelled(earlyStopping),
        ]
        if !lesson { settings["--validation-fraction"] = "\(validationFraction)" }
        return settings
    }
}
