extension Tensor {
    /// Windows of `size` elements along a dim, `step` apart: the dim counts them, a new last dim has their elements (torch's
    /// `Tensor.unfold`). A view.
    ///
    /// - Precondition: the dim has at least `size` elements.
    public func unfold(dim: Int, size: Int, step: Int) -> Tensor {
        if rank == 0 { return unsqueeze(0).unfold(dim: dim, size: size, step: step).reshape([size]) }
        let axis = normalizedDim("unfold", dim)
        if size < 0 || size > shape[axis] { trap("unfold", "windows of \(size) do not fit in dim \(axis) of \(shape)") }
        if step <= 0 { trap("unfold", "the step must be positive, got \(step)") }
        // With a single window, the step could be too large to multiply a stride by.
        return Operation.windows(Windows(dim: axis, size: size, step: Swift.min(step, Swift.max(shape[axis], 1))))(self)
    }

    /// The blocks under a sliding kernel, as columns (torch's `nn.functional.unfold`, im2col).
    ///
    /// - Input: `[N, C, H, W]` or `[C, H, W]`. Output: `[N, C · kernel, blocks]`, or without N; blocks are in row-major order.
    /// - Parameter padding: the number of zeros on each side.
    public func unfold(
        kernelSize: any PerDim, dilation: any PerDim = 1, padding: any PerDim = 0, stride: any PerDim = 1
    ) -> Tensor {
        if rank == 3 {
            return unsqueeze(0).unfold(kernelSize: kernelSize, dilation: dilation, padding: padding, stride: stride).squeeze(0)
        }
        if rank != 4 { trap("unfold", "takes [N, C, H, W] or [C, H, W], got \(shape)") }
        let kernel = SlidingKernel(kernelSize, dilation, padding, stride, "unfold")
        let counts = kernel.blockCounts(in: [shape[2], shape[3]], "unfold")
        let (rows, columns) = (kernel.padding[0], kernel.padding[1])
        let windows = pad([columns, columns, rows, rows])
            .dilatedWindows(2, kernel, 0).dilatedWindows(3, kernel, 1)  // [N, C, blocks, blocks, kernel, kernel]
        return windows.permute(0, 1, 4, 5, 2, 3)
            .reshape([shape[0], shape[1] * kernel.count, counts[0] * counts[1]])
    }

    /// Adds up blocks where they overlap, the adjoint of ``unfold(kernelSize:dilation:padding:stride:)`` (torch's
    /// `nn.functional.fold`, col2im).
    ///
    /// - Input: `[N, C · kernel, blocks]` or `[C · kernel, blocks]`. Output: `[N, C, H, W]`, or without N.
    public func fold(
        outputSize: any PerDim, kernelSize: any PerDim, dilation: any PerDim = 1, padding: any PerDim = 0,
        stride: any PerDim = 1
    ) -> Tensor {
        if rank == 2 {
            return unsqueeze(0).fold(
                outputSize: outputSize, kernelSize: kernelSize, dilation: dilation, padding: padding, stride: stride
            ).squeeze(0)
        }
        if rank != 3 { trap("fold", "needs [N, C · kernel, blocks] or [C · kernel, blocks], got \(shape)") }
        let kernel = SlidingKernel(kernelSize, dilation, padding, stride, "fold")
        let size = outputSize.sizes(2, from: 1, "outputSize", for: "fold")
        let counts = kernel.blockCounts(in: size, "fold")
        if shape[1] % kernel.count != 0 || shape[2] != counts[0] * counts[1] {
            trap("fold", "a \(size) image needs [N, C · \(kernel.count), \(counts[0] * counts[1])], got \(shape)")
        }
        let channels = shape[1] / kernel.count
        // Along the rows first, so that neighbours stay contiguous.
        let blocks = reshape([shape[0], channels, kernel.size[0], kernel.size[1], counts[0], counts[1]])
        let rows = blocks.permute(0, 1, 3, 4, 5, 2).dilatedOverlapAdd(3, kernel, 0, into: size[0])
        let padded = rows.permute(0, 1, 3, 4, 2).dilatedOverlapAdd(3, kernel, 1, into: size[1])
        return padded.narrow(dim: 2, start: kernel.padding[0], length: size[0])
            .narrow(dim: 3, start: kernel.padding[1], length: size[1])
    }

    /// Windows as wide as the dilated kernel along one side, reduced to the kernel's elements.
    private func dilatedWindows(_ dim: Int, _ kernel: SlidingKernel, _ side: Int) -> Tensor {
        let windows = unfold(dim: dim, size: kernel.extent(side), step: kernel.stride[side])
        return windows.slice(dim: -1, step: kernel.dilation[side])
    }

    private func dilatedOverlapAdd(_ dim: Int, _ kernel: SlidingKernel, _ side: Int, into size: Int) -> Tensor {
        var (windows, extent) = (self, kernel.extent(side))
        if kernel.dilation[side] > 1 {
            let slice = Slice(dim: rank - 1, start: 0, count: kernel.size[side], step: kernel.dilation[side])
            windows = Operation.sliceScatter(slice, into: shape.replacing(rank - 1, with: extent))(self)
        }
        extent = size + 2 * kernel.padding[side]
        let layout = Windows(dim: dim, size: kernel.extent(side), step: kernel.stride[side])
        return Operation.overlapAdd(layout, into: extent)(windows)
    }
}

/// A kernel that slides over two dims.
private struct SlidingKernel {
    let size, dilation, padding, stride: Shape

    init(
        _ size: any PerDim, _ dilation: any PerDim, _ padding: any PerDim, _ stride: any PerDim, _ operation: String
    ) {
        self.size = size.sizes(2, from: 1, "kernelSize", for: operation)
        self.dilation = dilation.sizes(2, from: 1, "dilation", for: operation)
        self.padding = padding.sizes(2, from: 0, "padding", for: operation)
        self.stride = stride.sizes(2, from: 1, "stride", for: operation)
    }

    /// The number of the kernel's elements.
    var count: Int { size[0] * size[1] }

    /// The distance from its first element to its last along one side, both included.
    func extent(_ side: Int) -> Int { dilation[side] * (size[side] - 1) + 1 }

    /// The number of blocks in an image along each side.
    func blockCounts(in image: Shape, _ operation: String) -> [Int] {
        (0..<2).map { side in
            let room = image[side] + 2 * padding[side] - extent(side)
            if room < 0 { trap(operation, "a kernel of \(extent(side)) does not fit in \(image[side]) + 2 · \(padding[side])") }
            return room / stride[side] + 1
        }
    }
}
