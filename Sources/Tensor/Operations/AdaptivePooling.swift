/// Pooling to a given size: output o of a dim covers the elements ⌊o · input / output⌋ ..< ⌈(o + 1) · input / output⌉. In an
/// output size -1 keeps the input's size: `[-1, 7]`.
extension Tensor {
    /// The means of windows that tile one spatial dim (torch's `adaptive_avg_pool1d`).
    public func adaptiveAvgPool1d(_ outputSize: any PerDim) -> Tensor {
        adaptiveAveragePool(1, "adaptiveAvgPool1d", outputSize)
    }

    /// The means of windows that tile two spatial dims (torch's `adaptive_avg_pool2d`).
    public func adaptiveAvgPool2d(_ outputSize: any PerDim) -> Tensor {
        adaptiveAveragePool(2, "adaptiveAvgPool2d", outputSize)
    }

    /// The means of windows that tile three spatial dims (torch's `adaptive_avg_pool3d`).
    public func adaptiveAvgPool3d(_ outputSize: any PerDim) -> Tensor {
        adaptiveAveragePool(3, "adaptiveAvgPool3d", outputSize)
    }

    /// The maxima of windows that tile one spatial dim (torch's `adaptive_max_pool1d`).
    public func adaptiveMaxPool1d(_ outputSize: any PerDim) -> Tensor {
        adaptiveMaxPool(1, "adaptiveMaxPool1d", outputSize)
    }

    /// The maxima of windows that tile two spatial dims (torch's `adaptive_max_pool2d`).
    public func adaptiveMaxPool2d(_ outputSize: any PerDim) -> Tensor {
        adaptiveMaxPool(2, "adaptiveMaxPool2d", outputSize)
    }

    /// The maxima of windows that tile three spatial dims (torch's `adaptive_max_pool3d`).
    public func adaptiveMaxPool3d(_ outputSize: any PerDim) -> Tensor {
        adaptiveMaxPool(3, "adaptiveMaxPool3d", outputSize)
    }

    /// ``adaptiveMaxPool1d(_:)``, with the int64 indices of the maxima.
    public func adaptiveMaxPool1dWithIndices(_ outputSize: any PerDim) -> (values: Tensor, indices: Tensor) {
        adaptiveMaxPoolWithIndices(1, "adaptiveMaxPool1d", outputSize)
    }

    /// ``adaptiveMaxPool2d(_:)``, with the int64 indices of the maxima in the flattened spatial dims.
    public func adaptiveMaxPool2dWithIndices(_ outputSize: any PerDim) -> (values: Tensor, indices: Tensor) {
        adaptiveMaxPoolWithIndices(2, "adaptiveMaxPool2d", outputSize)
    }

    /// ``adaptiveMaxPool3d(_:)``, with the int64 indices of the maxima in the flattened spatial dims.
    public func adaptiveMaxPool3dWithIndices(_ outputSize: any PerDim) -> (values: Tensor, indices: Tensor) {
        adaptiveMaxPoolWithIndices(3, "adaptiveMaxPool3d", outputSize)
    }

    /// The means of windows of a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func adaptiveAveragePool(_ spatial: Int, _ name: String, _ outputSize: any PerDim) -> Tensor {
        average(windows(spatial, name, outputSize), .inside, name)
    }

    /// The largest elements of windows of a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func adaptiveMaxPool(_ spatial: Int, _ name: String, _ outputSize: any PerDim) -> Tensor {
        Operation.maxPool(windows(spatial, name, outputSize))(self)
    }

    /// The largest elements of windows of a number of spatial dims, and their int64 positions within those.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func adaptiveMaxPoolWithIndices(
        _ spatial: Int, _ name: String, _ outputSize: any PerDim
    ) -> (values: Tensor, indices: Tensor) {
        largest(windows(spatial, name, outputSize))
    }

    private func windows(_ spatial: Int, _ name: String, _ outputSize: any PerDim) -> Pooling {
        if dtype == .bool { trap(name, "cannot pool bools") }
        let input = poolable(spatial, name)
        var output = outputSize.sizes(spatial, from: -1, "output size", for: name)
        for dim in 0..<spatial where output[dim] == -1 { output[dim] = input[dim] }
        return Pooling(input: input, output: output, window: nil)
    }
}
