/// The partial inverse of max pooling: each element is written to the index it came from, and all others are 0.
extension Tensor {
    /// Reverts ``maxPool1dWithIndices(_:stride:padding:dilation:ceilMode:)`` (torch's `max_unpool1d`).
    ///
    /// - Parameters:
    ///   - indices: int64, in this shape.
    ///   - outputSize: the size of the spatial dim; (input - 1) · stride - 2 padding + kernel where nil.
    public func maxUnpool1d(
        _ indices: Tensor, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0,
        outputSize: (any PerDim)? = nil
    ) -> Tensor {
        maxUnpool(1, "maxUnpool1d", indices, kernelSize, stride, padding, outputSize)
    }

    /// Reverts ``maxPool2dWithIndices(_:stride:padding:dilation:ceilMode:)`` (torch's `max_unpool2d`).
    ///
    /// - Parameters:
    ///   - indices: int64, in this shape.
    ///   - outputSize: the sizes of the spatial dims; (input - 1) · stride - 2 padding + kernel where nil.
    public func maxUnpool2d(
        _ indices: Tensor, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0,
        outputSize: (any PerDim)? = nil
    ) -> Tensor {
        maxUnpool(2, "maxUnpool2d", indices, kernelSize, stride, padding, outputSize)
    }

    /// Reverts ``maxPool3dWithIndices(_:stride:padding:dilation:ceilMode:)`` (torch's `max_unpool3d`).
    ///
    /// - Parameters:
    ///   - indices: int64, in this shape.
    ///   - outputSize: the sizes of the spatial dims; (input - 1) · stride - 2 padding + kernel where nil.
    public func maxUnpool3d(
        _ indices: Tensor, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0,
        outputSize: (any PerDim)? = nil
    ) -> Tensor {
        maxUnpool(3, "maxUnpool3d", indices, kernelSize, stride, padding, outputSize)
    }

    /// The inverse of max pooling over a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func maxUnpool(
        _ spatial: Int, _ name: String, _ indices: Tensor, _ kernelSize: any PerDim, _ stride: (any PerDim)?,
        _ padding: any PerDim,
        _ outputSize: (any PerDim)?
    ) -> Tensor {
        let input = poolable(spatial, name)
        if indices.shape != shape || indices.dtype != .int64 {
            trap(name, "needs int64 indices \(shape), got \(indices.dtype) \(indices.shape)")
        }
        let kernel = kernelSize.sizes(spatial, from: 1, "kernel size", for: name)
        let strides = stride?.sizes(spatial, from: 1, "stride", for: name) ?? kernel
        let zeros = padding.sizes(spatial, from: 0, "padding", for: name)
        var output = input
        for dim in 0..<spatial { output[dim] = (input[dim] - 1) * strides[dim] - 2 * zeros[dim] + kernel[dim] }
        if let outputSize {
            let wanted = outputSize.sizes(spatial, from: 1, "output size", for: name)
            for dim in 0..<spatial where Swift.abs(wanted[dim] - output[dim]) >= strides[dim] {
                trap(name, "output \(wanted) is not within stride \(strides) of \(output)")
            }
            output = wanted
        }
        if output.contains(where: { $0 < 1 }) { trap(name, "the output \(output) would be empty") }
        let first = rank - spatial
        let leading = Array(shape[..<first])
        let empty = Tensor.zeros(Shape(leading + [output.elementCount]), like: self)
        return empty.scatter(dim: first, indices.flatten(from: first), flatten(from: first))
            .reshape(Shape(leading + Array(output)))
    }
}
