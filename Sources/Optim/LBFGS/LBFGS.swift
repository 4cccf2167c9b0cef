/// The quasi-Newton method of Broyden, Fletcher, Goldfarb and Shanno with a limited memory (Liu & Nocedal, 1989), as
/// `torch.optim.LBFGS`: for small smooth problems whose loss has no noise.
///
/// Curvature is learnt from the last steps and changes of gradient. A step makes up to `maxIterations` moves and evaluates the
/// loss more than once, so that it takes the loss as a function:
///
/// ```swift
/// let optimizer = LBFGS(model.parameters, lineSearch: .strongWolfe)
/// for _ in 0..<20 {
///     let loss = optimizer.step { mseLoss(model(features), targets) }
/// }
/// ```
///
/// It has no groups; a schedule is a function of the step, so `optimizer.learningRate = schedule.learningRate(1, at: epoch)`
/// follows one.
public final class LBFGS {
    /// How far to go along a direction.
    public enum LineSearch: Sendable {
        /// By the learning rate (torch's `None`).
        case fixedStep
        /// Until the strong Wolfe conditions hold: the loss falls enough, and the slope too.
        case strongWolfe
    }

    /// The parameters that are moved, by name.
    public let parameters: [NamedParameter]
    /// A number from 0 on.
    public var learningRate: Double { didSet { checkLearningRate("LBFGS", learningRate) } }
    /// How many moves a step makes at most (torch's `max_iter`).
    public var maxIterations: Int
    /// How often a step may evaluate the loss.
    public var maxEvaluations: Int
    /// A step ends where no derivative is larger.
    public var gradientTolerance: Double
    /// A step ends where neither the parameters nor the loss change more.
    public var changeTolerance: Double
    /// How many moves are remembered (torch's `history_size`).
    public var historySize: Int
    /// How far to go along a direction (torch's `line_search_fn`).
    public var lineSearch: LineSearch

    var memory = Memory()

    /// - Parameter maxEvaluations: 5/4 of `maxIterations` where nil.
    /// - Precondition: parameters of one floating dtype, each once; nothing negative.
    public init(
        _ parameters: [NamedParameter], learningRate: Double = 1, maxIterations: Int = 20, maxEvaluations: Int? = nil,
        gradientTolerance: Double = 1e-7, changeTolerance: Double = 1e-9, historySize: Int = 100,
        lineSearch: LineSearch = .fixedStep
    ) {
        checkLearningRate("LBFGS", learningRate)
        check("LBFGS", notNegative: ["gradientTolerance": gradientTolerance, "changeTolerance": changeTolerance])
        if maxIterations < 0 || historySize < 1 {
            trap(
                "LBFGS",
                "maxIterations must not be negative and historySize at least 1, got \(maxIterations) and \(historySize)")
        }
        if let maxEvaluations, maxEvaluations < 0 {
            trap("LBFGS", "maxEvaluations must not be negative, got \(maxEvaluations)")
        }
        if Set(parameters.map { ObjectIdentifier($0.cell) }).count != parameters.count {
            trap("LBFGS", "a parameter appears twice among \(parameters.map(\.name))")
        }
        self.parameters = parameters
        let dtypes = Set(parameters.compactMap { $0.cell.value?.dtype.description }).sorted()
        if dtypes.count != 1 { trap("LBFGS", "takes parameters of one dtype, got \(dtypes)") }
        self.learningRate = learningRate
        self.maxIterations = maxIterations
        self.maxEvaluations = maxEvaluations ?? maxIterations * 5 / 4
        self.gradientTolerance = gradientTolerance
        self.changeTolerance = changeTolerance
        self.historySize = historySize
        self.lineSearch = lineSearch
    }

    /// Moves the parameters down the loss.
    ///
    /// - Parameter loss: computes the loss of the parameters as they are.
    /// - Returns: the loss before the step, off the graph.
    @discardableResult
    public func step(_ loss: () throws -> Tensor) rethrows -> Tensor {
        let first = try loss()
        var point = Point(loss: first.detached().item(), gradient: flat(first.gradients()))
        var evaluations = 1
        if let last = memory.gradient, last.shape != point.gradient.shape {
            trap(
                "step",
                "there are \(point.gradient.count) elements of parameters, there were \(last.count): was one replaced? Then it "
                    + "needs a new optimizer")
        }
        memory.move(to: point.gradient.device)
        if point.gradient.largest <= gradientTolerance { return first.detached() }

        var iteration = 0
        while iteration < maxIterations {
            iteration += 1
            let isFirst = memory.direction == nil
            let direction = memory.direction(at: point.gradient, historySize)
            let before = point.loss
            memory.gradient = point.gradient
            memory.direction = direction
            memory.length = isFirst ? min(1, 1 / point.gradient.abs().sum().item()) * learningRate : learningRate
            let slope = point.gradient.dot(direction).item()
            if slope > -changeTolerance { break }

            let start = values
            switch lineSearch {
            case .fixedStep:
                move(from: start, direction, memory.length)
                if iteration < maxIterations {
                    point = try evaluate(loss)
                    evaluations += 1
                }
            case .strongWolfe:
                let search = StrongWolfe(
                    direction: direction, tolerance: changeTolerance, maxEvaluations: maxEvaluations - evaluations)
                let found = try search.search(from: point, slope: slope, length: memory.length) { length in
                    move(from: start, direction, length)
                    return try evaluate(loss)
                }
                point = found.point
                memory.length = found.length
                evaluations += found.evaluations
                move(from: start, direction, found.length)
            }

            if iteration == maxIterations || evaluations >= maxEvaluations || point.gradient.largest <= gradientTolerance
                || (direction * memory.length).largest <= changeTolerance || abs(point.loss - before) < changeTolerance
            {
                break
            }
        }
        return first.detached()
    }

    /// The loss and its gradient somewhere.
    struct Point {
        var loss: Double
        /// All parameters' derivatives in one vector.
        var gradient: Tensor
    }

    private func evaluate(_ loss: () throws -> Tensor) rethrows -> Point {
        let value = try loss()
        return Point(loss: value.detached().item(), gradient: flat(value.gradients()))
    }

    /// The parameters as they are; nil where there is none.
    private var values: [Tensor?] { parameters.map(\.cell.value) }

    /// In float32 of halves, as all that is remembered.
    private func flat(_ gradients: Gradients) -> Tensor {
        Tensor.concatenate(
            zip(parameters, values).compactMap { parameter, value in
                value.map { (gradients[parameter.cell]?.detached() ?? .zeros(like: $0)).flatten().to($0.dtype.forState) }
            })
    }

    /// Sets the parameters to `start + length · direction`.
    private func move(from start: [Tensor?], _ direction: Tensor, _ length: Double) {
        var offset = 0
        for (parameter, value) in zip(parameters, start) {
            guard let value else { continue }
            let part = direction.narrow(dim: 0, start: offset, length: value.count).reshape(value.shape)
            parameter.cell.value = (value.to(part.dtype) + part * length).to(value.dtype)
            offset += value.count
        }
    }
}

extension Tensor {
    /// The largest magnitude, 0 of none.
    var largest: Double { count == 0 ? 0 : abs().max().item() }
}
