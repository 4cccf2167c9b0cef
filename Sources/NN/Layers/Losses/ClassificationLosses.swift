/// ``binaryCrossEntropy(_:_:weight:reduction:)`` of probabilities (torch's `nn.BCELoss`).
public struct BCELoss: Criterion {
    /// Factors of the losses, which broadcast to their shape; nil for none.
    @Buffer public var weight: Tensor?
    private let reduction: LossReduction

    /// A loss with optional weights.
    public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    /// The loss of probabilities for targets in [0, 1] of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        binaryCrossEntropy(prediction, target, weight: weight, reduction: reduction)
    }
}

/// ``binaryCrossEntropyWithLogits(_:_:weight:reduction:posWeight:)`` (torch's `nn.BCEWithLogitsLoss`).
public struct BCEWithLogitsLoss: Criterion, CustomReflectable {
    /// Factors of the losses, which broadcast to their shape; nil for none.
    @Buffer public var weight: Tensor?
    /// Factors of the losses' terms for positive targets, which broadcast to the losses' shape; nil for none.
    @Buffer public var posWeight: Tensor?
    private let reduction: LossReduction

    /// A loss with optional weights.
    public init(weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil) {
        self.weight = weight
        self.posWeight = posWeight
        self.reduction = reduction
    }

    /// The loss of logits for targets in [0, 1] of the same shape: a scalar, or their shape without a reduction.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        binaryCrossEntropyWithLogits(logits, target, weight: weight, reduction: reduction, posWeight: posWeight)
    }

    /// The buffers under torch's names.
    public var customMirror: Mirror { Mirror(self, children: ["weight": _weight, "pos_weight": _posWeight]) }
}

/// ``crossEntropy(_:_:weight:reduction:ignoreIndex:labelSmoothing:)`` of logits (torch's `nn.CrossEntropyLoss`).
public struct CrossEntropyLoss: Criterion {
    /// A factor for each class, `[classes]`; nil for none.
    @Buffer public var weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: LossReduction
    private let labelSmoothing: Double

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - weight: a factor for each class, `[classes]`.
    ///   - ignoreIndex: the target of elements that are ignored, in the mean too.
    ///   - reduction: how the losses are combined.
    ///   - labelSmoothing: the fraction of the target that is spread over all classes, in 0...1.
    public init(
        weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean, labelSmoothing: Double = 0
    ) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
        self.labelSmoothing = labelSmoothing
    }

    /// The loss of logits `[batch, classes, ...]` or `[classes]` for class indices `[batch, ...]` or probabilities in the
    /// logits' shape.
    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        crossEntropy(
            logits, target, weight: weight, reduction: reduction, ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing)
    }
}

/// ``nllLoss(_:_:weight:reduction:ignoreIndex:)`` of log-probabilities (torch's `nn.NLLLoss`).
public struct NLLLoss: Criterion {
    /// A factor for each class, `[classes]`; nil for none.
    @Buffer public var weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: LossReduction

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - weight: a factor for each class, `[classes]`.
    ///   - ignoreIndex: the target of elements that are ignored, in the mean too.
    ///   - reduction: how the losses are combined.
    public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
    }

    /// The loss of log-probabilities `[batch, classes, ...]` or `[classes]` for class indices `[batch, ...]`.
    public func callAsFunction(_ logarithms: Tensor, _ target: Tensor) -> Tensor {
        nllLoss(logarithms, target, weight: weight, reduction: reduction, ignoreIndex: ignoreIndex)
    }
}

/// ``ctcLoss(_:_:inputLengths:targetLengths:blank:reduction:zeroInfinity:)`` (torch's `nn.CTCLoss`).
public struct CTCLoss: Module {
    /// Log-probabilities, targets, and the lengths of both.
    public typealias Input = (logProbabilities: Tensor, targets: Tensor, inputLengths: [Int], targetLengths: [Int])

    private let blank: Int
    private let reduction: LossReduction
    private let zeroInfinity: Bool

    /// A loss with options.
    ///
    /// - Parameters:
    ///   - blank: the class of the blank label.
    ///   - reduction: how the losses are combined; for a mean, each is first divided by the length of its target.
    ///   - zeroInfinity: replaces infinite losses, and their gradients, by 0.
    public init(blank: Int = 0, reduction: LossReduction = .mean, zeroInfinity: Bool = false) {
        self.blank = blank
        self.reduction = reduction
        self.zeroInfinity = zeroInfinity
    }

    /// The same as the call with several arguments, with all of them in a tuple.
    public func callAsFunction(_ input: Input) -> Tensor {
        self(
            input.logProbabilities, input.targets, inputLengths: input.inputLengths, targetLengths: input.targetLengths)
    }

    /// The loss of log-probabilities `[steps, batch, classes]` for targets; see
    /// ``ctcLoss(_:_:inputLengths:targetLengths:blank:reduction:zeroInfinity:)``.
    public func callAsFunction(
        _ logProbabilities: Tensor, _ targets: Tensor, inputLengths: [Int], targetLengths: [Int]
    ) -> Tensor {
        ctcLoss(
            logProbabilities, targets, inputLengths: inputLengths, targetLengths: targetLengths, blank: blank,
            reduction: reduction, zeroInfinity: zeroInfinity)
    }
}
