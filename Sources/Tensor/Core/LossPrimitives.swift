/// A distance of each prediction from its target.
public enum Loss: UInt8, Sendable, CaseIterable {
    /// -(y log p + (1 - y) log(1 - p)) of a probability p, each logarithm clamped to at least -100.
    case binaryCrossEntropy
    /// The binary cross-entropy of sigmoid(x), computed from the logit x.
    case binaryCrossEntropyWithLogits
    /// (prediction - target)².
    case squaredError
    /// |prediction - target|.
    case absoluteError
    /// d²/2 where the distance d = |prediction - target| is at most 1, elsewhere d - 1/2.
    case huber
}

/// How the losses of the elements are combined (torch's `reduction`).
public enum LossReduction: Sendable, CaseIterable {
    /// The mean, weighted where there are weights of classes.
    case mean
    /// The sum.
    case sum
    /// No reduction: the losses in their shape.
    case none
}

/// The cross-entropy of logits and class indices.
public struct CrossEntropy: Sendable, Hashable {
    /// The dim of the classes.
    public var dim: Int
    /// How the losses are combined.
    public var reduction: LossReduction
    /// The target of elements that are ignored, in the mean too.
    public var ignored: Int
    /// The fraction of the target that is spread over all classes.
    public var labelSmoothing: Double

    /// A cross-entropy along a dim; -100 is ignored by default, as in torch.
    public init(dim: Int, _ reduction: LossReduction, ignored: Int = -100, labelSmoothing: Double = 0) {
        self.dim = dim
        self.reduction = reduction
        self.ignored = ignored
        self.labelSmoothing = labelSmoothing
    }
}
