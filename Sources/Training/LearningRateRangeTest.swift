import Glibc

/// What ``learningRateRangeTest(_:_:_:from:to:steps:smoothing:divergence:step:)`` measured.
public struct LearningRateRange: Sendable {
    /// The rates, rising exponentially, as far as the losses were finite.
    public internal(set) var rates: [Double] = []
    /// The loss before the step with each rate.
    public internal(set) var losses: [Double] = []
    /// Running averages of the losses.
    public internal(set) var smoothedLosses: [Double] = []

    /// The rate at which the smoothed loss falls most steeply, which is a good one to train with; nil where it falls nowhere. The first tenth of
    /// the steps and the last one do not count.
    public var suggestion: Double? {
        let skipped = max(rates.count / 10, 1)
        guard rates.count > skipped + 2 else { return nil }
        // The rates' logarithms are equally spaced.
        let slopes = (skipped..<rates.count - 1).map {
            (rate: rates[$0], slope: smoothedLosses[$0 + 1] - smoothedLosses[$0 - 1])
        }
        let steepest = slopes.min { $0.slope < $1.slope }
        return steepest.flatMap { $0.slope < 0 ? $0.rate : nil }
    }
}

/// Trains with rates that rise exponentially from step to step, and watches the losses (Smith, 2017; fastai's and Lightning's `lr_find`).
///
/// ```swift
/// let range = try learningRateRangeTest(model, optimizer, loader) { x, y in
///     let loss = mseLoss(model(x), y)
///     optimizer.step(loss.gradients())
///     return loss
/// }
/// optimizer.learningRate = range.suggestion ?? optimizer.learningRate
/// ```
///
/// It ends early where the losses diverge. Afterwards, the model with its buffers, the optimizer and all generators are what they were
/// before. Other things that a step changes, such as a running average of the weights, should not be part of `step`.
///
/// - Parameters:
///   - model: what is trained, and put back.
///   - optimizer: whose rates are set, in all groups, and put back.
///   - loader: gives the batches, as many epochs as it takes.
///   - start: the first rate.
///   - end: the last rate.
///   - steps: the number of steps between them.
///   - smoothing: how much of the average's past is kept at each step, in [0, 1).
///   - divergence: it ends where the smoothed loss is this many times the least one, or not finite.
///   - step: makes a step of training with a batch, and gives its loss.
/// - Throws: what `step` throws, and ``CheckpointError`` where the state cannot be put back.
/// - Precondition: `0 < start < end`, `steps > 1`, `0 <= smoothing < 1`, `divergence > 1`.
public func learningRateRangeTest<Loader: ResumableLoader>(
    _ model: some Module, _ optimizer: Optimizer, _ loader: Loader, from start: Double = 1e-7, to end: Double = 1,
    steps: Int = 100,
    smoothing: Double = 0.9, divergence: Double = 4, step: (Loader.Element) throws -> Tensor
) throws -> LearningRateRange {
    func check(_ holds: Bool, _ problem: String) { if !holds { trap("learningRateRangeTest", problem) } }
    check(start > 0 && end > start && end.isFinite, "the rates must be positive and rise, got \(start) and \(end)")
    check(steps > 1, "there must be at least 2 steps, got \(steps)")
    check(smoothing >= 0 && smoothing < 1, "smoothing must be in [0, 1), got \(smoothing)")
    check(divergence > 1, "divergence must be more than 1, got \(divergence)")
    let checkpoint = Checkpoint {
        Saved("model", model)
        Saved("optimizer", optimizer)
        Saved("loader", loader.generator)
    }
    let before = try checkpoint.state()
    let result = Result { try measure() }
    try checkpoint.load(before)
    return try result.get()

    func measure() throws -> LearningRateRange {
        var (range, average) = (LearningRateRange(), 0.0)
        var batches = loader.makeIterator()
        for index in 0..<steps {
            let rate = start * pow(end / start, Double(index) / Double(steps - 1))
            for group in optimizer.groups.indices { optimizer.groups[group].learningRate = rate }
            var batch = batches.next()
            if batch == nil {
                batches = loader.makeIterator()
                batch = batches.next()
            }
            guard let batch else { break }
            let loss = try step(batch).item()
            average = smoothing * average + (1 - smoothing) * loss
            // As if the average had begun with the first loss.
            let smoothed = average / (1 - pow(smoothing, Double(index + 1)))
            if !smoothed.isFinite { break }
            range.rates.append(rate)
            range.losses.append(loss)
            range.smoothedLosses.append(smoothed)
            if smoothed > divergence * (range.smoothedLosses.min() ?? smoothed) { break }
        }
        return range
    }
}
