@_exported import Autograd
@_exported import Tensor

/// What an optimizer does with one parameter. Groups, schedules, clipping and saving come with ``Optimizer``.
///
/// ```swift
/// struct SignMomentum: UpdateRule {
///     var beta = 0.9
///
///     func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
///         let mean = state["mean", like: parameter].lerp(gradient, 1 - beta)
///         state["mean"] = mean
///         parameter -= learningRate * mean.sign()
///     }
/// }
/// let optimizer = Optimizer(model.parameters, rule: SignMomentum(), learningRate: 1e-4)
/// ```
///
/// Tensor operations pass over memory several times. ``OptimizerState/fusedUpdate(_:with:_:_:_:_:)`` makes an update one pass, as fast as
/// the rules of this module.
public protocol UpdateRule: Sendable {
    /// Changes the parameter, and what is remembered of it.
    ///
    /// Tensors here are on no graph. A parameter in half precision comes as float32, its gradient too, so that what is remembered is
    /// float32; the result is rounded once.
    ///
    /// - Parameters:
    ///   - parameter: the parameter's value, to be replaced by the new one.
    ///   - gradient: the derivative of the loss by it, of the same shape and dtype.
    ///   - state: what the rule remembers of this parameter, and the number of the step.
    ///   - learningRate: the group's, as schedules have made it.
    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double)

    /// The options that are saved and loaded with an optimizer. None, unless the rule names them; see ``RuleOption``.
    static var options: [RuleOption<Self>] { get }
}

extension UpdateRule {
    /// No options.
    public static var options: [RuleOption<Self>] { [] }
}

/// A rule with a momentum, which schedules may move (``OneCycleLR``, ``CyclicLR``).
public protocol RuleWithMomentum: UpdateRule {
    /// The share of the past in the direction of a step, in [0, 1).
    var momentum: Double { get set }
}

extension RuleWithMomentum {
    /// The momentum.
    public static var options: [RuleOption<Self>] { [RuleOption("momentum", \.momentum)] }
}

/// A rule with the decay rates of two running means. The first one's is its momentum.
public protocol RuleWithBetas: RuleWithMomentum {
    /// The decay rates of the running means of the gradient and of its square (or what stands for it), each in [0, 1).
    var betas: (Double, Double) { get set }
}

extension RuleWithBetas {
    /// The decay rates.
    public static var options: [RuleOption<Self>] { [RuleOption("betas", \.betas)] }

    /// The first decay rate.
    public var momentum: Double {
        get { betas.0 }
        set { betas.0 = newValue }
    }
}
