/// A distance of each prediction from its target.
public enum Loss: UInt8, Sendable, CaseIterable {
    case binaryCrossEntropy, binaryCrossEntropyWithLogits
    /// (prediction - target)² and |prediction - target|.
    case squaredError, absoluteError
    /// d²/2 for a distance d = |prediction - target| up to 1, from there on d - 1/2.
    case huber
}

/// What becomes of the losses of the elements.
public enum LossReduction: Sendable, CaseIterable {
    case mean, sum, none
}

/// How class indices are told apart by logits.
public struct CrossEntropy: Sendable, Hashable {
    /// Where the classes are.
    public var dim: Int
    public var reduction: LossReduction
    /// The target of elements that don't count, in the mean neither.
    public var ignored: Int
    /// The part of the target that is spread over all classes.
    public var labelSmoothing: Double

    public init(dim: Int, _ reduction: LossReduction, ignored: Int = -100, labelSmoothing: Double = 0) {
        self.dim = dim
        self.reduction = reduction
        self.ignored = ignored
        self.labelSmoothing = labelSmoothing
    }
}
