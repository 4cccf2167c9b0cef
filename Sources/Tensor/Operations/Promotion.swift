extension Tensor {
    /// The dtype of an operation on both (torch's `result_type`): a tensor without dims yields to one with dims, unless it is
    /// of a higher category (bool, integer, floating).
    public static func resultType(_ a: Tensor, _ b: Tensor) -> DType {
        if a.dtype == b.dtype { return a.dtype }
        if (a.rank == 0) == (b.rank == 0) { return a.dtype.promoted(with: b.dtype) }
        let (dimensioned, scalar) = a.rank > 0 ? (a.dtype, b.dtype) : (b.dtype, a.dtype)
        return scalar.category > dimensioned.category ? scalar : dimensioned
    }

    /// Both with a common dtype and a common shape.
    static func aligned(_ a: Tensor, _ b: Tensor, for operation: @autoclosure () -> String) -> (Tensor, Tensor) {
        var (a, b) = (a, b)
        if a.dtype != b.dtype {
            let dtype = resultType(a, b)
            (a, b) = (a.to(dtype), b.to(dtype))
        }
        if a.shape != b.shape {
            guard let shape = a.shape.broadcast(with: b.shape) else {
                trap(operation(), "\(a.shape) and \(b.shape) do not broadcast")
            }
            (a, b) = (a.expand(shape), b.expand(shape))
        }
        return (a, b)
    }

    /// A function of several steps, computed in float32 for halves: only its result is rounded, and nothing overflows before.
    func upcastingHalf(_ function: (Tensor) -> Tensor) -> Tensor {
        dtype.isHalf ? function(to(dtype.upcast)).to(dtype) : function(self)
    }

    /// As a floating-point tensor: integers and bools become float32.
    func floating() -> Tensor { dtype.isFloatingPoint ? self : to(.default) }

    /// The elements converted to another dtype (torch's `to`). Never traps: what the dtype cannot represent wraps around, as in
    /// torch.
    public func to(_ dtype: DType) -> Tensor { dtype == self.dtype ? self : Operation.cast(dtype)(self) }

    /// A scalar as an operand for a tensor: in the dtype that torch gives it there, and in the tensor's shape.
    static func scalar(_ scalar: some Scalar, like x: Tensor) -> Tensor {
        let value = scalar.scalar
        let dtype = value.dtype(like: x.dtype)
        if x.device == .cpu { return Tensor(value, dtype: dtype, shape: x.shape) }
        return Tensor(value, dtype: dtype).onDevice(of: x).expand(x.shape)
    }

    /// The same, but traps where the dtype cannot represent an integer; for operations other than arithmetic.
    static func scalar(_ scalar: some Scalar, like x: Tensor, checkedFor operation: String) -> Tensor {
        let value = scalar.scalar
        _ = value.checked(for: value.dtype(like: x.dtype), operation)
        return .scalar(scalar, like: x)
    }

    /// A number in this dtype; traps where an integer dtype cannot represent it.
    func element(_ scalar: some Scalar, _ operation: String) -> Tensor {
        Tensor(scalar.scalar.checked(for: dtype, operation), dtype: dtype).onDevice(of: self)
    }

    /// The only element of a tensor with one element.
    var scalarValue: ScalarValue {
        switch dtype.category {
        case .boolean: .boolean(item(as: Bool.self))
        case .integer: .integer(item(as: Int.self))
        case .floating: .floating(item())
        }
    }
}
