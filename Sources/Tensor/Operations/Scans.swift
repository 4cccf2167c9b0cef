// Combinations of each element with all before it along a dim, and differences of neighbours.
extension Tensor {
    private func scanned(_ scan: Scan, _ dim: Int, _ name: String) -> Tensor {
        Operation.scan(scan, dim: shape.normalized(dim, for: name))(self)
    }

    /// The running sum along a dim, accumulated in double precision; of integers and bools it is int64 (torch's `cumsum`).
    public func cumsum(dim: Int) -> Tensor { scanned(.sum, dim, "cumsum") }

    /// The running product along a dim, accumulated in double precision; of integers and bools it is int64 (torch's `cumprod`).
    public func cumprod(dim: Int) -> Tensor { scanned(.product, dim, "cumprod") }

    /// The logarithm of the running sum of eˣ along a dim, computed without overflow (torch's `logcumsumexp`).
    public func logCumSumExp(dim: Int) -> Tensor {
        requireFloating("logCumSumExp")
        return scanned(.logSumExp, dim, "logCumSumExp")
    }

    /// The maximum so far along a dim, and its index, the last of equal ones; NaN counts as largest (torch's `cummax`).
    public func cummax(dim: Int) -> (values: Tensor, indices: Tensor) { cumulativeExtreme(.max, dim, "cummax") }

    /// The minimum so far along a dim, and its index, the last of equal ones; NaN counts as smallest (torch's `cummin`).
    public func cummin(dim: Int) -> (values: Tensor, indices: Tensor) { cumulativeExtreme(.min, dim, "cummin") }

    private func cumulativeExtreme(_ extreme: ArgReduction, _ dim: Int, _ name: String) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: name)
        let indices = Operation.argScan(extreme, dim: axis)(detached())
        return (rank == 0 ? self : Operation.gather(dim: axis)(self, indices), indices)
    }

    /// Differences of neighbours along a dim, applied `n` times (torch's `diff`). Of bools, whether they differ.
    ///
    /// - Parameters:
    ///   - prepend: elements before the first.
    ///   - append: elements after the last.
    public func diff(n: Int = 1, dim: Int = -1, prepend: Tensor? = nil, append: Tensor? = nil) -> Tensor {
        let axis = normalizedDim("diff", dim)
        if n < 0 { trap("diff", "the order must not be negative, got \(n)") }
        if n == 0 { return self }
        let operands = [prepend, self, append].compactMap(\.self)
        var x = operands.count == 1 ? self : Tensor.concatenate(operands, dim: axis)
        for _ in 0..<Swift.min(n, x.shape[axis]) {
            let length = x.shape[axis] - 1
            let (left, right) = (x.narrow(dim: axis, start: 0, length: length), x.narrow(dim: axis, start: 1, length: length))
            x = dtype == .bool ? right.logicalXor(left) : right - left
        }
        return x
    }

    /// The integral along a dim by the trapezoidal rule, at points `x`: a vector, or as many as there are elements (torch's
    /// `trapezoid`).
    public func trapezoid(x: Tensor, dim: Int = -1) -> Tensor { trapezoids("trapezoid", x, dim).sum(dim: dim) / 2 }

    /// The integral along a dim by the trapezoidal rule, at points that are `dx` apart.
    public func trapezoid(dx: Double = 1, dim: Int = -1) -> Tensor {
        neighbourSums("trapezoid", dim).sum(dim: dim) * (dx / 2)
    }

    /// The running integral along a dim by the trapezoidal rule, at points `x` (torch's `cumulative_trapezoid`).
    public func cumulativeTrapezoid(x: Tensor, dim: Int = -1) -> Tensor {
        trapezoids("cumulativeTrapezoid", x, dim).cumsum(dim: dim) / 2
    }

    /// The running integral along a dim by the trapezoidal rule, at points that are `dx` apart.
    public func cumulativeTrapezoid(dx: Double = 1, dim: Int = -1) -> Tensor {
        neighbourSums("cumulativeTrapezoid", dim).cumsum(dim: dim) * (dx / 2)
    }

    /// Twice the area of each trapezoid.
    private func trapezoids(_ name: String, _ x: Tensor, _ dim: Int) -> Tensor {
        let axis = normalizedDim(name, dim)
        var points = x
        if x.rank == 1 {
            if x.count != shape[axis] { trap(name, "\(x.count) points do not match dim \(axis) of \(shape)") }
            points = x.reshape(Shape(repeating: 1, count: rank).replacing(axis, with: x.count))
        } else if x.rank < rank {
            points = x.reshape(Shape(Array(repeating: 1, count: rank - x.rank) + Array(x.shape)))
        }
        return points.diff(dim: dim) * neighbourSums(name, dim)
    }

    private func neighbourSums(_ name: String, _ dim: Int) -> Tensor {
        let axis = normalizedDim(name, dim)
        let length = Swift.max(shape[axis] - 1, 0)
        if length == 0 { return narrow(dim: axis, start: 0, length: 0) }
        return narrow(dim: axis, start: 0, length: length) + narrow(dim: axis, start: 1, length: length)
    }
}
