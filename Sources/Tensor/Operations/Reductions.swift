// Reductions over the dims that are named, all of them when none is. `keepDim` leaves them with size 1.
extension Tensor {
    func axes(_ dims: [Int], _ operation: String) -> Axes {
        if dims.isEmpty { return Axes(all: rank) }
        var axes = Axes()
        for dim in dims where rank > 0 || shape.normalized(dim, for: operation) >= 0 {
            let axis = Axes(shape.normalized(dim, for: operation))
            if !axes.isDisjoint(with: axis) { trap(operation, "dim \(dim) appears twice in \(dims)") }
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

    /// Accumulated in double precision (integers and bools in int64, which is their result's dtype).
    public func sum(dim dims: Int..., keepDim: Bool = false) -> Tensor { sum(dims: dims, keepDim: keepDim) }
    public func sum(dims: [Int], keepDim: Bool = false) -> Tensor { reduce(.sum, dims, keepDim, "sum") }

    public func mean(dim dims: Int..., keepDim: Bool = false) -> Tensor { mean(dims: dims, keepDim: keepDim) }

    /// - Precondition: a floating-point dtype.
    public func mean(dims: [Int], keepDim: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { trap("mean", "takes floating-point tensors, got \(dtype)") }
        return reduce(.mean, dims, keepDim, "mean")
    }

    /// The product of the elements.
    public func prod(dim dims: Int..., keepDim: Bool = false) -> Tensor { prod(dims: dims, keepDim: keepDim) }
    public func prod(dims: [Int], keepDim: Bool = false) -> Tensor { reduce(.product, dims, keepDim, "prod") }

    /// The largest element; equal ones share the gradient (torch's `amax`).
    public func amax(dim dims: Int..., keepDim: Bool = false) -> Tensor { amax(dims: dims, keepDim: keepDim) }
    public func amax(dims: [Int], keepDim: Bool = false) -> Tensor {
        requireElements(dims, "amax")
        return reduce(.max, dims, keepDim, "amax")
    }

    /// The smallest element; equal ones share the gradient (torch's `amin`).
    public func amin(dim dims: Int..., keepDim: Bool = false) -> Tensor { amin(dims: dims, keepDim: keepDim) }
    public func amin(dims: [Int], keepDim: Bool = false) -> Tensor {
        requireElements(dims, "amin")
        return reduce(.min, dims, keepDim, "amin")
    }

    /// The largest element of all.
    public func max() -> Tensor { amax() }

    /// The smallest element of all.
    public func min() -> Tensor { amin() }

    /// The largest elements along a dim, and the first position of each, which alone gets the gradient.
    public func max(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        extreme(argmax(dim: dim, keepDim: true), dim, keepDim)
    }

    /// The smallest elements along a dim, and the first position of each, which alone gets the gradient.
    public func min(dim: Int, keepDim: Bool = false) -> (values: Tensor, indices: Tensor) {
        extreme(argmin(dim: dim, keepDim: true), dim, keepDim)
    }

    func extreme(_ indices: Tensor, _ dim: Int, _ keepDim: Bool) -> (values: Tensor, indices: Tensor) {
        let values = gather(dim: dim, indices)
        return keepDim ? (values, indices) : (values.squeeze(dim), indices.squeeze(dim))
    }

    /// The int64 position of the largest element, the first of equal ones: along a dim, or of all elements in order.
    public func argmax(dim: Int? = nil, keepDim: Bool = false) -> Tensor { argReduce(.max, dim, keepDim, "argmax") }

    /// The int64 position of the smallest element, the first of equal ones: along a dim, or of all elements in order.
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

    /// Whether any element is not zero.
    public func any(dim dims: Int..., keepDim: Bool = false) -> Tensor { any(dims: dims, keepDim: keepDim) }
    public func any(dims: [Int], keepDim: Bool = false) -> Tensor { bool().reduce(.max, dims, keepDim, "any") }

    /// Whether no element is zero.
    public func all(dim dims: Int..., keepDim: Bool = false) -> Tensor { all(dims: dims, keepDim: keepDim) }
    public func all(dims: [Int], keepDim: Bool = false) -> Tensor { bool().reduce(.min, dims, keepDim, "all") }

    /// How many elements are not zero.
    public func countNonZero(dim dims: Int...) -> Tensor { countNonZero(dims: dims) }
    public func countNonZero(dims: [Int]) -> Tensor { bool().sum(dims: dims) }

    /// Σ(x - mean)² / (n - correction). A correction of 1, Bessel's, is torch's default.
    public func `var`(dim dims: Int..., correction: Double = 1, keepDim: Bool = false) -> Tensor {
        `var`(dims: dims, correction: correction, keepDim: keepDim)
    }

    /// The square root of ``var(dim:correction:keepDim:)``.
    public func std(dim dims: Int..., correction: Double = 1, keepDim: Bool = false) -> Tensor {
        std(dims: dims, correction: correction, keepDim: keepDim)
    }

    public func std(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor {
        upcastingHalf {
            let (deviations, divisor) = $0.deviations(dims, correction, "std")
            return deviations.reduce(.norm(over: divisor), dims, keepDim, "std")
        }
    }

    /// - Precondition: a floating-point dtype.
    public func `var`(dims: [Int], correction: Double = 1, keepDim: Bool = false) -> Tensor {
        if dtype.isHalf { return upcastingHalf { $0.var(dims: dims, correction: correction, keepDim: keepDim) } }
        let (deviations, divisor) = deviations(dims, correction, "var")
        return deviations.reduce(.sumOfSquares(over: divisor), dims, keepDim, "var")
    }

    /// The distances from the means, and what the sum of their squares is divided by.
    private func deviations(_ dims: [Int], _ correction: Double, _ name: String) -> (Tensor, divisor: Double) {
        let axes = axes(dims, name)
        let n = shape.indices.reduce(1) { axes.contains(dim: $1) ? $0 * shape[$1] : $0 }
        // A large mean is rounded by more than the deviations can bear: their own mean makes that good.
        let rough = self - detached().mean(dims: dims, keepDim: true)
        return (rough - rough.mean(dims: dims, keepDim: true), Swift.max(Double(n) - correction, 0))
    }

    /// log Σ eˣ, which does not overflow. Where all are -inf its slope is 0, and equal infinities share it.
    public func logSumExp(dim dims: Int..., keepDim: Bool = false) -> Tensor { logSumExp(dims: dims, keepDim: keepDim) }
    public func logSumExp(dims: [Int], keepDim: Bool = false) -> Tensor {
        if dtype.isHalf { return upcastingHalf { $0.logSumExp(dims: dims, keepDim: keepDim) } }
        let x = floating()
        let largest = x.detached().reduce(.max, dims, true, "logSumExp")
        // Where the largest is infinite it is the result, and must not be subtracted from itself.
        let shift = Tensor.where(largest.isFinite(), largest, 0)
        let isNothing = largest .== -Double.infinity
        /// Of elements that are not +inf.
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

    /// The sizes without the reduced dims.
    func squeezed(_ dims: [Int], _ name: String) -> [Int] {
        let axes = axes(dims, name)
        return shape.indices.filter { !axes.contains(dim: $0) }.map { shape[$0] }
    }

    /// eˣ / Σ eˣ along a dim.
    public func softmax(dim: Int) -> Tensor {
        Operation.softmax(dim: shape.normalized(dim, for: "softmax"), logarithm: false)(floating())
    }

    /// log(softmax(x)), which does not underflow.
    public func logSoftmax(dim: Int) -> Tensor {
        Operation.softmax(dim: shape.normalized(dim, for: "logSoftmax"), logarithm: true)(floating())
    }
}
