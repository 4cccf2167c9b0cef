/// Instance normalisation of `[batch, channels, length]` (torch's `nn.InstanceNorm1d`).
public typealias InstanceNorm1d = InstanceNorm<1>
/// Instance normalisation of `[batch, channels, height, width]` (torch's `nn.InstanceNorm2d`).
public typealias InstanceNorm2d = InstanceNorm<2>
/// Instance normalisation of `[batch, channels, depth, height, width]` (torch's `nn.InstanceNorm3d`).
public typealias InstanceNorm3d = InstanceNorm<3>

/// (x - mean) / √(variance + ε) · weight + bias, with statistics over the spatial dims of each channel of each example (Ulyanov
/// et al., 2016): ``InstanceNorm1d``, ``InstanceNorm2d``, ``InstanceNorm3d``. The batch may be missing.
///
/// - `weight` and `bias`, if affine: `[channels]`, initially 1 and 0. Buffers, if tracked: `running_mean` and `running_var`,
///   `[channels]`, initially 0 and 1; `num_batches_tracked`, a count. In evaluation they replace the statistics of the input.
public struct InstanceNorm<let spatial: Int>: Module, CustomReflectable {
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
    ///   - trackRunningStats: whether there are running statistics.
    /// - Precondition: `numFeatures > 0`.
    public init(
        _ numFeatures: Int, eps: Double = 1e-5, momentum: Double? = 0.1, affine: Bool = false,
        trackRunningStats: Bool = false, dtype: DType = .default
    ) {
        if numFeatures <= 0 { trap(spatialName("InstanceNorm", spatial), "features must be positive, got \(numFeatures)") }
        weight = affine ? .ones([numFeatures], dtype: dtype) : nil
        bias = affine ? .zeros([numFeatures], dtype: dtype) : nil
        statistics = RunningStatistics(trackRunningStats ? numFeatures : nil, momentum: momentum, dtype: dtype)
        self.eps = eps
    }

    /// Normalises each channel of each example, and updates the running statistics in training; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let (batch, isSingle) = x.batched(spatial, spatialName("InstanceNorm", spatial))
        let result = normalized(batch)
        return isSingle ? result.squeeze(0) : result
    }

    private func normalized(_ x: Tensor) -> Tensor {
        if Mode.isTraining, x.count > 0, let momentum = statistics.count() {
            return statistics.update {
                x.instanceNorm(updatingMean: &$0, updatingVar: &$1, momentum: momentum, weight: weight, bias: bias, eps: eps)
            }
        }
        guard !Mode.isTraining, let mean = statistics.mean, let variance = statistics.variance else {
            return x.instanceNorm(weight: weight, bias: bias, eps: eps)
        }
        return x.batchNorm(runningMean: mean, runningVar: variance, weight: weight, bias: bias, eps: eps)
    }

    /// The parameters and buffers under torch's names.
    public var customMirror: Mirror { Mirror(self, children: [("weight", _weight), ("bias", _bias)] + statistics.named) }
}
