/// How a classifier is trained: everything but the rows and the seed.
///
/// ```swift
/// var recipe = Recipe()
/// recipe.architecture = .mlp(hidden: [32, 16], dropout: 0.1)
/// recipe.ensemble = 20
/// let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 42))
/// ```
public struct Recipe: Codable, Hashable, Sendable {
    /// What is trained.
    public var architecture = Architecture.logistic
    /// What minimizes the loss.
    public var optimizer = OptimizerChoice.adam
    /// The learning rate; nil for the optimizer's default one.
    public var learningRate: Double?
    /// How the learning rate changes from epoch to epoch.
    public var schedule = ScheduleChoice.constant
    /// λ, by which weights decay: for most optimizers the loss has λ/2 |w|² added, for others (`adamw`, `lion`, ...) weights become smaller
    /// by λ times the learning rate in each step. Biases do not decay. Nil for the optimizer's default one.
    public var weightDecay: Double?
    /// What is done to training batches; nil for nothing.
    public var augmentation: Augmentation?
    /// The number of rows of a batch. Some optimizers take all rows at once, see ``OptimizerChoice/takesAllRows``.
    public var batchSize = 32
    /// The largest number of epochs.
    public var epochs = 1000
    /// The number of epochs without improvement before training stops; nil for no early stopping.
    public var patience: Int? = 10
    /// Whether the weights of the best epoch are restored; otherwise the last ones are kept.
    public var restoresBest = true
    /// The fraction of the training rows that is held out for early stopping; nil where none is. An ensemble holds none out: each member
    /// monitors the rows that it was not trained on.
    public var validationFraction: Double? = 0.2
    /// The number of networks whose mean probability is predicted, each trained on rows that are drawn with replacement; nil for one
    /// network that is trained on all rows.
    public var ensemble: Int?
    /// Whether probabilities are calibrated by Platt scaling, on rows of their own.
    public var calibrates = false
    /// The share of each class's patients whose prediction set is to hold the right class; nil where there are no prediction sets.
    public var coverage: Double?
    /// The fraction of the training rows that is held out where the classifier is calibrated or makes prediction sets. The same rows serve
    /// both: a calibration that rises with the logit does not change which probability is larger, and so no set.
    public var calibrationFraction = 0.2
    /// The lowest probability at which a tumour is called malignant.
    public var threshold = ThresholdChoice.fixed(probability: 0.5)
    /// Whether missing measurements are replaced by the median of the training rows.
    public var imputes = false

    /// The default recipe: logistic regression by Adam with early stopping.
    public init() {}

    /// The learning rate that is used.
    public var effectiveLearningRate: Double { learningRate ?? optimizer.learningRate }

    /// The weight decay that is used.
    public var effectiveWeightDecay: Double { weightDecay ?? optimizer.weightDecay ?? 0 }

    /// Where the threshold comes from, in words.
    public var thresholdOrigin: String {
        switch threshold {
        case .fixed: "given"
        case .missedCost(let biopsies) where calibrates: "1 / (1 + \(biopsies)), since probabilities are calibrated"
        case .missedCost where ensemble != nil: "the lowest cost on rows out of the networks' bags"
        case .missedCost: "the lowest cost on validation rows"
        }
    }

    /// Whether some rows are held out for calibration or prediction sets.
    public var needsCalibrationRows: Bool { calibrates || coverage != nil }
}

/// How the threshold is found: the lowest probability at which a tumour is called malignant.
public enum ThresholdChoice: Codable, Hashable, Sendable {
    /// It is given.
    case fixed(probability: Double)
    /// A missed tumour costs as much as this number of needless biopsies. Where the classifier is calibrated, the threshold is
    /// 1 / (1 + biopsies); otherwise it is the one of the lowest cost on validation rows, or for an ensemble on what each member predicts
    /// of the rows that it was not trained on.
    case missedCost(biopsies: Double)
}
