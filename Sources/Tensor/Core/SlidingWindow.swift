/// How a kernel slides over the spatial dims of a tensor `[batch, channels, ...]`: one number for each such dim.
///
/// Position `o` of the output sees the input's positions `o · stride - padding + k · dilation`, for k in 0 ..< kernel.
public struct SlidingWindow: Sendable, Hashable {
    public var input: Shape
    public var kernel: Shape
    public var stride: Shape
    public var padding: Shape
    public var dilation: Shape
    public var output: Shape

    /// How far a kernel reaches along a dim.
    func extent(_ dim: Int) -> Int { (kernel[dim] - 1) * dilation[dim] + 1 }
}

/// A convolution of x `[batch, channels, input...]` with w `[outChannels, channels / groups, kernel...]`, which gives
/// `[batch, outChannels, output...]`.
public struct Convolution: Sendable, Hashable {
    public var window: SlidingWindow
    /// Each group of outputs sees its own group of channels.
    public var groups: Int

    /// Every output sees one position, and all of them are seen in order.
    var isPointwise: Bool {
        window.kernel.allSatisfy { $0 == 1 } && window.stride.allSatisfy { $0 == 1 }
            && window.padding.allSatisfy { $0 == 0 }
    }
}

/// Which positions of the spatial dims, the last ones of `[..., input...]`, each element of `[..., output...]` is made of.
public struct Pooling: Sendable, Hashable {
    public var input: Shape
    public var output: Shape
    /// Nil where the cells are adaptive: ⌊o · input / output⌋ ..< ⌈(o + 1) · input / output⌉.
    public var window: SlidingWindow?

    /// What an average's sum is divided by.
    public enum Divisor: Sendable, Hashable {
        /// The number of elements that are there, without the padding, or with it.
        case inside, padded
        case fixed(Int)
    }

    /// The cell of output `o` along a dim: from `start` on, `count` positions that are there, and how many with padding.
    func cell(_ o: Int, dim: Int) -> (start: Int, count: Int, padded: Int) {
        guard let window else {
            let start = o * input[dim] / output[dim]
            let end = ((o + 1) * input[dim] + output[dim] - 1) / output[dim]
            return (start, end - start, end - start)
        }
        let (size, padding, step) = (input[dim], window.padding[dim], window.dilation[dim])
        let first = o * window.stride[dim] - padding
        let last = first + window.extent(dim)
        let start = first < 0 ? first + (step - 1 - first) / step * step : first
        let end = Swift.min(last, size)
        return (start, Swift.max((end - start + step - 1) / step, 0), Swift.min(last, size + padding) - first)
    }
}
