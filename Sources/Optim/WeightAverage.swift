/// Averages of parameters over the steps, beside the parameters themselves (torch's `AveragedModel`): stochastic weight averaging,
/// or an exponential moving average.
///
/// ```swift
/// let average = WeightAverage(model.parameters, .exponential(decay: 0.999))
/// for batch in loader { ...; optimizer.step(loss.gradients()); average.update() }
/// let accuracy = average.applied { evaluate(model) }      // with the averages for weights, and back
/// ```
///
/// Averages of halves are float32, and rounded where they stand in for the parameters: a half would not move by a thousandth.
///
/// Running means of a batch norm belong to the weights they were made with: run some batches through the averaged model in
/// training mode before it is used.
public final class WeightAverage {
    /// How the past is weighed.
    public enum Kind: Sendable {
        /// The mean of all updates (Izmailov et al., 2018; torch's default, SWA).
        case equal
        /// `a = decay · a + (1 - decay) w` from the first update's w (torch's `get_ema_multi_avg_fn`).
        case exponential(decay: Double = 0.999)
    }

    /// The parameters that are moved, by name.
    public let parameters: [NamedParameter]
    /// How the past is weighed.
    public let kind: Kind

    /// How many updates there have been.
    public private(set) var count = 0

    private var averages: [Tensor?]

    /// - Precondition: a decay in [0, 1].
    public init(_ parameters: [NamedParameter], _ kind: Kind = .equal) {
        if case .exponential(let decay) = kind, !(0...1).contains(decay) {
            trap("WeightAverage", "the decay must be in [0, 1], got \(decay)")
        }
        self.parameters = parameters
        self.kind = kind
        averages = Array(repeating: nil, count: parameters.count)
    }

    /// Takes the parameters as they are now into the averages.
    public func update() {
        count += 1
        for (index, parameter) in parameters.enumerated() {
            guard let value = parameter.cell.value.map({ $0.to($0.dtype.forState) }) else { continue }
            switch (averages[index]?.onDevice(of: value), kind) {
            case (let average?, .equal): averages[index] = average + (value - average) / Double(count)
            case (let average?, .exponential(let decay)): averages[index] = average.lerp(value, 1 - decay)
            case (nil, _): averages[index] = value
            }
        }
    }

    /// Runs `body` with the averages in the parameters' places, and puts the parameters back, whatever happens.
    ///
    /// Before the first update, the parameters stay.
    public func applied<R>(_ body: () throws -> R) rethrows -> R {
        let values = parameters.map(\.cell.value)
        defer { for (parameter, value) in zip(parameters, values) { parameter.cell.value = value } }
        apply()
        return try body()
    }

    /// Puts the averages in the parameters' places for good.
    public func apply() {
        for (parameter, average) in zip(parameters, averages) {
            if let average, let value = parameter.cell.value {
                parameter.cell.value = average.to(value.dtype).onDevice(of: value)
            }
        }
    }

    /// The averages by the parameters' names, and `count`, to be saved.
    public var stateDict: [String: Tensor] {
        var state = ["count": Tensor(count)]
        for (parameter, average) in zip(parameters, averages) {
            if let average { state["averages/" + parameter.name] = average }
        }
        return state
    }

    /// Goes on from a saved state.
    ///
    /// - Throws: ``OptimizerStateError`` where an entry is missing, unknown, or of another shape; then nothing has been changed.
    public func load(_ state: [String: Tensor]) throws(OptimizerStateError) { try prepareToLoad(state)() }

    /// Checks a saved state, and returns what loads it: with it, several parts of a run are loaded all or none.
    ///
    /// - Returns: a function that goes on from the state; nothing is changed until then.
    /// - Throws: ``OptimizerStateError`` with everything that does not fit.
    public func prepareToLoad(_ state: [String: Tensor]) throws(OptimizerStateError) -> () -> Void {
        var reader = StateReader(state)
        let count = reader.count("count", "a number of updates") ?? 0
        let loaded = parameters.map { parameter -> Tensor? in
            let key = "averages/" + parameter.name
            guard let value = parameter.cell.value, count > 0 || reader.has(key) else { return nil }
            return reader.take(key, shape: value.shape)?.to(value.dtype.forState).onDevice(of: value)
        }
        try reader.finish("is not averaged here")
        return {
            self.count = count
            self.averages = loaded
        }
    }
}
