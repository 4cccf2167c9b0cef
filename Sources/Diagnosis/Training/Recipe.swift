/// How a classifier is trained: everything but the rows and the seed.
///
/// ```swift
/// var recipe = Recipe()
/// recipe.optimizer = .sgd
/// let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 42))
/// ```
public struct Recipe: Codable, Hashable, Sendable {
    /// What is trained.
    public var architecture = Architecture.logistic
    /// What minimizes the loss.
    public var optimizer = OptimizerChoice.adam
    /// The learning rate; nil for the optimizer's default one.
    public var learningRate: Double?
    /// The number of rows of a batch.
    public var batchSize = 32
    /// The largest number of epochs.
    public var epochs = 1000
    /// The number of epochs without improvement before training stops; nil for no early stopping.
    public var patience: Int? = 10
    /// Whether the weights of the best epoch are restored; otherwise the last ones are kept.
    public var restoresBest = true
    /// The fraction of the training rows that is held out for early stopping; nil where none is.
    public var validationFraction: Double? = 0.2
    /// Whether missing measurements are replaced by the median of the training rows.
    public var imputes = false
    /// The lowest probability at which a tumour is called malignant.
    public var threshold = 0.5

    /// The default recipe: logistic regression by Adam with early stopping.
    public init() {}

    /// The learning rate that is used.
    public var effectiveLearningRate: Double { learningRate ?? optimizer.learningRate }
}
