/// ``binaryCrossEntropy(_:_:weight:reduction:)`` of probabilities (torch's `nn.BCELoss`).
public struct BCELoss: Criterion {
    /// Of the losses; broadcasts to their shape.
    @Buffer public var weight: Tensor?
    private let reduction: LossReduction

    public init(weight: Tensor? = nil, reduction: LossReduction = .mean) {
        self.weight = weight
        self.reduction = reduction
    }

    public func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor {
        binaryCrossEntropy(prediction, target, weight: weight, reduction: reduction)
    }
}

/// ``binaryCrossEntropyWithLogits(_:_:weight:reduction:posWeight:)`` (torch's `nn.BCEWithLogitsLoss`).
public struct BCEWithLogitsLoss: Criterion, CustomReflectable {
    /// Of the losses; broadcasts to their shape.
    @Buffer public var weight: Tensor?
    /// Of the positive targets' part; broadcasts to the losses' shape.
    @Buffer public var posWeight: Tensor?
    private let reduction: LossReduction

    public init(weight: Tensor? = nil, reduction: LossReduction = .mean, posWeight: Tensor? = nil) {
        self.weight = weight
        self.posWeight = posWeight
        self.reduction = reduction
    }

    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        binaryCrossEntropyWithLogits(logits, target, weight: weight, reduction: reduction, posWeight: posWeight)
    }

    /// The buffers by torch's names.
    public var customMirror: Mirror { Mirror(self, children: ["weight": _weight, "pos_weight": _posWeight]) }
}

/// ``crossEntropy(_:_:weight:reduction:ignoreIndex:labelSmoothing:)`` of logits (torch's `nn.CrossEntropyLoss`).
public struct CrossEntropyLoss: Criterion {
    /// Of the classes.
    @Buffer public var weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: LossReduction
    private let labelSmoothing: Double

    public init(
        weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean, labelSmoothing: Double = 0
    ) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
        self.labelSmoothing = labelSmoothing
    }

    public func callAsFunction(_ logits: Tensor, _ target: Tensor) -> Tensor {
        crossEntropy(
            logits, target, weight: weight, reduction: reduction, ignoreIndex: ignoreIndex, labelSmoothing: labelSmoothing)
    }
}

/// ``nllLoss(_:_:weight:reduction:ignoreIndex:)`` of logarithms of probabilities (torch's `nn.NLLLoss`).
public struct NLLLoss: Criterion {
    /// Of the classes.
    @Buffer public var weight: Tensor?
    private let ignoreIndex: Int
    private let reduction: LossReduction

    public init(weight: Tensor? = nil, ignoreIndex: Int = -100, reduction: LossReduction = .mean) {
        self.weight = weight
        self.ignoreIndex = ignoreIndex
        self.reduction = reduction
    }

    public func callAsFunction(_ logarithms: Tensor, _ target: Tensor) -> Tensor {
        nllLoss(logarithms, target, weight: weight, reduction: reduction, ignoreIndex: ignoreIndex)
    }
}

/// ``ctcLoss(_:_:inputLengths:targetLengths:blank:reduction:zeroInfinity:)`` (torch's `nn.CTCLoss`).
public struct CTCLoss: Module {
    public typealias Input = (logProbabilities: Tensor, targets: Tensor, inputLengths: [Int], targetLengths: [Int])

    private let blank: Int
    private let reduction: LossReduction
    private let zeroInfinity: Bool

    public init(blank: Int = 0, reduction: LossReduction = .mean, zeroInfinity: Bool = false) {
        self.blank = blank
        self.reduction = reduction
        self.zeroInfinity = zeroInfinity
    }

    public func callAsFunction(_ input: Input) -> Tensor {
        self(
            input.logProbabilities, input.targets, inputLengths: input.inputLengths, targetLengths: input.targetLengths)
    }

    public func callAsFunction(
        _ logProbabilities: Tensor, _ targets: Tensor, inputLengths: [Int], targetLengths: [Int]
    ) -> Tensor {
        ctcLoss(
            logProbabilities, targets, inputLengths: inputLengths, targetLengths: targetLengths, blank: blank,
            reduction: reduction, zeroInfinity: zeroInfinity)
    }
}
