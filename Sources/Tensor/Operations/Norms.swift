// Where a norm has no derivative, its gradient is a subgradient: 0 for elements that are 0.
extension Tensor {
    /// `(Σ |x|ᵖ)^(1/p)` over the given dims, or all (torch's `norm` and `linalg.vector_norm`).
    ///
    /// ∞ yields the largest |x|, -∞ the smallest, and 0 the number of elements that are not 0.
    ///
    /// - Precondition: the dtype is floating-point; there are elements, unless 0 <= p < ∞.
    public func norm(_ p: Double = 2, dim dims: Int..., keepDim: Bool = false) -> Tensor {
        norm(p, dims: dims, keepDim: keepDim)
    }

    /// ``norm(_:dim:keepDim:)`` with the dims in an array; all where it is empty.
    public func norm(_ p: Double = 2, dims: [Int], keepDim: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { trap("norm", "takes a floating-point dtype, got \(dtype)") }
        if dtype.isHalf { return upcastingHalf { $0.norm(p, dims: dims, keepDim: keepDim) } }
        if p < 0 || p == .infinity { requireElements(dims, "norm") }
        switch p {
        // Counted by an operation with a derivative, which is 0.
        case 0: return Operation.unary(.not)(Operation.unary(.not)(self)).sum(dims: dims, keepDim: keepDim)
        case 1: return Operation.reduce(.sumOfMagnitudes, axes(dims, "norm"), keepDim: keepDim)(self)
        case 2: return Operation.reduce(.norm(over: 1), axes(dims, "norm"), keepDim: keepDim)(self)
        case .infinity: return abs().amax(dims: dims, keepDim: keepDim)
        case -.infinity: return abs().amin(dims: dims, keepDim: keepDim)
        default:
            if count == 0 { return abs().sum(dims: dims, keepDim: keepDim).pow(1 / p) }
            // Powers leave the range of the dtype long before the norm does, so the dominant element is scaled to 1.
            let magnitudes = abs().detached()
            let extreme = p > 0 ? magnitudes.amax(dims: dims, keepDim: true) : magnitudes.amin(dims: dims, keepDim: true)
            let scale = Tensor.where((extreme .> 0) .& extreme.isFinite(), extreme, 1)
            // At 0 the derivative of a power is 0 or infinite.
            let zero = self .== 0
            let powers = Tensor.where(zero, p > 0 ? 0 : Double.infinity, (Tensor.where(zero, 1, abs()) / scale).pow(p))
            let sum = powers.sum(dims: dims, keepDim: true)
            let norm = (p > 0 ? sum.root { $0.pow(1 / p) } : sum.pow(1 / p)) * scale
            return keepDim ? norm : norm.reshape(Shape(squeezed(dims, "norm")))
        }
    }

    /// A root of numbers, with derivative 0 at 0 instead of an infinite one.
    func root(_ root: (Tensor) -> Tensor) -> Tensor {
        let zero = self .== 0
        return Tensor.where(zero, self, root(Tensor.where(zero, 1, self)))
    }
}
