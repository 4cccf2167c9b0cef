/// Normalisation: (x - mean) / √(variance + ε) with the uncorrected variance, then times a weight and plus a bias, where given.
/// The functions differ in the elements that share a mean and a variance.
extension Tensor {
    /// Normalises over the last dims (torch's `layer_norm`).
    ///
    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - weight: a factor for each element, in the normalized shape.
    ///   - bias: a summand for each element, in the normalized shape.
    public func layerNorm(
        _ normalizedShape: Shape, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        let dims = lastDims("layerNorm", normalizedShape, weight, bias)
        return normalized(Normalization(channels: dims, .groups(1), eps: eps), weight, bias)
    }

    /// x / √(mean(x²) + ε), with the mean over the last dims, then times a weight (torch's `rms_norm`).
    ///
    /// - Parameters:
    ///   - normalizedShape: the sizes of the last dims.
    ///   - weight: a factor for each element, in the normalized shape.
    ///   - eps: is added to the mean of squares; nil for the machine epsilon of the dtype.
    public func rmsNorm(_ normalizedShape: Shape, weight: Tensor? = nil, eps: Double? = nil) -> Tensor {
        let dims = lastDims("rmsNorm", normalizedShape, weight, nil)
        let eps = eps ?? dtype.ulpOfOne
        return normalized(Normalization(channels: dims, .groups(1), isCentered: false, eps: eps), weight, nil)
    }

    /// Normalises over each group of channels and the spatial dims of each example (torch's `group_norm`):
    /// `[batch, channels, ...]`.
    ///
    /// - Parameters:
    ///   - groups: the number of groups of channels.
    ///   - weight: a factor for each channel, `[channels]`.
    ///   - bias: a summand for each channel, `[channels]`.
    public func groupNorm(
        _ groups: Int, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        requireChannels("groupNorm", weight, bias)
        if groups < 1 || shape[1] % groups != 0 { trap("groupNorm", "\(shape[1]) channels are not divisible by \(groups)") }
        return normalized(Normalization(channels: 1..<2, .groups(groups), eps: eps), weight, bias)
    }

    /// Normalises each channel over the batch and the spatial dims (torch's `batch_norm`): `[batch, channels, ...]`.
    ///
    /// - Parameters:
    ///   - runningMean: the mean of each channel, instead of the batch's own: `[channels]`.
    ///   - runningVar: the variance of each channel, instead of the batch's own: `[channels]`.
    ///   - weight: a factor for each channel, `[channels]`.
    ///   - bias: a summand for each channel, `[channels]`.
    public func batchNorm(
        runningMean: Tensor? = nil, runningVar: Tensor? = nil, weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        // As in torch, an empty vector is allowed.
        if rank == 1 && count == 0 { return self * 1 }
        requireChannels("batchNorm", weight, bias, runningMean, runningVar)
        if (runningMean == nil) != (runningVar == nil) {
            trap("batchNorm", "a running mean needs a running variance, and vice versa")
        }
        guard let runningMean, let runningVar else {
            requireSeveral("batchNorm", count: count / Swift.max(shape[1], 1))
            return normalized(Normalization(channels: 1..<2, .batch, eps: eps), weight, bias)
        }
        let root = (runningVar.to(dtype.upcast) + eps).rsqrt()
        let scale = weight.map { root * $0 } ?? root
        let shift = -runningMean * scale
        return normalized(Normalization(channels: 1..<2, .none), scale, bias.map { shift + $0 } ?? shift)
    }

    /// Normalises each channel over the batch and the spatial dims, and updates running statistics: running = (1 - momentum) ·
    /// running + momentum · the batch's, with the corrected variance (torch's `batch_norm` in training).
    ///
    /// ```swift
    /// let y = x.batchNorm(updatingMean: &mean, updatingVar: &variance, weight: weight, bias: bias)
    /// ```
    public func batchNorm(
        updatingMean runningMean: inout Tensor, updatingVar runningVar: inout Tensor, momentum: Double = 0.1,
        weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        if rank == 1 && count == 0 { return self * 1 }
        requireChannels("batchNorm", runningMean, runningVar)
        let result = batchNorm(weight: weight, bias: bias, eps: eps)
        // An empty batch has no statistics.
        if count == 0 { return result }
        let moments = Operation.moments(Normalization(channels: 1..<2, .batch))(detached())
        (runningMean, runningVar) = moments.taken(
            over: (runningMean, runningVar), momentum, of: count / Swift.max(shape[1], 1))
        return result
    }

    /// Normalises each channel of each example over the spatial dims (torch's `instance_norm`): `[batch, channels, ...]`.
    ///
    /// - Parameters:
    ///   - weight: a factor for each channel, `[channels]`.
    ///   - bias: a summand for each channel, `[channels]`.
    public func instanceNorm(weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5) -> Tensor {
        requireChannels("instanceNorm", weight, bias)
        let dims = Array(2..<Swift.max(rank, 2))
        requireSeveral("instanceNorm", count: dims.reduce(1) { $0 * shape[$1] })
        return normalized(Normalization(channels: 1..<2, .groups(Swift.max(shape[1], 1)), eps: eps), weight, bias)
    }

    /// Normalises each channel of each example over the spatial dims, and updates running statistics with the means over the
    /// batch: running = (1 - momentum) · running + momentum · the instances', with corrected variances.
    public func instanceNorm(
        updatingMean runningMean: inout Tensor, updatingVar runningVar: inout Tensor, momentum: Double = 0.1,
        weight: Tensor? = nil, bias: Tensor? = nil, eps: Double = 1e-5
    ) -> Tensor {
        requireChannels("instanceNorm", runningMean, runningVar)
        let result = instanceNorm(weight: weight, bias: bias, eps: eps)
        if count == 0 { return result }
        let moments = Operation.moments(Normalization(channels: 1..<2, .groups(Swift.max(shape[1], 1))))(detached())
        (runningMean, runningVar) = moments.reshape([2, shape[0], shape[1]]).mean(dims: [1]).taken(
            over: (runningMean, runningVar), momentum, of: count / Swift.max(shape[0] * shape[1], 1))
        return result
    }

    /// x / (k + α · mean of x² over `size` neighbouring channels)^β (torch's `local_response_norm`): `[batch, channels, ...]`.
    public func localResponseNorm(_ size: Int, alpha: Double = 1e-4, beta: Double = 0.75, k: Double = 1) -> Tensor {
        if rank < 3 { trap("localResponseNorm", "needs [batch, channels, ...] with at least three dims, got \(shape)") }
        if size < 1 { trap("localResponseNorm", "the size must be positive, got \(size)") }
        if count == 0 { return self }
        if dtype.isHalf { return upcastingHalf { $0.localResponseNorm(size, alpha: alpha, beta: beta, k: k) } }
        // Each element is a vector of channels, padded with zeros.
        let squares = square().reshape([shape[0], shape[1], -1]).transpose(1, 2).padded(
            dim: 2, before: size / 2, after: (size - 1) / 2)
        let means = squares.avgPool1d(size, stride: 1).transpose(1, 2).reshape(shape)
        return self / (means * alpha + k).pow(beta)
    }

    /// In the dtype that all promote to, except that halves stay what they are.
    private func normalized(_ normalization: Normalization, _ weight: Tensor?, _ bias: Tensor?) -> Tensor {
        let full = [weight, bias].reduce(dtype) { dtype, parameter in parameter.map { dtype.promoted(with: $0.dtype) } ?? dtype
        }
        let weight = weight ?? bias.map { .ones(like: $0) }
        let result = Operation.normalize(normalization)(to(full), weight?.to(full), bias?.to(full))
        return dtype.isHalf ? result.to(dtype) : result
    }

    /// The updated running mean and variance, after statistics of `count` elements. The variance is corrected.
    private func taken(over running: (Tensor, Tensor), _ momentum: Double, of count: Int) -> (Tensor, Tensor) {
        let (mean, variance) = (select(dim: 0, 0), select(dim: 0, 1) * (Double(count) / Double(Swift.max(count - 1, 0))))
        return (
            running.0.detached() * (1 - momentum) + mean * momentum,
            running.1.detached() * (1 - momentum) + variance * momentum
        )
    }

    private func lastDims(_ name: String, _ sizes: Shape, _ weight: Tensor?, _ bias: Tensor?) -> Range<Int> {
        if !dtype.isFloatingPoint { trap(name, "takes floating-point tensors, got \(dtype)") }
        if sizes.isEmpty || sizes.count > rank || spatialShape(sizes.count) != sizes {
            trap(name, "the last sizes of \(shape) must be \(sizes)")
        }
        for parameter in [weight, bias] {
            if let parameter, parameter.shape != sizes {
                trap(name, "weight and bias must have shape \(sizes), got \(parameter.shape)")
            }
        }
        return rank - sizes.count..<rank
    }

    private func requireChannels(_ name: String, _ vectors: Tensor?...) {
        if !dtype.isFloatingPoint { trap(name, "takes floating-point tensors, got \(dtype)") }
        if rank < 2 { trap(name, "takes [batch, channels, ...], got \(shape)") }
        for case let vector? in vectors where vector.shape != [shape[1]] {
            trap(name, "needs one number for each channel of \(shape), got \(vector.shape)")
        }
    }

    private func requireSeveral(_ name: String, count: Int) {
        if count == 1 { trap(name, "needs more than one value per channel, got \(shape)") }
    }
}
