// Names that have changed: what was written with them still compiles, and the compiler says the new ones.

/// The former name of ``OptimizerState``.
@available(*, deprecated, renamed: "OptimizerState")
public typealias Slots = OptimizerState

extension Adadelta {
    /// ``Adadelta`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:learningRate:rho:eps:weightDecay:maximize:)")
    public convenience init(
        _ parameters: [NamedParameter], learningRate: Double = 1, rho: Double = 0.9, epsilon: Double, weightDecay: Double = 0,
        maximize: Bool = false
    ) {
        self.init(parameters, learningRate: learningRate, rho: rho, eps: epsilon, weightDecay: weightDecay, maximize: maximize)
    }
}

extension Adagrad {
    /// ``Adagrad`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:learningRate:learningRateDecay:weightDecay:initialAccumulator:eps:maximize:)")
    public convenience init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, learningRateDecay: Double = 0, weightDecay: Double = 0,
        initialAccumulator: Double = 0, epsilon: Double, maximize: Bool = false
    ) {
        self.init(
            parameters, learningRate: learningRate, learningRateDecay: learningRateDecay, weightDecay: weightDecay,
            initialAccumulator: initialAccumulator, eps: epsilon, maximize: maximize)
    }
}

extension Adam {
    /// ``Adam`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:learningRate:betas:eps:weightDecay:amsgrad:maximize:)")
    public convenience init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double,
        weightDecay: Double = 0, amsgrad: Bool = false, maximize: Bool = false
    ) {
        self.init(
            parameters, learningRate: learningRate, betas: betas, eps: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
            maximize: maximize)
    }
}

extension AdamW {
    /// ``AdamW`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:learningRate:betas:eps:weightDecay:amsgrad:maximize:)")
    public convenience init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-3, betas: (Double, Double) = (0.9, 0.999), epsilon: Double,
        weightDecay: Double = 1e-2, amsgrad: Bool = false, maximize: Bool = false
    ) {
        self.init(
            parameters, learningRate: learningRate, betas: betas, eps: epsilon, weightDecay: weightDecay, amsgrad: amsgrad,
            maximize: maximize)
    }
}

extension RMSprop {
    /// ``RMSprop`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:learningRate:alpha:eps:weightDecay:momentum:centered:maximize:)")
    public convenience init(
        _ parameters: [NamedParameter], learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double,
        weightDecay: Double = 0, momentum: Double = 0, centered: Bool = false, maximize: Bool = false
    ) {
        self.init(
            parameters, learningRate: learningRate, alpha: alpha, eps: epsilon, weightDecay: weightDecay, momentum: momentum,
            centered: centered, maximize: maximize)
    }
}

extension ReduceLROnPlateau {
    /// The former name of ``eps``.
    @available(*, deprecated, renamed: "eps")
    public var epsilon: Double { eps }

    /// ``ReduceLROnPlateau`` with the former name of `eps`.
    @available(*, deprecated, renamed: "init(_:mode:factor:patience:threshold:cooldown:minimum:eps:)")
    public convenience init(
        _ optimizer: Optimizer, mode: Mode = .minimum, factor: Double = 0.1, patience: Int = 10,
        threshold: Threshold = .relative(1e-4), cooldown: Int = 0, minimum: Double = 0, epsilon: Double
    ) {
        self.init(
            optimizer, mode: mode, factor: factor, patience: patience, threshold: threshold, cooldown: cooldown,
            minimum: minimum, eps: epsilon)
    }
}
