// What is said of many elements: middles, frequencies, and how they vary together.
extension Tensor {
    /// The sum without NaN.
    public func nanSum(dims: [Int] = [], keepDim: Bool = false) -> Tensor {
        (dtype.isFloatingPoint ? maskedFill(isNaN(), 0) : self).sum(dims: dims, keepDim: keepDim)
    }

    /// The mean of the elements that are not NaN.
    ///
    /// - Precondition: a floating-point dtype.
    public func nanMean(dims: [Int] = [], keepDim: Bool = false) -> Tensor {
        requireFloating("nanMean")
        if dtype.isHalf { return upcastingHalf { $0.nanMean(dims: dims, keepDim: keepDim) } }
        // The sum may be too large for the dtype where the mean is not: a power of two, which rounds nothing, makes it smaller.
        let scale = Double(Swift.max(count, 1)).binade * 2
        let numbers = isNaN().logicalNot().sum(dims: dims, keepDim: keepDim).to(dtype)
        return (self / scale).nanSum(dims: dims, keepDim: keepDim) / numbers * scale
    }

    /// The smallest and the largest element along a dim, or of all; equal ones share the gradient.
    public func aminmax(dim: Int? = nil, keepDim: Bool = false) -> (min: Tensor, max: Tensor) {
        let dims = dim.map { [$0] } ?? []
        return (amin(dims: dims, keepDim: keepDim), amax(dims: dims, keepDim: keepDim))
    }

    /// Variance and mean.
    public func varMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> (`var`: Tensor, mean: Tensor) {
        (`var`(dims: dims, correction: correction, keepDim: keepDim), mean(dims: dims, keepDim: keepDim))
    }

    /// Standard deviation and mean.
    public func stdMean(dims: [Int] = [], correction: Double = 1, keepDim: Bool = false) -> (std: Tensor, mean: Tensor) {
        (std(dims: dims, correction: correction, keepDim: keepDim), mean(dims: dims, keepDim: keepDim))
    }

    /// The middle one of all elements in order, the lower of two; NaN where there is one. Equal elements share the gradient.
    public func median() -> Tensor { middle { $0.median(dim: 0).values } }

    /// The middle one of the elements that are not NaN.
    public func nanMedian() -> Tensor { middle { $0.nanMedian(dim: 0).values } }

    private func middle(_ median: (Tensor) -> Tensor) -> Tensor {
        let elements = flatten()
        if elements.count == 0 { return (sum() * Double.nan).to(dtype) }
        let value = median(elements.detached())
        return tracer == nil ? value : elements.maskedSelect((elements .== value) .| (elements.isNaN() .& value.isNaN())).amax()
    }

    /// The middle element along a dim, the lower of two, and its position; NaN where there is one.
    public func median(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "median")
        requireElements([axis], "median")
        let middle = ((rank == 0 ? 1 : shape[axis]) - 1) / 2
        let plain = sortedOrder(axis, places: middle..<middle + 1)
        if !dtype.isFloatingPoint { return extreme(plain, axis, keepDim) }
        // NaN is largest.
        let largest = argmax(dim: axis, keepDim: true)
        return extreme(Tensor.where(detached().gather(dim: axis, largest).isNaN(), largest, plain), axis, keepDim)
    }

    /// The middle element along a dim of those that are not NaN, and its position.
    public func nanMedian(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "nanMedian")
        requireElements([axis], "nanMedian")
        let numbers = isNaN().logicalNot().sum(dims: [axis], keepDim: true)
        let middle = (numbers - 1).clamp(min: 0).floorDivide(2)
        return extreme(argsort(dim: axis).gather(dim: axis, rank == 0 ? middle.reshape([]) : middle), axis, keepDim)
    }

    /// The most frequent element along a dim, the smallest where several are as frequent, and its last position. NaN counts as one
    /// value, larger than all others.
    public func mode(dim: Int = -1, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "mode")
        requireElements([axis], "mode")
        return extreme(Operation.modePosition(dim: axis)(detached()), axis, keepDim)
    }

    /// How many elements fall in each of `bins` parts between min and max; between the extremes, where those are equal.
    ///
    /// - Precondition: a floating-point dtype; finite bounds.
    public func histc(bins: Int = 100, min: Double = 0, max: Double = 0) -> Tensor {
        requireFloating("histc")
        if bins <= 0 { trap("histc", "needs at least one bin, got \(bins)") }
        var (low, high) = (min, max)
        if low == high && count > 0 { (low, high) = (amin().item(), amax().item()) }
        if low == high { (low, high) = (low - 1, high + 1) }
        if !(low < high && low.isFinite && high.isFinite) { trap("histc", "from \(low) to \(high) there are no bins") }
        let x = detached().flatten()
        let inside = x.maskedSelect((x .>= low) .& (x .<= high))
        let positions = ((inside - low) / (high - low) * Double(bins)).to(.int64).clamp(
            max: Tensor(bins - 1).onDevice(of: self))
        let empty = Tensor.zeros([bins], dtype: dtype).onDevice(of: self)
        return empty.indexAdd(dim: 0, positions, .ones(like: inside))
    }

    /// The covariance of variables, which are the rows, by observations, which are the columns; a vector is one variable.
    ///
    /// - Parameters:
    ///   - fweights: how often each column was observed: integers.
    ///   - aweights: how much each column matters.
    public func cov(correction: Int = 1, fweights: Tensor? = nil, aweights: Tensor? = nil) -> Tensor {
        if rank > 2 { trap("cov", "takes at most two dims, got \(shape)") }
        let rows = (rank < 2 ? reshape(1, -1) : self).floating()
        let x = aweights.map { rows.to(Tensor.resultType(rows, $0)) } ?? rows
        for weights in [fweights, aweights].compactMap(\.self) where weights.shape != [x.shape[1]] {
            trap("cov", "weights \(weights.shape) do not fit \(x.shape[1]) observations")
        }
        if fweights?.dtype.isFloatingPoint ?? false { trap("cov", "fweights are integers, got \(fweights!.dtype)") }
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

    /// The correlations of the variables: ``cov(correction:fweights:aweights:)`` over the product of standard deviations.
    public func corrcoef() -> Tensor {
        if rank > 2 { trap("corrcoef", "takes at most two dims, got \(shape)") }
        let x = (rank < 2 ? reshape(1, -1) : self).floating()
        let deviations = x - x.mean(dim: 1, keepDim: true)
        // Brought to a length of 1 first: the products of large or small deviations would leave the range of the dtype.
        let directions = deviations / deviations.norm(dim: 1, keepDim: true)
        return directions.matmul(directions.t()).clamp(min: -1, max: 1).squeeze()
    }
}
