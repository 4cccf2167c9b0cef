/// How a kernel slides over the spatial dims of a tensor `[batch, channels, ...]`: one number for each such dim.
///
/// Position `o` of the output sees the input's positions `o · stride - padding + k · dilation`, for k in 0 ..< kernel.
public struct SlidingWindow: Sendable, Hashable {
    /// The input's sizes.
    public var input: Shape
    /// The kernel's sizes.
    public var kernel: Shape
    /// How far the kernel moves from one output to the next.
    public var stride: Shape
    /// How many zeros stand before the input, and as many behind it.
    public var padding: Shape
    /// How far the kernel's positions are apart: 1 where they are neighbours.
    public var dilation: Shape
    /// The output's sizes.
    public var output: Shape

    /// A window over one, two or three spatial dims.
    ///
    /// ```swift
    /// let window = SlidingWindow(input: [28, 28], kernel: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1])
    /// window.output      // [14, 14]
    /// ```
    ///
    /// - Parameter output: ⌊(input + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1 where nil. Pooling that rounds up has one more
    ///   where a window begins in the padded input but ends behind it.
    /// - Precondition: one number for each of 1 to 3 dims; sizes of the kernel, strides and dilations are at least 1, all others not
    ///   negative; every window begins within the padded input, and ends there too unless `output` is given.
    public init(
        input: Shape, kernel: Shape, stride: Shape, padding: Shape, dilation: Shape, output: Shape? = nil
    ) {
        let all = [input, kernel, stride, padding, dilation, output ?? input]
        if !(1...3).contains(input.count) || all.contains(where: { $0.count != input.count }) {
            trap("SlidingWindow", "takes a number for each of 1 to 3 dims, got \(all)")
        }
        for (name, sizes, least) in [
            ("input", input, 0), ("kernel", kernel, 1), ("stride", stride, 1), ("padding", padding, 0),
            ("dilation", dilation, 1),
            ("output", output ?? input, 0),
        ] {
            if let wrong = sizes.first(where: { $0 < least || $0 > Int(Int32.max) }) {
                trap("SlidingWindow", "\(name) must be in \(least)...\(Int32.max), got \(wrong)")
            }
        }
        self.init(
            unchecked: input, kernel: kernel, stride: stride, padding: padding, dilation: dilation, output: output ?? input)
        for dim in input.indices {
            let size = input[dim] + 2 * padding[dim]
            if let output {
                if output[dim] > 0 && (output[dim] - 1) * stride[dim] >= max(size, 1) {
                    trap("SlidingWindow", "an output \(output) needs more than an input \(input) with padding \(padding)")
                }
            } else if extent(dim) > size {
                trap("SlidingWindow", "a kernel \(kernel) is larger than an input \(input) with padding \(padding)")
            } else {
                self.output[dim] = (size - extent(dim)) / stride[dim] + 1
            }
        }
    }

    /// What the caller has checked, or still corrects.
    init(unchecked input: Shape, kernel: Shape, stride: Shape, padding: Shape, dilation: Shape, output: Shape) {
        self.input = input
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.output = output
    }

    /// How far a kernel reaches along a dim: from its first position to its last, both counted.
    public func extent(_ dim: Int) -> Int { (kernel[dim] - 1) * dilation[dim] + 1 }
}

/// A convolution of x `[batch, channels, input...]` with w `[outChannels, channels / groups, kernel...]`, which gives
/// `[batch, outChannels, output...]`.
public struct Convolution: Sendable, Hashable {
    /// How the weight slides over x.
    public var window: SlidingWindow
    /// Each group of outputs sees its own group of channels.
    public var groups: Int

    /// - Precondition: at least one group, of which the channels and the output channels are multiples.
    public init(window: SlidingWindow, groups: Int = 1) {
        if groups < 1 { trap("Convolution", "groups must be at least 1, got \(groups)") }
        self.window = window
        self.groups = groups
    }

    /// Every output sees one position, and all of them are seen in order.
    var isPointwise: Bool {
        window.kernel.allSatisfy { $0 == 1 } && window.stride.allSatisfy { $0 == 1 }
            && window.padding.allSatisfy { $0 == 0 }
    }
}

/// Which positions of the spatial dims, the last ones of `[..., input...]`, each element of `[..., output...]` is made of.
public struct Pooling: Sendable, Hashable {
    /// The sizes of the input's spatial dims.
    public var input: Shape
    /// The sizes of the output's.
    public var output: Shape
    /// Nil where the pooling is adaptive: output o is made of ⌊o · input / output⌋ ..< ⌈(o + 1) · input / output⌉.
    public var window: SlidingWindow?

    /// What an average's sum is divided by.
    public enum Divisor: Sendable, Hashable {
        /// The number of elements that are there, without the padding.
        case inside
        /// The number of elements with the padding (torch's `count_include_pad`).
        case padded
        /// A number (torch's `divisor_override`).
        case fixed(Int)
    }

    /// Pooling by a window that slides over the input.
    public init(_ window: SlidingWindow) { self.init(input: window.input, output: window.output, window: window) }

    /// Adaptive pooling, whose windows share the input out evenly among the outputs.
    ///
    /// - Precondition: as many sizes of the output as of the input, 1 to 3, and none below 1.
    public init(input: Shape, output: Shape) {
        if !(1...3).contains(input.count) || output.count != input.count
            || (Array(input) + Array(output)).contains(where: { $0 < 1 })
        {
            trap("Pooling", "takes sizes of 1 to 3 dims, none below 1, got an input \(input) and an output \(output)")
        }
        self.init(input: input, output: output, window: nil)
    }

    init(input: Shape, output: Shape, window: SlidingWindow?) {
        self.input = input
        self.output = output
        self.window = window
    }

    /// The positions that an output is made of, along a dim: from `start` on, `count` that are there, one window's dilation apart, and how
    /// many with padding.
    public func positions(ofOutput o: Int, dim: Int) -> (start: Int, count: Int, padded: Int) {
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
