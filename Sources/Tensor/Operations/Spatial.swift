extension PerDim {
    /// The size for each spatial dim. Traps where one is below `lowest`, or does not fit in an Int32: products of two of them
    /// cannot overflow.
    ///
    /// - Parameters:
    ///   - count: how many spatial dims there are.
    ///   - lowest: the smallest valid size.
    ///   - name: what the sizes are, for the message: "kernel size".
    ///   - operation: the operation that takes them, for the message.
    public func sizes(_ count: Int, from lowest: Int, _ name: String, for operation: String) -> Shape {
        let sizes = values(count, atLeast: lowest, name, for: operation)
        if let size = sizes.first(where: { $0 > Int(Int32.max) }) { trap(operation, "\(name) \(size) is above \(Int32.max)") }
        return Shape(sizes)
    }
}

extension Tensor {
    /// As a batch `[batch, channels, ...]` with this many spatial dims; whether it was a single one, without the batch. Traps where it is
    /// neither.
    public func batched(_ spatial: Int, _ operation: String) -> (batch: Tensor, isSingle: Bool) {
        if rank == spatial + 2 { return (self, false) }
        if rank == spatial + 1 { return (unsqueeze(0), true) }
        trap(operation, "needs [batch, channels, \(spatial) spatial dims], with or without the batch, got \(shape)")
    }

    /// The sizes of the last dims.
    func spatialShape(_ count: Int) -> Shape { Shape(shape.suffix(count)) }

    /// Zeros before and after a dim.
    func padded(dim: Int, before: Int, after: Int) -> Tensor {
        if before == 0 && after == 0 { return self }
        let slice = Slice(dim: dim, start: before, count: shape[dim])
        return Operation.sliceScatter(slice, into: shape.replacing(dim, with: before + shape[dim] + after))(self)
    }

    /// Computes a product of integers in float64, which is exact as long as sums stay below 2⁵³.
    func viaFloat64(_ weight: Tensor, _ bias: Tensor?, _ function: (Tensor, Tensor, Tensor?) -> Tensor) -> Tensor {
        if dtype.isFloatingPoint { return function(self, weight, bias) }
        return function(to(.float64), weight.to(.float64), bias?.to(.float64)).to(dtype)
    }
}
