extension Tensor {
    /// How a quantile between two elements is computed (numpy's and torch's `interpolation`).
    public enum Interpolation: Sendable {
        /// Linearly.
        case linear
        /// The lower element.
        case lower
        /// The higher element.
        case higher
        /// The mean of both elements.
        case midpoint
        /// The nearer element.
        case nearest
    }

    /// The `q`-quantile of the elements along a dim, or of all (torch's `quantile`). NaN where there is a NaN.
    ///
    /// - Parameter q: fractions in [0, 1], in this dtype: a scalar, or a vector, whose dim is then the result's first.
    public func quantile(
        _ q: Tensor, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear
    ) -> Tensor {
        quantile(q, dim, keepDim, interpolation, "quantile") { x, last in
            Tensor.where(x.isNaN().any(dim: -1, keepDim: true), last, q.flatten() * last)
        }
    }

    /// The `q`-quantile for one fraction in [0, 1]; see `quantile(_:dim:keepDim:interpolation:)`.
    public func quantile(_ q: Double, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear) -> Tensor
    {
        quantile(Tensor(.floating(q), dtype: dtype), dim: dim, keepDim: keepDim, interpolation: interpolation)
    }

    /// ``quantile(_:dim:keepDim:interpolation:)-(Tensor,_,_,_)`` of the elements that are not NaN (torch's `nanquantile`).
    public func nanQuantile(
        _ q: Tensor, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear
    ) -> Tensor {
        quantile(q, dim, keepDim, interpolation, "nanQuantile") { x, _ in
            (q.flatten() * (x.isNaN().logicalNot().sum(dim: -1, keepDim: true) - 1).to(dtype)).clamp(min: 0)
        }
    }

    /// The `q`-quantile of the elements that are not NaN, for one fraction in [0, 1].
    public func nanQuantile(_ q: Double, dim: Int? = nil, keepDim: Bool = false, interpolation: Interpolation = .linear)
        -> Tensor
    {
        nanQuantile(Tensor(.floating(q), dtype: dtype), dim: dim, keepDim: keepDim, interpolation: interpolation)
    }

    /// a + weight · (b - a), where only one of them may be infinite; NaN between opposite infinities.
    private func between(_ a: Tensor, _ b: Tensor, _ weight: Tensor) -> Tensor {
        let (isFirst, isSecond) = (a.isInfinite(), b.isInfinite())
        let isEither = isFirst .| isSecond
        let infinite = Tensor.where(isFirst .& isSecond .& (a .!= b), Double.nan, Tensor.where(isFirst, a, b))
        return Tensor.where(isEither, infinite, Tensor.where(isEither, 0, a).lerp(Tensor.where(isEither, 0, b), weight))
    }

    private func quantile(
        _ q: Tensor, _ dim: Int?, _ keepDim: Bool, _ interpolation: Interpolation, _ name: String,
        ranks: (_ x: Tensor, _ last: Double) -> Tensor
    ) -> Tensor {
        requireFloating(name)
        if q.dtype != dtype || q.rank > 1 { trap(name, "q must be a scalar or vector of \(dtype), got \(q.dtype) \(q.shape)") }
        if !((q .>= 0) .& (q .<= 1)).all().item(as: Bool.self) { trap(name, "q must be in [0, 1]") }
        let axis = dim.map { shape.normalized($0, for: name) }
        let x = rank == 0 || axis == nil ? flatten() : movedim(axis!, to: -1)
        if x.shape.last == 0 { trap(name, "there are no elements in \(shape)") }

        // [.., q]: the rank of each quantile among the sorted elements, possibly between two of them.
        let positions = ranks(x, Double(x.shape.last! - 1)).expand(Shape(Array(x.shape.dropLast()) + [q.count]))
        let sorted = x.sort(dim: -1).values
        func element(_ position: Tensor) -> Tensor { sorted.gather(dim: -1, position.detached().to(.int64)) }
        let values: Tensor =
            switch interpolation {
            case .lower: element(positions.floor())
            case .higher: element(positions.ceil())
            case .nearest: element(positions.round())
            case .linear:
                between(element(positions.floor()), element(positions.ceil()), positions - positions.detached().floor())
            case .midpoint:
                between(
                    element(positions.floor()), element(positions.ceil()),
                    Tensor(.floating(0.5), dtype: dtype).onDevice(of: self))
            }
        // [q, ..]
        var result = values.movedim(-1, to: 0)
        if keepDim {
            let kept = axis == nil || rank == 0 ? Shape(repeating: 1, count: rank) : shape.replacing(axis!, with: 1)
            result = result.reshape(Shape([q.count] + Array(kept)))
        }
        return q.rank == 0 ? result.select(dim: 0, 0) : result
    }
}
