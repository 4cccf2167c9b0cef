import ArgumentParser
import Diagnosis

/// How a classifier is trained: the options of every command that trains one.
struct RecipeOptions: ParsableArguments {
    @Option(help: "What is trained: \(list(ArchitectureName.self)).", transform: choice)
    var architecture = ArchitectureName.logistic

    @Option(
        help: ArgumentHelp("The sizes of the hidden layers of mlp. (default: 32,16)", valueName: "sizes"), transform: sizes)
    var hidden: [Int]?

    @Option(parsing: .unconditional, help: "The probability of dropping a hidden unit of mlp in training. (default: 0)")
    var dropout: Double?

    @Option(
        help: ArgumentHelp(
            "What is done to training batches: noise=0.05 adds that many standard deviations, mixup=0.2 mixes rows.",
            valueName: "name=number"), transform: augmentation)
    var augment: Augmentation?

    @Option(help: "The optimizer: \(list(OptimizerChoice.self)).", transform: choice)
    var optimizer = OptimizerChoice.adam

    @Option(parsing: .unconditional, help: "The learning rate. (default: the optimizer's, 0.001 for adam and 0.1 for sgd)")
    var learningRate: Double?

    @Option(help: "How the learning rate changes over the epochs: \(list(ScheduleChoice.self)).", transform: choice)
    var schedule = ScheduleChoice.constant

    @Option(
        parsing: .unconditional, help: "By how much weights decay. (default: the optimizer's, 0.01 for adamw and 0 for others)")
    var weightDecay: Double?

    @Option(parsing: .unconditional, help: "The number of rows of a batch. (default: 32)")
    var batchSize: Int?

    @Option(parsing: .unconditional, help: "The largest number of epochs.")
    var epochs = 1000

    @Option(parsing: .unconditional, help: "The number of epochs without improvement before training stops.")
    var patience = 10

    @Flag(inversion: .prefixedNo, help: "Stop when the monitored loss no longer improves.")
    var earlyStopping = true

    @Option(
        parsing: .unconditional, help: "The fraction of the training rows that is held out for early stopping. (default: 0.2)")
    var validationFraction: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Train this number of networks, each on rows drawn with replacement, and predict their mean.", valueName: "networks"
        ))
    var ensemble: Int?

    @Flag(help: "Calibrate the probabilities by Platt scaling, on rows of their own.")
    var calibrate = false

    @Option(
        parsing: .unconditional,
        help: "Give each patient a set of diagnoses that holds the right one for this share of each class's patients.")
    var coverage: Double?

    @Option(
        parsing: .unconditional,
        help: "The fraction of the training rows that is held out for --calibrate and --coverage. (default: 0.2)")
    var calibrationFraction: Double?

    @Option(parsing: .unconditional, help: "The lowest probability at which a tumour is predicted malignant. (default: 0.5)")
    var threshold: Double?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Choose the threshold of the lowest cost: a missed tumour costs as much as this number of needless biopsies.",
            valueName: "biopsies"))
    var missedCost: Double?

    @Option(help: "Replace missing measurements by the training rows' \(list(Imputation.self)).", transform: choice)
    var impute: Imputation?

    func validate() throws {
        try refuse(conflicts)
        do { try recipe.check() } catch {
            throw ValidationError("--\(error.setting.replacing(" ", with: "-")) \(error.problem)")
        }
    }

    /// What does not go together though each recipe alone would not show it.
    private var conflicts: [(holds: Bool, problem: String)] {
        [
            (hidden != nil && architecture != .mlp, "--hidden needs --architecture mlp"),
            (dropout != nil && architecture != .mlp, "--dropout needs --architecture mlp"),
            (
                batchSize != nil && optimizer.takesAllRows,
                "--batch-size does not go with --optimizer \(optimizer.rawValue), which takes all rows at once"
            ),
            (
                validationFraction != nil && ensemble != nil,
                "--validation-fraction does not go with --ensemble: each network monitors the rows that it was not trained on"
            ),
            (
                calibrationFraction != nil && !calibrate && coverage == nil,
                "--calibration-fraction needs --calibrate or --coverage"
            ),
            (threshold != nil && missedCost != nil, "--threshold and --missed-cost both say the threshold: give one of them"),
        ]
    }

    /// What the options say.
    var recipe: Recipe {
        var recipe = Recipe()
        recipe.architecture =
            switch architecture {
            case .logistic: .logistic
            case .interactions: .interactions
            case .mlp: .mlp(hidden: hidden ?? [32, 16], dropout: dropout ?? 0)
            }
        recipe.augmentation = augment
        recipe.optimizer = optimizer
        recipe.learningRate = learningRate
        recipe.schedule = schedule
        recipe.weightDecay = weightDecay
        recipe.batchSize = batchSize ?? recipe.batchSize
        recipe.epochs = epochs
        recipe.patience = earlyStopping ? patience : nil
        recipe.validationFraction = validationFraction ?? recipe.validationFraction
        recipe.ensemble = ensemble
        recipe.calibrates = calibrate
        recipe.coverage = coverage
        recipe.calibrationFraction = calibrationFraction ?? recipe.calibrationFraction
        recipe.threshold = missedCost.map { .missedCost(biopsies: $0) } ?? .fixed(probability: threshold ?? 0.5)
        recipe.imputes = impute != nil
        return recipe
    }

    /// What shapes the weights, by the options' spellings. The threshold is no part of it: it is for what has been trained.
    var settings: [String: String] {
        let (recipe, usual) = (recipe, Recipe())
        var settings = [
            "--optimizer": optimizer.rawValue, "--learning-rate": "\(recipe.effectiveLearningRate)",
            "--batch-size": "\(recipe.batchSize)", "--early-stopping": earlyStopping ? "on" : "off",
            "--validation-fraction": "\(recipe.validationFraction ?? 0)",
        ]
        // Only what is not usual, so that runs which began before there were these options go on.
        if recipe.architecture != usual.architecture { settings["--architecture"] = architecture.rawValue }
        if case .mlp(let hidden, let dropout) = recipe.architecture {
            settings["--hidden"] = hidden.map { "\($0)" }.joined(separator: ",")
            settings["--dropout"] = "\(dropout)"
        }
        switch augment {
        case nil: break
        case .noise(let deviation): settings["--augment"] = "noise=\(deviation)"
        case .mixup(let alpha): settings["--augment"] = "mixup=\(alpha)"
        }
        if schedule != usual.schedule {
            settings["--schedule"] = schedule.rawValue
            // Its end is the last epoch, or it waits for a part of the patience.
            if schedule == .plateau { settings["--patience"] = "\(patience)" } else { settings["--epochs"] = "\(epochs)" }
        }
        if weightDecay != nil { settings["--weight-decay"] = "\(recipe.effectiveWeightDecay)" }
        if recipe.needsCalibrationRows { settings["--calibration-fraction"] = "\(recipe.calibrationFraction)" }
        if recipe.imputes { settings["--impute"] = impute?.rawValue }
        return settings
    }
}

/// The names of ``Architecture``'s cases.
enum ArchitectureName: String, CaseIterable { case logistic, interactions, mlp }

/// What replaces missing measurements.
enum Imputation: String, CaseIterable { case median }

/// Sizes separated by commas.
private func sizes(_ text: String) throws -> [Int] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        guard let size = Int(part) else { throw ValidationError("expected sizes such as 32,16") }
        return size
    }
}

/// `noise=0.05` or `mixup=0.2`.
private func augmentation(_ text: String) throws -> Augmentation {
    enum Name: String, CaseIterable { case noise, mixup }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let name: Name = try choice(parts[0])
    guard parts.count == 2, let number = Double(parts[1]) else {
        throw ValidationError("expected a number, such as \(name)=\(name == .noise ? 0.05 : 0.2)")
    }
    return name == .noise ? .noise(standardDeviation: number) : .mixup(alpha: number)
}
