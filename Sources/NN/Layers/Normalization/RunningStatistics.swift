/// The running mean and variance of each channel, for ``BatchNorm`` and ``InstanceNorm``.
struct RunningStatistics: Sendable {
    @Buffer var mean: Tensor?
    @Buffer var variance: Tensor?
    /// The number of batches so far.
    @Buffer var batches: Tensor?
    let momentum: Double?

    /// - Parameter features: the number of channels; nil where no statistics are kept.
    init(_ features: Int?, momentum: Double?, dtype: DType) {
        mean = features.map { .zeros([$0], dtype: dtype) }
        variance = features.map { .ones([$0], dtype: dtype) }
        batches = features.map { _ in Tensor(0) }
        self.momentum = momentum
    }

    /// Counts a batch, and returns the weight of its statistics in the update; nil where no statistics are kept.
    func count() -> Double? {
        $batches.update { $0 = $0 + 1 }
        return batches.map { momentum ?? 1 / $0.item() }
    }

    /// Stores the mean and the variance that `body` updates.
    func update(_ body: (inout Tensor, inout Tensor) -> Tensor) -> Tensor {
        guard var newMean = mean, var newVariance = variance else { trap("RunningStatistics", "no statistics are kept") }
        let result = body(&newMean, &newVariance)
        (mean, variance) = (newMean, newVariance)
        return result
    }

    /// The buffers under torch's names.
    var named: [(label: String?, value: Any)] {
        [("running_mean", _mean), ("running_var", _variance), ("num_batches_tracked", _batches)]
    }
}
