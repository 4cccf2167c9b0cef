/// Pooling: each window of the spatial dims becomes one element. The input is `[batch, channels, ...]`, or one example without
/// the batch. Sizes are one number, or one for each spatial dim; the stride is the kernel's size by default.
///
/// The output's size is ⌊(input + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1; with `ceilMode` ⌈...⌉, but without
/// windows that would start in the padding at the end.
extension Tensor {
    // MARK: Maximum

    /// The maximum of each window over one spatial dim (torch's `max_pool1d`). Padding is never the maximum.
    public func maxPool1d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> Tensor {
        maxPool(1, "maxPool1d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// The maximum of each window over two spatial dims (torch's `max_pool2d`). Padding is never the maximum.
    public func maxPool2d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> Tensor {
        maxPool(2, "maxPool2d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// The maximum of each window over three spatial dims (torch's `max_pool3d`). Padding is never the maximum.
    public func maxPool3d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> Tensor {
        maxPool(3, "maxPool3d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// ``maxPool1d(_:stride:padding:dilation:ceilMode:)``, with the int64 indices of the maxima in the spatial dim.
    public func maxPool1dWithIndices(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> (values: Tensor, indices: Tensor) {
        maxPoolWithIndices(1, "maxPool1d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// ``maxPool2d(_:stride:padding:dilation:ceilMode:)``, with the int64 indices of the maxima in the flattened spatial dims.
    public func maxPool2dWithIndices(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> (values: Tensor, indices: Tensor) {
        maxPoolWithIndices(2, "maxPool2d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// ``maxPool3d(_:stride:padding:dilation:ceilMode:)``, with the int64 indices of the maxima in the flattened spatial dims.
    public func maxPool3dWithIndices(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) -> (values: Tensor, indices: Tensor) {
        maxPoolWithIndices(3, "maxPool3d", kernelSize, stride, padding, dilation, ceilMode)
    }

    /// The largest elements of windows of a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func maxPool(
        _ spatial: Int, _ name: String, _ kernel: any PerDim, _ stride: (any PerDim)?, _ padding: any PerDim,
        _ dilation: any PerDim, _ ceilMode: Bool
    ) -> Tensor {
        Operation.maxPool(maxPooling(spatial, name, kernel, stride, padding, dilation, ceilMode))(self)
    }

    /// The largest elements of windows of a number of spatial dims, and their int64 positions within those.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func maxPoolWithIndices(
        _ spatial: Int, _ name: String, _ kernel: any PerDim, _ stride: (any PerDim)?, _ padding: any PerDim,
        _ dilation: any PerDim, _ ceilMode: Bool
    ) -> (values: Tensor, indices: Tensor) {
        largest(maxPooling(spatial, name, kernel, stride, padding, dilation, ceilMode))
    }

    private func maxPooling(
        _ spatial: Int, _ name: String, _ kernel: any PerDim, _ stride: (any PerDim)?, _ padding: any PerDim,
        _ dilation: any PerDim, _ ceilMode: Bool
    ) -> Pooling {
        if dtype == .bool { trap(name, "cannot pool bools") }
        let pooling = pooling(spatial, name, kernel, stride, padding, dilation, ceilMode)
        for dim in 0..<spatial {
            for o in 0..<pooling.output[dim] where pooling.positions(ofOutput: o, dim: dim).count == 0 {
                trap(name, "the window \(pooling.window!.kernel) at output \(o) of dim \(dim) holds padding only")
            }
        }
        return pooling
    }

    func largest(_ pooling: Pooling) -> (values: Tensor, indices: Tensor) {
        (Operation.maxPool(pooling)(self), Operation.maxPoolIndices(pooling)(detached()))
    }

    /// The elements at indices into the flattened spatial dims.
    public func pooled(_ pooling: Pooling, at indices: Tensor) -> Tensor {
        let first = rank - pooling.input.count
        // Both spatial and output dims are flattened here.
        let flat = pooling.input.count == 1 ? self : flatten(from: first)
        let positions = pooling.input.count == 1 ? indices : indices.flatten(from: first)
        return Operation.gather(dim: first)(flat, positions).reshape(indices.shape)
    }

    // MARK: Average

    /// The mean of each window over one spatial dim (torch's `avg_pool1d`).
    ///
    /// - Parameter countIncludePad: whether the zeros of the padding count in the mean.
    public func avgPool1d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true
    ) -> Tensor {
        averagePool(1, "avgPool1d", kernelSize, stride, padding, ceilMode, countIncludePad, nil)
    }

    /// The mean of each window over two spatial dims (torch's `avg_pool2d`).
    ///
    /// - Parameters:
    ///   - countIncludePad: whether the zeros of the padding count in the mean.
    ///   - divisorOverride: the divisor, instead of the number of elements.
    public func avgPool2d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true,
        divisorOverride: Int? = nil
    ) -> Tensor {
        averagePool(2, "avgPool2d", kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride)
    }

    /// The mean of each window over three spatial dims (torch's `avg_pool3d`).
    ///
    /// - Parameters:
    ///   - countIncludePad: whether the zeros of the padding count in the mean.
    ///   - divisorOverride: the divisor, instead of the number of elements.
    public func avgPool3d(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true,
        divisorOverride: Int? = nil
    ) -> Tensor {
        averagePool(3, "avgPool3d", kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride)
    }

    /// The means of windows of a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func averagePool(
        _ spatial: Int, _ name: String, _ kernel: any PerDim, _ stride: (any PerDim)?, _ padding: any PerDim, _ ceilMode: Bool,
        _ countIncludePad: Bool, _ divisor: Int?
    ) -> Tensor {
        if divisor == 0 { trap(name, "the divisor must not be 0") }
        let pooling = pooling(spatial, name, kernel, stride, padding, 1, ceilMode)
        return average(pooling, divisor.map(Pooling.Divisor.fixed) ?? (countIncludePad ? .padded : .inside), name)
    }

    func average(_ pooling: Pooling, _ divisor: Pooling.Divisor, _ name: String) -> Tensor {
        if dtype == .bool { trap(name, "cannot average bools") }
        if dtype.isFloatingPoint { return Operation.averagePool(pooling, divisor)(self) }
        // The quotient of integers is truncated.
        return Operation.averagePool(pooling, divisor)(to(.float64)).to(dtype)
    }

    /// (Σ xᵖ)^(1/p) over each window of one spatial dim, without padding (torch's `lp_pool1d`).
    public func lpPool1d(_ normType: Double, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, ceilMode: Bool = false)
        -> Tensor
    {
        lpPool(1, "lpPool1d", normType, kernelSize, stride, ceilMode)
    }

    /// (Σ xᵖ)^(1/p) over each window of two spatial dims, without padding (torch's `lp_pool2d`).
    public func lpPool2d(_ normType: Double, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, ceilMode: Bool = false)
        -> Tensor
    {
        lpPool(2, "lpPool2d", normType, kernelSize, stride, ceilMode)
    }

    /// (Σ xᵖ)^(1/p) over each window of three spatial dims, without padding (torch's `lp_pool3d`).
    public func lpPool3d(_ normType: Double, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, ceilMode: Bool = false)
        -> Tensor
    {
        lpPool(3, "lpPool3d", normType, kernelSize, stride, ceilMode)
    }

    /// (Σ xᵖ)^(1/p) over windows of a number of spatial dims, for layers of any number of them.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func lpPool(
        _ spatial: Int, _ name: String, _ p: Double, _ kernel: any PerDim, _ stride: (any PerDim)?, _ ceilMode: Bool
    ) -> Tensor {
        let pooling = pooling(spatial, name, kernel, stride, 0, 1, ceilMode)
        let x = floating()
        let scale = x.powerOfTwo(near: x)
        let mean = (x / scale).pow(p).average(pooling, .padded, name)
        return (mean * pooling.window!.kernel.elementCount).pow(1 / p) * scale
    }

    // MARK: Windows

    private func pooling(
        _ spatial: Int, _ name: String, _ kernelSize: any PerDim, _ stride: (any PerDim)?, _ padding: any PerDim,
        _ dilation: any PerDim,
        _ ceilMode: Bool
    ) -> Pooling {
        let input = poolable(spatial, name)
        let kernel = kernelSize.sizes(spatial, from: 1, "kernel size", for: name)
        var window = SlidingWindow(
            unchecked: input, kernel: kernel, stride: stride?.sizes(spatial, from: 1, "stride", for: name) ?? kernel,
            padding: padding.sizes(spatial, from: 0, "padding", for: name),
            dilation: dilation.sizes(spatial, from: 1, "dilation", for: name), output: input)
        for dim in 0..<spatial {
            let (size, zeros, step, extent) = (input[dim], window.padding[dim], window.stride[dim], window.extent(dim))
            if zeros > extent / 2 {
                trap(name, "padding \(window.padding) must be at most half of kernel \(kernel)")
            }
            let room = size + 2 * zeros - extent + (ceilMode ? step - 1 : 0)
            window.output[dim] = room < 0 ? 0 : room / step + 1
            if ceilMode && (window.output[dim] - 1) * step >= size + zeros { window.output[dim] -= 1 }
            if window.output[dim] < 1 { trap(name, "kernel \(kernel) exceeds input \(input) with its padding") }
        }
        return Pooling(input: input, output: window.output, window: window)
    }

    /// The spatial sizes of a tensor that can be pooled.
    func poolable(_ spatial: Int, _ name: String) -> Shape {
        if rank != spatial + 1 && rank != spatial + 2 {
            trap(name, "needs [batch, channels, \(spatial) spatial dims], with or without the batch, got \(shape)")
        }
        if shape.suffix(rank == spatial + 1 ? rank : rank - 1).contains(0) { trap(name, "\(shape) is empty beyond the batch") }
        return spatialShape(spatial)
    }
}
