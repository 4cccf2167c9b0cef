import NN
import Optim

/// The optimizers that can be chosen, each with a suitable default learning rate.
public enum OptimizerChoice: String, CaseIterable, Codable, Sendable {
    /// ``/Optim/Adam``
    case adam
    /// ``/Optim/AdamW``
    case adamw
    /// ``/Optim/Adamax``
    case adamax
    /// ``/Optim/NAdam``
    case nadam
    /// ``/Optim/RAdam``
    case radam
    /// ``/Optim/SGD``
    case sgd
    /// ``/Optim/Momentum``
    case momentum
    /// ``/Optim/ASGD``
    case asgd
    /// ``/Optim/Adagrad``
    case adagrad
    /// ``/Optim/Adadelta``
    case adadelta
    /// ``/Optim/Adafactor``
    case adafactor
    /// ``/Optim/RMSprop``
    case rmsprop
    /// ``/Optim/LAMB``
    case lamb
    /// ``/Optim/Lion``
    case lion
    /// ``/Optim/Muon`` for weights, ``/Optim/AdamW`` for biases.
    case muon
    /// ``/Optim/Rprop``, on all rows at once.
    case rprop
    /// ``/Optim/LBFGS`` with a line search, on all rows at once.
    case lbfgs

    /// What is known of an optimizer.
    private struct Entry {
        /// The default learning rate.
        let learningRate: Double
        /// The default weight decay; nil where the rule has none.
        var weightDecay: Double?
        /// The rule of the weights, given a weight decay; nil for an optimizer that is no rule.
        let rule: ((_ weightDecay: Double) -> any UpdateRule)?
        /// The rule of the biases, where it is another one.
        var biasRule: (any UpdateRule)?
    }

    private var entry: Entry {
        switch self {
        case .adam: Entry(learningRate: 0.001, weightDecay: 0) { AdamRule(weightDecay: $0) }
        case .adamw: Entry(learningRate: 0.001, weightDecay: 0.01) { AdamRule(weightDecay: $0, decoupledWeightDecay: true) }
        case .adamax: Entry(learningRate: 0.002, weightDecay: 0) { AdamaxRule(weightDecay: $0) }
        case .nadam: Entry(learningRate: 0.002, weightDecay: 0) { NAdamRule(weightDecay: $0) }
        case .radam: Entry(learningRate: 0.001, weightDecay: 0) { RAdamRule(weightDecay: $0) }
        case .sgd: Entry(learningRate: 0.1, weightDecay: 0) { SGDRule(weightDecay: $0) }
        case .momentum: Entry(learningRate: 0.1) { _ in MomentumRule() }
        case .asgd: Entry(learningRate: 0.1, weightDecay: 0) { ASGDRule(weightDecay: $0) }
        case .adagrad: Entry(learningRate: 0.05, weightDecay: 0) { AdagradRule(weightDecay: $0) }
        case .adadelta: Entry(learningRate: 1, weightDecay: 0) { AdadeltaRule(weightDecay: $0) }
        case .adafactor: Entry(learningRate: 0.01, weightDecay: 0) { AdafactorRule(weightDecay: $0) }
        case .rmsprop: Entry(learningRate: 0.001, weightDecay: 0) { RMSpropRule(weightDecay: $0) }
        case .lamb: Entry(learningRate: 0.01, weightDecay: 0) { LAMBRule(weightDecay: $0) }
        case .lion: Entry(learningRate: 0.001, weightDecay: 0) { LionRule(weightDecay: $0) }
        case .muon:
            Entry(
                learningRate: 0.02, weightDecay: 0, rule: { MuonRule(weightDecay: $0) },
                biasRule: AdamRule(decoupledWeightDecay: true))
        case .rprop: Entry(learningRate: 0.01) { _ in RpropRule() }
        case .lbfgs: Entry(learningRate: 1, weightDecay: 0, rule: nil)
        }
    }

    /// The learning rate where none is given.
    public var learningRate: Double { entry.learningRate }

    /// The weight decay where none is given; nil where the optimizer has none.
    public var weightDecay: Double? { entry.weightDecay }

    /// Whether it takes all rows at once, since the noise of batches would mislead it.
    public var takesAllRows: Bool { self == .rprop || self == .lbfgs }

    /// An optimizer of these parameters that follows a rule; nil for L-BFGS.
    ///
    /// - Parameter weightDecay: of the weights; biases have none.
    func make(_ parameters: [NamedParameter], learningRate: Double, weightDecay: Double) -> Optimizer? {
        guard let rule = entry.rule else { return nil }
        if weightDecay == 0 && entry.biasRule == nil {
            return Optimizer(parameters, rule: rule(0), learningRate: learningRate)
        }
        let optimizer = Optimizer(parameters.filter { !$0.isBias }, rule: rule(weightDecay), learningRate: learningRate)
        let biasRule = entry.biasRule ?? rule(0)
        optimizer.addGroup(parameters.filter(\.isBias), rule: biasRule, learningRate: learningRate)
        return optimizer
    }
}

extension NamedParameter {
    /// Whether it is a layer's bias, which no weight decay makes smaller.
    var isBias: Bool { name.hasSuffix("bias") }
}
