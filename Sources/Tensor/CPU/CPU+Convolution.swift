import CKernels
import COpenBLAS

// Convolutions as matrix products: what the kernel sees from each output is a column, image by image and group by group. A block
// of columns at a time, so that they stay in the cache.
extension CPU {
    func convolution(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ convolution: Convolution) -> Tensor {
        let sizes = ConvolutionSizes(convolution, batch: x.shape[0], weight)
        let result = Tensor.uninitialized(Shape([x.shape[0], weight.shape[0]] + Array(convolution.window.output)), x.dtype)
        let (source, factor) = (contiguous(x), contiguous(weight))
        if let bias {
            let shape = Shape([-1] + Array(repeating: 1, count: convolution.window.output.count))
            copy(bias.reshape(shape).expandedView(result.shape), to: result.address, strides: result.strides)
        }
        func run<T: BLASElement>(_ type: T.Type) {
            let (w, y) = (factor.pointer(T.self), result.pointer(T.self))
            sizes.forEachBlock(source.pointer(T.self)) { block, columns, leading in
                T.gemm(
                    false, false, sizes.outChannels, block.count, sizes.depth, w + block.group * sizes.weightCount,
                    sizes.depth, columns, leading, beta: bias == nil ? 0 : 1, y + block.output, sizes.outputs)
            }
        }
        withExtendedLifetime((source, factor)) { x.dtype == .float64 ? run(Double.self) : run(Float.self) }
        return result
    }

    func convolutionInputGradient(_ dy: Tensor, _ weight: Tensor, _ convolution: Convolution) -> Tensor {
        let sizes = ConvolutionSizes(convolution, batch: dy.shape[0], weight)
        let result = Tensor.uninitialized(
            Shape([dy.shape[0], weight.shape[1] * convolution.groups] + Array(convolution.window.input)), dy.dtype)
        let (source, factor) = (contiguous(dy), contiguous(weight))
        func run<T: BLASElement>(_ type: T.Type) {
            let (w, g, x) = (factor.pointer(T.self), source.pointer(T.self), result.pointer(T.self))
            x.initialize(repeating: 0, count: result.count)
            sizes.forEachBlock { block, columns in
                let target = columns ?? x + block.input
                T.gemm(
                    true, false, sizes.depth, block.count, sizes.outChannels, w + block.group * sizes.weightCount,
                    sizes.depth, g + block.output, sizes.outputs, beta: 0, target, block.count)
                if columns != nil {
                    let axes = sizes.axes
                    T.fold(target, sizes.channels, axes.0, axes.1, axes.2, block.firstRow, block.rows, x + block.input)
                }
            }
        }
        withExtendedLifetime((source, factor)) { dy.dtype == .float64 ? run(Double.self) : run(Float.self) }
        return result
    }

    func convolutionWeightGradient(_ dy: Tensor, _ x: Tensor, _ convolution: Convolution) -> Tensor {
        let shape = Shape([dy.shape[1], x.shape[1] / convolution.groups] + Array(convolution.window.kernel))
        let result = Tensor.uninitialized(shape, dy.dtype)
        let sizes = ConvolutionSizes(convolution, batch: dy.shape[0], result)
        let (cotangent, source) = (contiguous(dy), contiguous(x))
        func run<T: BLASElement>(_ type: T.Type) {
            let (g, w) = (cotangent.pointer(T.self), result.pointer(T.self))
            w.initialize(repeating: 0, count: result.count)
            sizes.forEachBlock(source.pointer(T.self)) { block, columns, leading in
                T.gemm(
                    false, true, sizes.outChannels, sizes.depth, block.count, g + block.output, sizes.outputs, columns,
                    leading, beta: 1, w + block.group * sizes.weightCount, sizes.depth)
            }
        }
        withExtendedLifetime((cotangent, source)) { dy.dtype == .float64 ? run(Double.self) : run(Float.self) }
        return result
    }
}

/// A convolution in numbers: of one group where nothing else is said.
private struct ConvolutionSizes {
    let batch, groups, channels, outChannels: Int
    /// Elements of an image's channel before and after.
    let inputs, outputs: Int
    /// The height of a column: channels times the positions of the kernel.
    let depth: Int
    let weightCount: Int
    let axes: (KindlingAxis, KindlingAxis, KindlingAxis)
    /// The columns are the input itself.
    let isPointwise: Bool

    init(_ convolution: Convolution, batch: Int, _ weight: Tensor) {
        let window = convolution.window
        self.batch = batch
        groups = convolution.groups
        channels = weight.shape[1]
        outChannels = weight.shape[0] / groups
        inputs = window.input.elementCount
        outputs = window.output.elementCount
        depth = channels * window.kernel.elementCount
        weightCount = outChannels * depth
        isPointwise = convolution.isPointwise
        axes = (window.axis(0), window.axis(1), window.axis(2))
    }

    /// Some rows of the outputs of one image and group.
    struct Block {
        var group: Int
        /// Where the group's input starts, and the block's output.
        var input, output: Int
        var firstRow, rows: Int
        /// How many outputs.
        var count: Int
    }

    private static let columnsInCache = 1 << 17

    private func forEachBlock(_ body: (Block) -> Void) {
        let width = axes.2.output
        let allRows = width == 0 ? 0 : outputs / width
        let rows = isPointwise ? allRows : max(Self.columnsInCache / max(depth * width, 1), 1)
        for image in 0..<batch {
            for group in 0..<groups {
                let place = image * groups + group
                for first in stride(from: 0, to: allRows, by: max(rows, 1)) {
                    let count = min(rows, allRows - first)
                    body(
                        Block(
                            group: group, input: place * channels * inputs,
                            output: place * outChannels * outputs + first * width, firstRow: first, rows: count,
                            count: count * width))
                }
            }
        }
    }

    /// Calls `body` with memory for the columns of each block, nil where the input itself is the columns.
    func forEachBlock<T: BLASElement>(_ body: (Block, UnsafeMutablePointer<T>?) -> Void) {
        if outChannels == 0 || depth == 0 { return }
        if isPointwise { return forEachBlock { body($0, nil) } }
        let rows = min(max(Self.columnsInCache / max(depth * axes.2.output, 1), 1), axes.0.output * axes.1.output)
        let columns = Tensor.uninitialized([depth * axes.2.output * rows], T.dtype)
        withExtendedLifetime(columns) { forEachBlock { body($0, columns.pointer()) } }
    }

    /// Calls `body` with the columns of each block, and the length of their rows.
    func forEachBlock<T: BLASElement>(
        _ x: UnsafePointer<T>, _ body: (Block, _ columns: UnsafePointer<T>, _ leading: Int) -> Void
    ) {
        forEachBlock { (block, columns: UnsafeMutablePointer<T>?) in
            guard let columns else { return body(block, x + block.input, outputs) }
            T.unfold(x + block.input, channels, axes.0, axes.1, axes.2, block.firstRow, block.rows, columns)
            body(block, UnsafePointer(columns), block.count)
        }
    }
}

extension SlidingWindow {
    /// Of three spatial dims, of which those that are missing come first.
    fileprivate func axis(_ position: Int) -> KindlingAxis {
        let dim = position - (3 - input.count)
        if dim < 0 { return KindlingAxis(input: 1, kernel: 1, stride: 1, padding: 0, dilation: 1, output: 1) }
        return KindlingAxis(
            input: input[dim], kernel: kernel[dim], stride: stride[dim], padding: padding[dim], dilation: dilation[dim],
            output: output[dim])
    }
}
