/// The padding of a convolution's input with zeros: a number for each side, or as many as the output's size needs.
public struct ConvolutionPadding: Sendable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    enum Kind {
        case sizes(any PerDim)
        case same
    }

    let kind: Kind

    /// The output has the input's size (torch's `same`). An odd number of zeros has the larger part at the end. The stride must
    /// be 1.
    public static let same = ConvolutionPadding(.same)
    /// No padding (torch's `valid`).
    public static let valid = ConvolutionPadding(0)

    private init(_ kind: Kind) { self.kind = kind }
    /// This many zeros on each side: one number, or one for each spatial dim.
    public init(_ sizes: any PerDim) { kind = .sizes(sizes) }
    /// Before and after each spatial dim, the last one first, as ``Tensor/pad(_:mode:value:)`` takes them.
    ///
    /// - Parameters:
    ///   - kernel: the kernel's sizes.
    ///   - dilation: how far the kernel's positions are apart.
    ///   - operation: the operation that takes the padding, for messages.
    public func amounts(kernel: Shape, dilation: Shape, for operation: String) -> [Int] {
        let sides: [(before: Int, after: Int)] =
            switch kind {
            case .sizes(let sizes): sizes.sizes(kernel.count, from: 0, "padding", for: operation).map { ($0, $0) }
            case .same:
                zip(kernel, dilation).map { size, dilation in
                    let total = dilation * (size - 1)
                    return (total / 2, total - total / 2)
                }
            }
        return sides.reversed().flatMap { [$0.before, $0.after] }
    }

    public init(integerLiteral value: Int) { kind = .sizes(value) }
    public init(arrayLiteral values: Int...) { kind = .sizes(values) }
}

/// y[n, o, p] = bias[o] + Σ x[n, c, p · stride - padding + k · dilation] · weight[o, c, k], over the channels c of o's group
/// and the elements k of the kernel.
///
/// The input is `[batch, channels, ...]`, or one example without the batch; the weight `[outChannels, channels / groups, ...]`;
/// the bias `[outChannels]`. Sizes are one number, or one for each spatial dim. The output's size is ⌊(input + 2 padding -
/// dilation (kernel - 1) - 1) / stride⌋ + 1.
extension Tensor {
    /// A convolution over one spatial dim (torch's `conv1d`): `[batch, channels, length]`.
    public func conv1d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: ConvolutionPadding = 0,
        dilation: any PerDim = 1,
        groups: Int = 1
    ) -> Tensor {
        convolution(1, "conv1d", weight, bias, stride, padding, dilation, groups)
    }

    /// A convolution over two spatial dims (torch's `conv2d`): `[batch, channels, height, width]`.
    ///
    /// ```swift
    /// images.conv2d(weight, bias: bias, stride: 2, padding: [1, 0])
    /// ```
    public func conv2d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: ConvolutionPadding = 0,
        dilation: any PerDim = 1,
        groups: Int = 1
    ) -> Tensor {
        convolution(2, "conv2d", weight, bias, stride, padding, dilation, groups)
    }

    /// A convolution over three spatial dims (torch's `conv3d`): `[batch, channels, depth, height, width]`.
    public func conv3d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: ConvolutionPadding = 0,
        dilation: any PerDim = 1,
        groups: Int = 1
    ) -> Tensor {
        convolution(3, "conv3d", weight, bias, stride, padding, dilation, groups)
    }

    /// A convolution over a number of spatial dims, which layers for any number of them call.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func convolution(
        _ spatial: Int, _ name: String, _ weight: Tensor, _ bias: Tensor?, _ stride: any PerDim, _ padding: ConvolutionPadding,
        _ dilation: any PerDim, _ groups: Int
    ) -> Tensor {
        var (x, isSingle) = batched(spatial, name)
        x.requireConvolvable(name, weight, bias, outChannels: 0, groups)
        if x.shape[1] != weight.shape[1] * groups || weight.shape[0] % groups != 0 {
            trap(name, "\(x.shape[1]) channels in \(groups) groups do not match weight \(weight.shape)")
        }
        let kernel = weight.spatialShape(spatial)
        let strides = stride.sizes(spatial, from: 1, "stride", for: name)
        let dilations = dilation.sizes(spatial, from: 1, "dilation", for: name)
        var zeros = Shape(repeating: 0, count: spatial)
        switch padding.kind {
        case .sizes(let sizes): zeros = sizes.sizes(spatial, from: 0, "padding", for: name)
        case .same:
            if strides.contains(where: { $0 != 1 }) { trap(name, "padding .same needs a stride of 1, got \(strides)") }
            for dim in 0..<spatial {
                let total = dilations[dim] * (kernel[dim] - 1)
                zeros[dim] = total / 2
                x = x.padded(dim: dim + 2, before: 0, after: total % 2)
            }
        }
        let input = x.spatialShape(spatial)
        var window = SlidingWindow(
            unchecked: input, kernel: kernel, stride: strides, padding: zeros, dilation: dilations, output: input)
        for dim in 0..<spatial {
            let room = input[dim] + 2 * zeros[dim] - window.extent(dim)
            if room < 0 {
                trap(name, "kernel \(kernel) with dilation \(dilations) exceeds input \(input) with padding \(zeros)")
            }
            window.output[dim] = room / strides[dim] + 1
        }
        let operation = Operation.convolution(Convolution(window: window, groups: groups))
        let result = x.viaFloat64(weight, bias) { operation($0, $1, $2) }
        return isSingle ? result.squeeze(0) : result
    }

    /// The adjoint of ``conv1d(_:bias:stride:padding:dilation:groups:)`` (torch's `conv_transpose1d`). The weight is
    /// `[channels, outChannels / groups, kernel]`.
    ///
    /// - Parameter outputPadding: the number of elements added at the end, to choose among the sizes that the convolution maps
    ///   to the input's.
    public func convTranspose1d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: any PerDim = 0, outputPadding: any PerDim = 0,
        groups: Int = 1, dilation: any PerDim = 1
    ) -> Tensor {
        transposedConvolution(1, "convTranspose1d", weight, bias, stride, padding, outputPadding, groups, dilation)
    }

    /// The adjoint of ``conv2d(_:bias:stride:padding:dilation:groups:)`` (torch's `conv_transpose2d`). The weight is
    /// `[channels, outChannels / groups, height, width]`.
    public func convTranspose2d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: any PerDim = 0, outputPadding: any PerDim = 0,
        groups: Int = 1, dilation: any PerDim = 1
    ) -> Tensor {
        transposedConvolution(2, "convTranspose2d", weight, bias, stride, padding, outputPadding, groups, dilation)
    }

    /// The adjoint of ``conv3d(_:bias:stride:padding:dilation:groups:)`` (torch's `conv_transpose3d`). The weight is
    /// `[channels, outChannels / groups, depth, height, width]`.
    public func convTranspose3d(
        _ weight: Tensor, bias: Tensor? = nil, stride: any PerDim = 1, padding: any PerDim = 0, outputPadding: any PerDim = 0,
        groups: Int = 1, dilation: any PerDim = 1
    ) -> Tensor {
        transposedConvolution(3, "convTranspose3d", weight, bias, stride, padding, outputPadding, groups, dilation)
    }

    /// The adjoint of a convolution over a number of spatial dims.
    ///
    /// - Parameters:
    ///   - spatial: how many spatial dims there are, 1 to 3.
    ///   - name: the operation as messages call it.
    public func transposedConvolution(
        _ spatial: Int, _ name: String, _ weight: Tensor, _ bias: Tensor?, _ stride: any PerDim, _ padding: any PerDim,
        _ outputPadding: any PerDim, _ groups: Int, _ dilation: any PerDim
    ) -> Tensor {
        let (x, isSingle) = batched(spatial, name)
        x.requireConvolvable(name, weight, bias, outChannels: 1, groups)
        if x.shape[1] != weight.shape[0] || weight.shape[0] % groups != 0 {
            trap(name, "\(x.shape[1]) channels in \(groups) groups do not match weight \(weight.shape)")
        }
        var window = SlidingWindow(
            unchecked: x.spatialShape(spatial), kernel: weight.spatialShape(spatial),
            stride: stride.sizes(spatial, from: 1, "stride", for: name),
            padding: padding.sizes(spatial, from: 0, "padding", for: name),
            dilation: dilation.sizes(spatial, from: 1, "dilation", for: name), output: x.spatialShape(spatial))
        let extra = outputPadding.sizes(spatial, from: 0, "output padding", for: name)
        for dim in 0..<spatial {
            if extra[dim] >= Swift.max(window.stride[dim], window.dilation[dim]) {
                trap(name, "output padding \(extra) must be less than the stride or the dilation")
            }
            let reach = (window.output[dim] - 1) * window.stride[dim] + window.extent(dim) + extra[dim]
            window.input[dim] = reach - 2 * window.padding[dim]
            if window.input[dim] <= 0 {
                trap(name, "input \(window.output) with padding \(window.padding) has an empty output")
            }
        }
        let operation = Operation.convolutionInputGradient(Convolution(window: window, groups: groups))
        let product = x.viaFloat64(weight, nil) { x, weight, _ in operation(x, weight) }
        let result = bias.map { product + $0.reshape(Shape([-1] + Array(repeating: 1, count: spatial))) } ?? product
        return isSingle ? result.squeeze(0) : result
    }

    /// Traps where the dtypes or ranks of a convolution's operands do not match. `outChannels` is the weight's dim of output
    /// channels.
    private func requireConvolvable(_ name: String, _ weight: Tensor, _ bias: Tensor?, outChannels: Int, _ groups: Int) {
        if groups < 1 { trap(name, "groups must be positive, got \(groups)") }
        if weight.rank != rank || weight.shape.dropFirst(2).contains(0) {
            trap(name, "weight \(weight.shape) does not match input \(shape)")
        }
        if dtype == .bool || weight.dtype != dtype || (bias?.dtype ?? dtype) != dtype {
            let dtypes = [dtype, weight.dtype] + (bias.map { [$0.dtype] } ?? [])
            trap(name, "input, weight and bias must have one dtype other than bool, got \(dtypes)")
        }
        let count = weight.shape[outChannels] * (outChannels == 0 ? 1 : groups)
        if let bias, bias.shape != [count] { trap(name, "bias \(bias.shape) does not match \(count) output channels") }
    }
}
