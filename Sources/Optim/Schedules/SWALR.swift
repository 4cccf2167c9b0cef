/// To a constant rate in `steps` steps, for averaging weights there (torch's `SWALR`). See ``WeightAverage``.
public struct SWALR: Schedule {
    public var rate: Double
    public var steps: Int
    public var annealing: OneCycleLR.Annealing

    /// - Precondition: no negative rate or number of steps.
    public init(rate: Double, steps: Int = 10, annealing: OneCycleLR.Annealing = .cosine) {
        if steps < 0 { trap("SWALR", "the number of steps is from 0 on, got \(steps)") }
        check("SWALR", notNegative: ["rate": rate])
        self.rate = rate
        self.steps = steps
        self.annealing = annealing
    }

    public func learningRate(_ base: Double, at step: Int) -> Double {
        annealing.value(base, rate, steps == 0 ? 1 : min(1, Double(step) / Double(steps)))
    }
}
