// Reductions over the given dims, or all of them where none is given. `keepDim` keeps them with size 1.
extension Tensor {
    func axes(_ dims: [Int], _ operation: String) -> Axes {
        if dims.isEmpty { return Axes(all: rank) }
        var axes = Axes()
        for dim in dims where rank > 0 || shape.normalized(dim, for: operation) >= 0 {
            let axis = Axes(shape.normalized(dim, for: operation))
            if !axes.isDisjoint(with: axis) { trap(operation, "dim \(dim) occurs twice in \(dims)") }
            axes.formUnion(axis)
        }
        return rank == 0 ? Axes() : axes
    }

    private func reduce(_ reduction: Reduction, _ dims: [Int], _ keepDim: Bool, _ name: String) -> Tensor {
        Operation.reduce(reduction, axes(dims, name), keepDim: keepDim)(self)
    }

    func requireElements(_ dims: [Int], _ name: String) {
        for dim in dims.isEmpty ? Array(shape.indices) : dims.map({ shape.normalized($0, for: name) })
        where rank > 0 && shape[dim] == 0 { trap(name, "dim \(dim) of \(shape) is empty") }
    }

    /// The sum over dims, or of all elements. Accumulated in double precision; of integers and bools in int64, which is then
    /// the dtype.
    public func sum(dim dims: Int..., keepDim: Bool = false) -> Tensor { sum(dims: dims, keepDim: keepDim) }
    /// ``sum(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func sum(dims: [Int], keepDim: Bool = false) -> Tensor { reduce(.sum, dims, keepDim, "sum") }

    /// The mean over dims, or of all elements; NaN where there are none.
    ///
    /// - Precondition: the dtype is floating-point.
    public func mean(dim dims: Int..., keepDim: Bool = false) -> Tensor { mean(dims: dims, keepDim: keepDim) }

    /// ``mean(dim:keepDim:)`` with the dims in an array; all where it is empty.
    ///
    /// - Precondition: the dtype is floating-point.
    public func mean(dims: [Int], keepDim: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { trap("mean", "takes floating-point tensors, got \(dtype)") }
        return reduce(.mean, dims, keepDim, "mean")
    }

    /// The product over dims, or of all elements; of integers and bools it is int64.
    public func prod(dim dims: Int..., keepDim: Bool = false) -> Tensor { prod(dims: dims, keepDim: keepDim) }
    /// ``prod(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func prod(dims: [Int], keepDim: Bool = false) -> Tensor { reduce(.product, dims, keepDim, "prod") }

    /// The maximum over dims, or of all elements; equal ones share the gradient (torch's `amax`). NaN propagates.
    public func amax(dim dims: Int..., keepDim: Bool = false) -> Tensor { amax(dims: dims, keepDim: keepDim) }
    /// ``amax(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func amax(dims: [Int], keepDim: Bool = false) -> Tensor {
        requireElements(dims, "amax")
        return reduce(.max, dims, keepDim, "amax")
    }

    /// The minimum over dims, or of all elements; equal ones share the gradient (torch's `amin`). NaN propagates.
    public func amin(dim dims: Int..., keepDim: Bool = false) -> Tensor { amin(dims: dims, keepDim: keepDim) }
    /// ``amin(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func amin(dims: [Int], keepDim: Bool = false) -> Tensor {
        requireElements(dims, "amin")
        return reduce(.min, dims, keepDim, "amin")
    }

    /// The maximum of all elements.
    public func max() -> Tensor { amax() }

    /// The minimum of all elements.
    public func min() -> Tensor { amin() }

    /// The maxima along a dim, and the first index of each, to which the gradient goes alone (torch's `max` with a dim).
    public func max(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        extreme(argmax(dim: dim, keepDim: true), dim, keepDim)
    }

    /// The minima along a dim, and the first index of each, to which the gradient goes alone (torch's `min` with a dim).
    public func min(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        extreme(argmin(dim: dim, keepDim: true), dim, keepDim)
    }

    func extreme(_ indices: Tensor, _ dim: Int, _ keepDim: Bool) -> (values: Tensor, indices: Tensor) {
        let values = gather(dim: dim, indices)
        return keepDim ? (values, indices) : (values.squeeze(dim), indices.squeeze(dim))
    }

    /// The int64 index of the maximum, the first of equal ones: along a dim, or in the flattened tensor.
    public func argmax(dim: Int? = nil, keepDim: Bool = false) -> Tensor { argReduce(.max, dim, keepDim, "argmax") }

    /// The int64 index of the minimum, the first of equal ones: along a dim, or in the flattened tensor.
    public func argmin(dim: Int? = nil, keepDim: Bool = false) -> Tensor { argReduce(.min, dim, keepDim, "argmin") }

    private func argReduce(_ reduction: ArgReduction, _ dim: Int?, _ keepDim: Bool, _ name: String) -> Tensor {
        guard let dim else {
            let position = flatten().argReduce(reduction, 0, false, name)
            return keepDim ? position.reshape(Shape(repeating: 1, count: rank)) : position
        }
        if rank == 0 { return unsqueeze(0).argReduce(reduction, shape.normalized(dim, for: name), false, name) }
        requireElements([dim], name)
        let axis = shape.normalized(dim, for: name)
        let indices = Operation.argReduce(reduction, dim: axis)(self)
        return keepDim ? indices : indices.squeeze(axis)
    }

    /// Whether any element is not 0, over dims or of all.
    public func any(dim dims: Int..., keepDim: Bool = false) -> Tensor { any(dims: dims, keepDim: keepDim) }
    /// ``any(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func any(dims: [Int], keepDim: Bool = false) -> Tensor { bool().reduce(.max, dims, keepDim, "any") }

    /// Whether no element is 0, over dims or of all.
    public func all(dim dims: Int..., keepDim: Bool = false) -> Tensor { all(dims: dims, keepDim: keepDim) }
    /// ``all(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func all(dims: [Int], keepDim: Bool = false) -> Tensor { bool().reduce(.min, dims, keepDim, "all") }

    /// The number of elements that are not 0, int64, over dims or of all.
    public func countNonZero(dim dims: Int...) -> Tensor { countNonZero(dims: dims) }
    /// ``countNonZero(dim:)`` with the dims in an array; all where it is empty.
    public func countNonZero(dims: [Int]) -> Tensor { bool().sum(dims: dims) }

    /// The variance Σ(x - mean)² / (n - correction), over dims or of all elements. The default is torch's, Bessel's correction.
    public func `var`(dim dims: Int..., correction: Double = 1, keepDim: Bool = false) -> Tensor {
        `var`(dims: dims, correction: correction, keepDim: keepDim)
    }

    /// The standard deviation: the square root of ``var(dim:correction:keepDim:)``.
    public func std(dim dims: Int..., correction: Double = 1, keepDim: Bool = false) -> Tensor {
        std(dims: dims, correction: correction, keepDim: keepDim)
    }

    /// ``std(dim:correction:keepDim:)`` with the dims in an array; all where it is empty.
    public func std(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor {
        upcastingHalf {
            let (deviations, divisor) = $0.deviations(dims, correction, "std")
            return deviations.reduce(.norm(over: divisor), dims, keepDim, "std")
        }
    }

    /// ``var(dim:correction:keepDim:)`` with the dims in an array; all where it is empty.
    ///
    /// - Precondition: the dtype is floating-point.
    public func `var`(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor {
        if dtype.isHalf { return upcastingHalf { $0.var(dims: dims, correction: correction, keepDim: keepDim) } }
        let (deviations, divisor) = deviations(dims, correction, "var")
        return deviations.reduce(.sumOfSquares(over: divisor), dims, keepDim, "var")
    }

    /// The deviations from the mean, and the divisor of the sum of their squares.
    private func deviations(_ dims: [Int], _ correction: Double, _ name: String) -> (Tensor, divisor: Double) {
        let axes = axes(dims, name)
        let n = shape.indices.reduce(1) { axes.contains(dim: $1) ? $0 * shape[$1] : $0 }
        // A large mean is rounded by more than the deviations tolerate; subtracting their own mean corrects that.
        let rough = self - detached().mean(dims: dims, keepDim: true)
        return (rough - rough.mean(dims: dims, keepDim: true), Swift.max(Double(n) - correction, 0))
    }

    /// log Σ eˣ, computed without overflow. Where all elements are -∞ its gradient is 0; equal infinities share it.
    public func logSumExp(dim dims: Int..., keepDim: Bool = false) -> Tensor { logSumExp(dims: dims, keepDim: keepDim) }
    /// ``logSumExp(dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func logSumExp(dims: [Int], keepDim: Bool = false) -> Tensor {
        if dtype.isHalf { return upcastingHalf { $0.logSumExp(dims: dims, keepDim: keepDim) } }
        let x = floating()
        let largest = x.detached().reduce(.max, dims, true, "logSumExp")
        // Where the maximum is infinite it is the result, and must not be subtracted from itself.
        let shift = Tensor.where(largest.isFinite(), largest, 0)
        let isNothing = largest .== -Double.infinity
        /// The result for elements that are not +∞.
        func result(_ x: Tensor, _ shift: Tensor) -> Tensor {
            let sum = (x - shift).exp().sum(dims: dims, keepDim: true)
            return Tensor.where(isNothing, -Double.infinity, Tensor.where(isNothing, 1, sum).log() + shift)
        }
        let isInfinite = largest .== Double.infinity
        let mayBeInfinite = GraphTracer.isActive || device != .cpu || isInfinite.any().item(as: Bool.self)
        let sum =
            mayBeInfinite
            ? Tensor.where(
                isInfinite, x.reduce(.max, dims, true, "logSumExp"),
                result(Tensor.where(isInfinite, 0, x), shift)) : result(x, shift)
        return keepDim ? sum : sum.reshape(Shape(squeezed(dims, "logSumExp")))
    }

    /// The shape without the reduced dims.
    func squeezed(_ dims: [Int], _ name: String) -> [Int] {
        let axes = axes(dims, name)
        return shape.indices.filter { !axes.contains(dim: $0) }.map { shape[$0] }
    }

    /// eˣ / Σ eˣ along a dim.
    public func softmax(dim: Int) -> Tensor {
        Operation.softmax(dim: shape.normalized(dim, for: "softmax"), logarithm: false)(floating())
    }

    /// log(softmax(x)) along a dim, computed without underflow.
    public func logSoftmax(dim: Int) -> Tensor {
        Operation.softmax(dim: shape.normalized(dim, for: "logSoftmax"), logarithm: true)(floating())
    }
}
