/// Anneals the rate to a constant in `steps` steps, at which weights are averaged (torch's `SWALR`). See ``WeightAverage``.
public struct SWALR: Schedule {
    /// The constant rate (torch's `swa_lr`).
    public var rate: Double
    /// The number of steps to the constant rate (torch's `anneal_epochs`).
    public var steps: Int
    /// The curve to the constant rate.
    public var annealing: OneCycleLR.Annealing

    /// An annealing to a constant rate.
    ///
    /// - Precondition: `rate >= 0` and `steps >= 0`.
    public init(rate: Double, steps: Int = 10, annealing: OneCycleLR.Annealing = .cosine) {
        if steps < 0 { trap("SWALR", "the number of steps must not be negative, got \(steps)") }
        check("SWALR", notNegative: ["rate": rate])
        self.rate = rate
        self.steps = steps
        self.annealing = annealing
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        annealing.value(base, rate, steps == 0 ? 1 : min(1, Double(step) / Double(steps)))
    }
}
