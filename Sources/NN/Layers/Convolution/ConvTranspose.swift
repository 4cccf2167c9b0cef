/// The adjoint of ``Conv1d`` (torch's `nn.ConvTranspose1d`): `[batch, channels, length]`.
public typealias ConvTranspose1d = ConvTranspose<1>
/// The adjoint of ``Conv2d`` (torch's `nn.ConvTranspose2d`): `[batch, channels, height, width]`.
public typealias ConvTranspose2d = ConvTranspose<2>
/// The adjoint of ``Conv3d`` (torch's `nn.ConvTranspose3d`): `[batch, channels, depth, height, width]`.
public typealias ConvTranspose3d = ConvTranspose<3>

/// A transposed convolution over `spatial` dims, which increases their sizes: ``ConvTranspose1d``, ``ConvTranspose2d``,
/// ``ConvTranspose3d``.
///
/// - Input: `[batch, inChannels, ...]`, or without the batch. Output: `[batch, outChannels, ...]`, each spatial size
///   (input - 1) stride - 2 padding + dilation (kernel - 1) + outputPadding + 1.
/// - `weight`: `[inChannels, outChannels / groups, kernel...]`, `bias`: `[outChannels]`, both from U(-k, k),
///   k = 1/√(outChannels / groups · kernel...).
public struct ConvTranspose<let spatial: Int>: Module {
    /// `[inChannels, outChannels / groups, kernel...]`.
    @Parameter public var weight: Tensor
    /// `[outChannels]`; nil without a bias.
    @Parameter public var bias: Tensor?
    private let stride, padding, outputPadding, dilation: Shape
    private let groups: Int

    /// A transposed convolution with new weights.
    ///
    /// - Parameters:
    ///   - inChannels: the number of input channels.
    ///   - outChannels: the number of output channels.
    ///   - kernelSize: one number, or one for each spatial dim, as for stride, paddings and dilation.
    ///   - stride: the distance between the outputs of neighbouring inputs.
    ///   - padding: the number of elements that are removed on each side of the output.
    ///   - outputPadding: the number of elements that are added at the end, to choose among the sizes that the convolution
    ///     maps to the input's.
    ///   - groups: the number of groups that channels are divided into; each output sees the inputs of its group.
    ///   - bias: whether there is a bias.
    ///   - dilation: the distance between neighbouring elements of the kernel.
    /// - Precondition: sizes are positive, and both numbers of channels are divisible by `groups`.
    public init(
        _ inChannels: Int, _ outChannels: Int, _ kernelSize: any PerDim, stride: any PerDim = 1, padding: any PerDim = 0,
        outputPadding: any PerDim = 0, groups: Int = 1, bias: Bool = true, dilation: any PerDim = 1,
        dtype: DType = .default, generator: Generator = .default
    ) {
        let name = spatialName("ConvTranspose", spatial)
        requireChannels(name, inChannels, outChannels, groups)
        let kernel = kernelSize.sizes(spatial, from: 1, "kernel size", for: name)
        self.stride = stride.sizes(spatial, from: 1, "stride", for: name)
        self.padding = padding.sizes(spatial, from: 0, "padding", for: name)
        self.outputPadding = outputPadding.sizes(spatial, from: 0, "output padding", for: name)
        self.dilation = dilation.sizes(spatial, from: 1, "dilation", for: name)
        self.groups = groups
        let shape = Shape([inChannels, outChannels / groups] + kernel)
        weight = Init.byFan(shape, fan: shape.dropFirst().reduce(1, *), dtype, generator)
        self.bias = bias ? Init.byFan([outChannels], fan: shape.dropFirst().reduce(1, *), dtype, generator) : nil
    }

    /// Applies the transposed convolution to `[batch, inChannels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor { transposed(x, outputPadding) }

    /// Applies the transposed convolution with the given spatial sizes of the output; the layer's output padding is not used.
    ///
    /// - Precondition: the convolution maps these sizes to those of `x`.
    public func callAsFunction(_ x: Tensor, outputSize: any PerDim) -> Tensor {
        let name = spatialName("ConvTranspose", spatial)
        let wanted = outputSize.sizes(spatial, from: 1, "output size", for: name)
        let input = x.batched(spatial, name).batch.shape.dropFirst(2)
        let kernel = weight.shape.dropFirst(2)
        let extra = (0..<spatial).map { dim in
            let reach = dilation[dim] * (kernel[dim + 2] - 1) + 1
            let least = (input[dim + 2] - 1) * stride[dim] - 2 * padding[dim] + reach
            if !(0..<stride[dim]).contains(wanted[dim] - least) {
                trap(name, "output \(wanted) is not within stride \(stride) of the least, \(least), along spatial dim \(dim)")
            }
            return wanted[dim] - least
        }
        return transposed(x, Shape(extra))
    }

    private func transposed(_ x: Tensor, _ outputPadding: Shape) -> Tensor {
        x.transposedConvolution(
            spatial, spatialName("ConvTranspose", spatial), weight, bias, stride, padding, outputPadding, groups, dilation)
    }
}
