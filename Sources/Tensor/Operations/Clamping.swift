extension Tensor {
    /// x clamped to bounds (torch's `clamp`); NaN stays NaN. The gradient is 0 outside of the bounds and 1 on them.
    ///
    /// - Precondition: there is at least one bound.
    public func clamp(min: (some Scalar)? = Double?.none, max: (some Scalar)? = Double?.none) -> Tensor {
        clamp(min: min.map(bound), max: max.map(bound))
    }

    /// A bound for this tensor's dtype; one that an integer dtype cannot represent does not wrap around.
    private func bound(_ bound: some Scalar) -> Tensor {
        guard case .integer(let value) = bound.scalar, dtype.category == .integer else { return .scalar(bound, like: self) }
        let limits = dtype.limits
        return .scalar(Swift.min(Swift.max(value, limits.lowest.integer), limits.highest.integer), like: self)
    }

    /// x clamped to bounds that broadcast with it (torch's `clamp`). Where they cross, the upper bound wins.
    ///
    /// - Precondition: there is at least one bound.
    public func clamp(min: Tensor?, max: Tensor? = nil) -> Tensor {
        if min == nil && max == nil { trap("clamp", "needs a lower or an upper bound") }
        if let min, let max, min.dtype == dtype, max.dtype == dtype, min.shape == shape, max.shape == shape {
            return Operation.clamp(self, min, max)
        }
        let dtype = [min, max].reduce(dtype) { dtype, bound in
            bound.map { Tensor.resultType(Tensor(.integer(0), dtype: dtype, shape: shape), $0) } ?? dtype
        }
        guard
            let shape = [min, max].reduce(shape, { shape, bound in shape.flatMap { $0.broadcast(with: bound?.shape ?? []) } })
        else { trap("clamp", "bounds \(min?.shape ?? []) and \(max?.shape ?? []) do not broadcast with \(self.shape)") }
        func bound(_ bound: Tensor?, or extreme: ScalarValue) -> Tensor {
            bound?.to(dtype).expand(shape) ?? Tensor(extreme, dtype: dtype, shape: shape).onDevice(of: self)
        }
        let limits = dtype.limits
        return Operation.clamp(to(dtype).expand(shape), bound(min, or: limits.lowest), bound(max, or: limits.highest))
    }

    /// x clamped to an upper bound that broadcasts with it.
    public func clamp(max: Tensor) -> Tensor { clamp(min: nil, max: max) }

    /// Replaces NaN and the infinities by numbers (torch's `nan_to_num`): 0 and the dtype's extremes by default.
    public func nanToNum(nan: Double = 0, positiveInfinity: Double? = nil, negativeInfinity: Double? = nil) -> Tensor {
        if !dtype.isFloatingPoint { return self }
        let greatest = dtype.greatestFinite
        let finite = maskedFill(self .== Double.infinity, positiveInfinity ?? greatest)
            .maskedFill(self .== -Double.infinity, negativeInfinity ?? -greatest)
        return finite.maskedFill(isNaN(), nan)
    }
}

extension DType {
    /// The largest finite number of a floating-point dtype.
    fileprivate var greatestFinite: Double {
        switch self {
        case .float64: .greatestFiniteMagnitude
        case .bfloat16: 0x1.fep127
        case .float16: 65504
        case .float32, .int32, .int64, .uint8, .bool: Double(Float.greatestFiniteMagnitude)
        }
    }

    /// The least and the greatest value of the dtype.
    var limits: (lowest: ScalarValue, highest: ScalarValue) {
        switch self {
        case .float32, .float64, .float16, .bfloat16: (.floating(-.infinity), .floating(.infinity))
        case .int32: (.integer(Int(Int32.min)), .integer(Int(Int32.max)))
        case .int64: (.integer(.min), .integer(.max))
        case .uint8: (.integer(0), .integer(255))
        case .bool: (.boolean(false), .boolean(true))
        }
    }
}
