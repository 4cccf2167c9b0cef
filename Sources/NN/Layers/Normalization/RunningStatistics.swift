/// The mean and the variance of each channel over the batches seen so far, as ``BatchNorm`` and ``InstanceNorm`` keep them.
struct RunningStatistics: Sendable {
    @Buffer var mean: Tensor?
    @Buffer var variance: Tensor?
    /// How many batches were seen.
    @Buffer var batches: Tensor?
    let momentum: Double?

    /// - Parameter features: nil where none are kept.
    init(_ features: Int?, momentum: Double?, dtype: DType) {
        mean = features.map { .zeros([$0], dtype: dtype) }
        variance = features.map { .ones([$0], dtype: dtype) }
        batches = features.map { _ in Tensor(0) }
        self.momentum = momentum
    }

    /// Counts a batch, and tells what part of its statistics is taken over; nil where none are kept.
    func count() -> Double? {
        $batches.update { $0 = $0 + 1 }
        return batches.map { momentum ?? 1 / $0.item() }
    }

    /// Takes over what `body` makes of the mean and the variance.
    func update(_ body: (inout Tensor, inout Tensor) -> Tensor) -> Tensor {
        guard var newMean = mean, var newVariance = variance else { trap("RunningStatistics", "there are none") }
        let result = body(&newMean, &newVariance)
        (mean, variance) = (newMean, newVariance)
        return result
    }

    /// The buffers by torch's names.
    var named: [(label: String?, value: Any)] {
        [("running_mean", _mean), ("running_var", _variance), ("num_batches_tracked", _batches)]
    }
}
