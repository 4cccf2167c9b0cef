/// A setting of a ``Recipe`` that cannot be.
public struct RecipeError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The setting, in words: `batch size`.
    public let setting: String
    /// What must hold, and what was got.
    public let problem: String

    public var description: String { "\(setting) \(problem)" }
}

extension Recipe {
    /// The largest sizes of a multilayer perceptron.
    private static let (largestHidden, mostHidden) = (1024, 8)
    /// The largest ensemble.
    private static let largestEnsemble = 10_000

    /// Throws what is wrong with the first setting that cannot be, or that does not go with another one.
    ///
    /// - Throws: ``RecipeError``
    public func check() throws(RecipeError) {
        func require(_ condition: Bool, _ setting: String, _ problem: @autoclosure () -> String) throws(RecipeError) {
            if !condition { throw RecipeError(setting: setting, problem: problem()) }
        }
        func requireFraction(_ value: Double, _ setting: String) throws(RecipeError) {
            try require(value > 0 && value < 1, setting, "must be between 0 and 1, got \(value)")
        }
        func requirePositive(_ value: Double, _ setting: String) throws(RecipeError) {
            try require(value > 0 && value.isFinite, setting, "must be a positive number, got \(value)")
        }
        if case .mlp(let hidden, let dropout) = architecture {
            try require(
                hidden.allSatisfy { (1...Recipe.largestHidden).contains($0) } && (1...Recipe.mostHidden).contains(hidden.count),
                "hidden", "must be 1 to \(Recipe.mostHidden) sizes of 1 to \(Recipe.largestHidden), got \(hidden)")
            try require(dropout >= 0 && dropout < 1, "dropout", "must be at least 0 and less than 1, got \(dropout)")
            try require(
                dropout == 0 || optimizer != .lbfgs, "dropout", "does not go with lbfgs, which needs a loss without noise")
        }
        if let learningRate { try requirePositive(learningRate, "learning rate") }
        try require(
            schedule == .constant || optimizer != .lbfgs, "schedule",
            "does not go with lbfgs, which searches the length of each step")
        if let weightDecay {
            try require(
                weightDecay >= 0 && weightDecay.isFinite, "weight decay", "must be a number from 0 on, got \(weightDecay)")
            try require(
                optimizer.weightDecay != nil || weightDecay == 0, "weight decay",
                "does not go with \(optimizer.rawValue), which has none")
        }
        switch augmentation {
        case nil: break
        case .noise(let deviation):
            try require(
                deviation > 0 && deviation.isFinite, "augment", "noise must be a positive number, got \(deviation)")
        case .mixup(let alpha):
            try require(alpha > 0 && alpha <= 1, "augment", "mixup must be above 0 and at most 1, got \(alpha)")
        }
        try require(
            augmentation == nil || !optimizer.takesAllRows, "augment",
            "does not go with \(optimizer.rawValue), which needs a loss without noise")
        try require(batchSize > 0, "batch size", "must be at least 1, got \(batchSize)")
        try require(epochs > 0, "epochs", "must be at least 1, got \(epochs)")
        if let patience { try require(patience > 0, "patience", "must be at least 1, got \(patience)") }
        if let validationFraction { try requireFraction(validationFraction, "validation fraction") }
        if let ensemble {
            try require(
                (2...Recipe.largestEnsemble).contains(ensemble), "ensemble",
                "must be 2 to \(Recipe.largestEnsemble) networks, got \(ensemble)")
        }
        if let coverage { try requireFraction(coverage, "coverage") }
        try requireFraction(calibrationFraction, "calibration fraction")
        switch threshold {
        case .fixed(let probability): try requireFraction(probability, "threshold")
        case .missedCost(let biopsies):
            try requirePositive(biopsies, "missed cost")
            try require(
                calibrates || ensemble != nil || validationFraction != nil, "missed cost",
                "needs validation rows, an ensemble or a calibration")
        }
    }
}
