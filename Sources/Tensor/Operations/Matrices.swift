// Matrices in the last two dims of tensors; leading dims are a batch.
extension Tensor {
    /// The transposed matrices: the last two dims swapped (torch's `mT`).
    public var mT: Tensor {
        if rank < 2 { trap("mT", "takes a matrix or a batch of them, got \(shape)") }
        return transpose(-2, -1)
    }

    /// The sizes of the last two dims.
    var matrixSizes: (rows: Int, columns: Int) { (shape[rank - 2], shape[rank - 1]) }

    /// Traps unless this holds matrices with a floating-point dtype, square ones if `square`.
    func requireMatrices(_ operation: String, square: Bool = false) {
        if rank < 2 { trap(operation, "takes a matrix or a batch of them, got \(shape)") }
        if square && shape[rank - 2] != shape[rank - 1] { trap(operation, "takes square matrices, got \(shape)") }
        if !dtype.isFloatingPoint { trap(operation, "takes a floating-point dtype, got \(dtype)") }
    }

    /// Both with the same leading dims, broadcast from those of this tensor and of `other`.
    func batched(with other: Tensor, _ operation: String) -> (Tensor, Tensor) {
        if dtype != other.dtype { trap(operation, "operands must have one dtype, got \(dtype) and \(other.dtype)") }
        guard let batch = shape.batch.broadcast(with: other.shape.batch) else {
            trap(operation, "leading dims of \(shape) and \(other.shape) do not broadcast")
        }
        return (expand(batch.appending(shape.suffix(2))), other.expand(batch.appending(other.shape.suffix(2))))
    }

    /// Identity matrices in this tensor's shape.
    package func identity() -> Tensor {
        Tensor.eye(shape[rank - 2], shape[rank - 1], dtype: dtype).onDevice(of: self).expand(shape)
    }
}

extension Shape {
    /// The shape with other sizes for the last two dims.
    func withMatrix(_ rows: Int, _ columns: Int) -> Shape {
        replacing(count - 2, with: rows).replacing(count - 1, with: columns)
    }

    /// The shape without the last two dims.
    var batch: Shape { Shape(dropLast(2)) }

    func appending(_ sizes: some Collection<Int>) -> Shape {
        var result = self
        for size in sizes { result.append(size) }
        return result
    }
}
