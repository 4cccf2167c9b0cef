/// Batch normalisation of `[batch, channels]` or `[batch, channels, length]` (torch's `nn.BatchNorm1d`).
public typealias BatchNorm1d = BatchNorm<1>
/// Batch normalisation of `[batch, channels, height, width]` (torch's `nn.BatchNorm2d`).
public typealias BatchNorm2d = BatchNorm<2>
/// Batch normalisation of `[batch, channels, depth, height, width]` (torch's `nn.BatchNorm3d`).
public typealias BatchNorm3d = BatchNorm<3>

/// (x - mean) / √(variance + ε) · weight + bias for each channel (Ioffe & Szegedy, 2015): ``BatchNorm1d``, ``BatchNorm2d``,
/// ``BatchNorm3d``.
///
/// In training the mean and the variance are those over the batch and the spatial dims, and update the running statistics; in
/// evaluation they are the running ones. An empty batch changes nothing and is not counted.
///
/// - `weight` and `bias`: `[channels]`, initially 1 and 0. Buffers: `running_mean` and `running_var`, `[channels]`, initially 0
///   and 1; `num_batches_tracked`, a count.
public struct BatchNorm<let spatial: Int>: Module, CustomReflectable {
    /// The scale γ of each channel, `[channels]`; nil if not affine.
    @Parameter public var weight: Tensor?
    /// The shift β of each channel, `[channels]`; nil if not affine.
    @Parameter public var bias: Tensor?
    private let statistics: RunningStatistics
    private let eps: Double

    /// A normalisation of `numFeatures` channels.
    ///
    /// - Parameters:
    ///   - numFeatures: the number of channels.
    ///   - eps: is added to the variance.
    ///   - momentum: the weight of a batch's statistics in the update of the running ones; nil averages over all batches so
    ///     far.
    ///   - affine: whether there are a weight and a bias.
    ///   - trackRunningStats: whether there are running statistics; without them evaluation uses those of the batch.
    /// - Precondition: `numFeatures > 0`.
    public init(
        _ numFeatures: Int, eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = true, trackRunningStats: Bool = true,
        dtype: DType = .default
    ) {
        if numFeatures <= 0 { trap(spatialName("BatchNorm", spatial), "features must be positive, got \(numFeatures)") }
        weight = affine ? .ones([numFeatures], dtype: dtype) : nil
        bias = affine ? .zeros([numFeatures], dtype: dtype) : nil
        statistics = RunningStatistics(trackRunningStats ? numFeatures : nil, momentum: momentum, dtype: dtype)
        self.eps = eps
    }

    /// The running mean of each channel, `[channels]`; nil without running statistics.
    public var runningMean: Tensor? { statistics.mean }

    /// The running variance of each channel, `[channels]`; nil without running statistics.
    public var runningVar: Tensor? { statistics.variance }

    /// Normalises each channel, and updates the running statistics in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        if x.rank != spatial + 2 && !(spatial == 1 && x.rank == 2) {
            trap(spatialName("BatchNorm", spatial), "needs [batch, channels, \(spatial) spatial dims], got \(x.shape)")
        }
        if Mode.isTraining, x.count > 0, let momentum = statistics.count() {
            return statistics.update {
                x.batchNorm(updatingMean: &$0, updatingVar: &$1, momentum: momentum, weight: weight, bias: bias, eps: eps)
            }
        }
        return Mode.isTraining
            ? x.batchNorm(weight: weight, bias: bias, eps: eps)
            : x.batchNorm(
                runningMean: statistics.mean, runningVar: statistics.variance, weight: weight, bias: bias, eps: eps)
    }

    /// The parameters and buffers under torch's names.
    public var customMirror: Mirror { Mirror(self, children: [("weight", _weight), ("bias", _bias)] + statistics.named) }
}
