// Statistics: medians, frequencies, and covariances.
extension Tensor {
    /// The sum of the elements that are not NaN (torch's `nansum`).
    public func nanSum(dims: [Int] = [], keepDim: Bool = false) -> Tensor {
        (dtype.isFloatingPoint ? maskedFill(isNaN(), 0) : self).sum(dims: dims, keepDim: keepDim)
    }

    /// The mean of the elements that are not NaN (torch's `nanmean`).
    ///
    /// - Precondition: the dtype is floating-point.
    public func nanMean(dims: [Int] = [], keepDim: Bool = false) -> Tensor {
        requireFloating("nanMean")
        if dtype.isHalf { return upcastingHalf { $0.nanMean(dims: dims, keepDim: keepDim) } }
        // The sum may overflow where the mean does not: scaling by a power of two, which is exact, prevents that.
        let scale = Double(Swift.max(count, 1)).binade * 2
        let numbers = isNaN().logicalNot().sum(dims: dims, keepDim: keepDim).to(dtype)
        return (self / scale).nanSum(dims: dims, keepDim: keepDim) / numbers * scale
    }

    /// The minimum and the maximum along a dim, or of all elements; equal ones share the gradient (torch's `aminmax`).
    public func aminmax(dim: Int? = nil, keepDim: Bool = false) -> (min: Tensor, max: Tensor) {
        let dims = dim.map { [$0] } ?? []
        return (amin(dims: dims, keepDim: keepDim), amax(dims: dims, keepDim: keepDim))
    }

    /// Variance and mean (torch's `var_mean`).
    public func varMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> (`var`: Tensor, mean: Tensor) {
        (`var`(dims: dims, correction: correction, keepDim: keepDim), mean(dims: dims, keepDim: keepDim))
    }

    /// Standard deviation and mean (torch's `std_mean`).
    public func stdMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> (std: Tensor, mean: Tensor) {
        (std(dims: dims, correction: correction, keepDim: keepDim), mean(dims: dims, keepDim: keepDim))
    }

    /// The median of all elements, the lower of two; NaN where there is a NaN (torch's `median`). Equal elements share the
    /// gradient.
    public func median() -> Tensor { middle { $0.median(dim: 0).values } }

    /// The median of the elements that are not NaN (torch's `nanmedian`).
    public func nanMedian() -> Tensor { middle { $0.nanMedian(dim: 0).values } }

    private func middle(_ median: (Tensor) -> Tensor) -> Tensor {
        let elements = flatten()
        if elements.count == 0 { return (sum() * Double.nan).to(dtype) }
        let value = median(elements.detached())
        return tracer == nil ? value : elements.maskedSelect((elements .== value) .| (elements.isNaN() .& value.isNaN())).amax()
    }

    /// The median along a dim, the lower of two, and its index; NaN where there is a NaN (torch's `median`).
    public func median(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "median")
        requireElements([axis], "median")
        let middle = ((rank == 0 ? 1 : shape[axis]) - 1) / 2
        let plain = argSort(axis, ranks: middle..<middle + 1)
        if !dtype.isFloatingPoint { return extreme(plain, axis, keepDim) }
        // NaN counts as largest.
        let largest = argmax(dim: axis, keepDim: true)
        return extreme(Tensor.where(detached().gather(dim: axis, largest).isNaN(), largest, plain), axis, keepDim)
    }

    /// The median of the elements along a dim that are not NaN, and its index (torch's `nanmedian`).
    public func nanMedian(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "nanMedian")
        requireElements([axis], "nanMedian")
        let numbers = isNaN().logicalNot().sum(dims: [axis], keepDim: true)
        let middle = (numbers - 1).clamp(min: 0).floorDivide(2)
        return extreme(argsort(dim: axis).gather(dim: axis, rank == 0 ? middle.reshape([]) : middle), axis, keepDim)
    }

    /// The most frequent element along a dim, the smallest of several, and its last index (torch's `mode`). NaN counts as one
    /// value, larger than all others.
    public func mode(dim: Int = -1, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "mode")
        requireElements([axis], "mode")
        return extreme(Operation.argMode(dim: axis)(detached()), axis, keepDim)
    }

    /// The number of elements in each of `bins` bins between min and max, or between the extremes where those are equal
    /// (torch's `histc`).
    ///
    /// - Precondition: the dtype is floating-point, and the bounds are finite.
    public func histc(bins: Int = 100, min: Double = 0, max: Double = 0) -> Tensor {
        requireFloating("histc")
        if bins <= 0 { trap("histc", "needs at least one bin, got \(bins)") }
        var (low, high) = (min, max)
        if low == high && count > 0 { (low, high) = (amin().item(), amax().item()) }
        if low == high { (low, high) = (low - 1, high + 1) }
        if !(low < high && low.isFinite && high.isFinite) {
            trap("histc", "the bounds must be finite and ascend, got \(low) and \(high)")
        }
        let x = detached().flatten()
        let inside = x.maskedSelect((x .>= low) .& (x .<= high))
        let positions = ((inside - low) / (high - low) * Double(bins)).to(.int64).clamp(
            max: Tensor(bins - 1).onDevice(of: self))
        let empty = Tensor.zeros([bins], dtype: dtype).onDevice(of: self)
        return empty.indexAdd(dim: 0, positions, .ones(like: inside))
    }

    /// The covariance matrix of variables, the rows, over observations, the columns; a vector is one variable (torch's `cov`).
    ///
    /// - Parameters:
    ///   - fweights: how often each observation occurred: integers.
    ///   - aweights: the weight of each observation.
    public func cov(correction: Int = 1, fweights: Tensor? = nil, aweights: Tensor? = nil) -> Tensor {
        if rank > 2 { trap("cov", "takes at most two dims, got \(shape)") }
        let rows = (rank < 2 ? reshape(1, -1) : self).floating()
        let x = aweights.map { rows.to(Tensor.resultType(rows, $0)) } ?? rows
        for weights in [fweights, aweights].compactMap(\.self) where weights.shape != [x.shape[1]] {
            trap("cov", "weights \(weights.shape) do not match \(x.shape[1]) observations")
        }
        if fweights?.dtype.isFloatingPoint ?? false { trap("cov", "fweights must be integers, got \(fweights!.dtype)") }
        let weights = fweights.map { frequency in aweights.map { frequency * $0 } ?? frequency } ?? aweights
        let total = weights.map { $0.sum().to(x.dtype) } ?? Tensor(.integer(x.shape[1]), dtype: x.dtype).onDevice(of: x)
        let deviations =
            x - (weights.map { (x * $0).sum(dim: 1, keepDim: true) / total } ?? x.mean(dim: 1, keepDim: true))
        let lost = weights.flatMap { weights in aweights.map { (weights * $0).sum() / total } }
        let divisor = total - (lost.map { $0 * correction } ?? Tensor(.integer(correction), dtype: x.dtype).onDevice(of: x))
        let weighted = weights.map { deviations * $0 } ?? deviations
        let product = deviations.matmul(weighted.to(x.dtype).t())
        return (product / divisor.clamp(min: 0)).squeeze()
    }

    /// The correlation matrix of the variables: ``cov(correction:fweights:aweights:)`` over products of standard deviations
    /// (torch's `corrcoef`).
    public func corrcoef() -> Tensor {
        if rank > 2 { trap("corrcoef", "takes at most two dims, got \(shape)") }
        let x = (rank < 2 ? reshape(1, -1) : self).floating()
        let deviations = x - x.mean(dim: 1, keepDim: true)
        // Scaled to norm 1 first: products of large or small deviations would overflow or underflow.
        let directions = deviations / deviations.norm(dim: 1, keepDim: true)
        return directions.matmul(directions.t()).clamp(min: -1, max: 1).squeeze()
    }
}
