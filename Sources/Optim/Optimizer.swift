/// Applies an ``UpdateRule`` to parameters: the driver behind ``SGD``, ``Momentum``, ``Adam`` and rules of one's own.
///
/// ```swift
/// let optimizer = Adam(model.parameters, learningRate: 0.001)
/// for (features, labels) in loader {
///     optimizer.step(binaryCrossEntropy(model(features), labels).gradients())
/// }
/// ```
///
/// An optimizer belongs to one task at a time.
public class Optimizer {
    /// Parameters that share a rule and a learning rate.
    public struct Group {
        /// The parameters that are moved, by name.
        public let parameters: [NamedParameter]
        /// What is done to each parameter.
        public var rule: any UpdateRule
        /// A number from 0 on. Anybody may write it: schedules go on from there, see ``Scheduler``.
        public var learningRate: Double { didSet { checkLearningRate("Optimizer", learningRate) } }
        var states: [OptimizerState]
        /// What the schedules have made of the rate; nil before they first did.
        var scheduled: Scheduled?

        init(_ parameters: [NamedParameter], _ rule: any UpdateRule, _ learningRate: Double) {
            checkLearningRate("Optimizer", learningRate)
            self.parameters = parameters
            self.rule = rule
            self.learningRate = learningRate
            states = Array(repeating: OptimizerState(), count: parameters.count)
        }
    }

    /// The parameters, in groups that share a rule and a learning rate (torch's `param_groups`).
    public var groups: [Group]
    /// What moves the rates, in the order in which the schedulers were made.
    var schedules: [RunningSchedule] = []

    /// - Precondition: names are unique, and no parameter appears twice.
    public init(_ parameters: [NamedParameter], rule: some UpdateRule, learningRate: Double) {
        groups = []
        addGroup(parameters, rule: rule, learningRate: learningRate)
    }

    /// Adds parameters with a rule and a learning rate of their own.
    ///
    /// - Precondition: names are unique, and no parameter appears twice.
    public func addGroup(_ parameters: [NamedParameter], rule: some UpdateRule, learningRate: Double) {
        var group = Group(parameters, rule, learningRate)
        if !schedules.isEmpty { group.scheduled = Scheduled(base: group.base(under: schedules), rate: learningRate) }
        groups.append(group)
        var names: Set<String> = []
        var cells: Set<ObjectIdentifier> = []
        for parameter in groups.flatMap(\.parameters) {
            if !names.insert(parameter.name).inserted { trap("Optimizer", "two parameters are named \(parameter.name)") }
            if !cells.insert(ObjectIdentifier(parameter.cell)).inserted {
                trap("Optimizer", "\(parameter.name) appears twice")
            }
        }
    }

    /// The learning rate of all groups. Reading gives the first one's.
    public var learningRate: Double {
        get { groups[0].learningRate }
        set { for index in groups.indices { groups[index].learningRate = newValue } }
    }

    /// Moves each parameter that a gradient reached by its rule.
    public func step(_ gradients: Gradients) {
        for index in groups.indices { groups[index].step(gradients) }
    }
}

extension Optimizer.Group {
    fileprivate mutating func step(_ gradients: Gradients) {
        let rule = rule
        for index in 0..<parameters.count {
            let cell = parameters[index].cell
            guard let gradient = gradients.detached(for: cell) else { continue }
            states[index].step += 1
            cell.update { tensor in
                if states[index].device != tensor.device { states[index].move(to: tensor.device) }
                if gradient.shape != tensor.shape || gradient.dtype != tensor.dtype {
                    trap(
                        "step",
                        "\(parameters[index].name) is \(tensor.dtype) \(tensor.shape), its gradient \(gradient.dtype) \(gradient.shape)"
                    )
                }
                if tensor.dtype.isHalf {
                    // Squares of halves and small steps would vanish: all is computed and remembered in float32, and rounded once.
                    var wide = tensor.to(.float32)
                    rule.update(&wide, with: gradient.to(.float32), state: &states[index], learningRate: learningRate)
                    tensor = wide.to(tensor.dtype)
                } else {
                    rule.update(&tensor, with: gradient, state: &states[index], learningRate: learningRate)
                }
            }
        }
    }
}

extension DType {
    /// Whether the elements have 16 bits.
    @inline(__always)
    fileprivate var isHalf: Bool { self == .float16 || self == .bfloat16 }

    /// What is computed with, and remembered: float32 of halves, else the dtype itself.
    var forState: DType { isHalf ? .float32 : self }
}

extension [NamedParameter] {
    /// The same parameters under longer names, to tell those of two models apart.
    public func prefixed(_ prefix: String) -> [NamedParameter] { map { NamedParameter(prefix + $0.name, $0.cell) } }
}
