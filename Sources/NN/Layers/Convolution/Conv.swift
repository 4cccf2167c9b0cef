/// A convolution over one spatial dim (torch's `nn.Conv1d`): `[batch, channels, length]`.
public typealias Conv1d = Conv<1>
/// A convolution over two spatial dims (torch's `nn.Conv2d`): `[batch, channels, height, width]`.
public typealias Conv2d = Conv<2>
/// A convolution over three spatial dims (torch's `nn.Conv3d`): `[batch, channels, depth, height, width]`.
public typealias Conv3d = Conv<3>

/// A convolution over `spatial` dims: ``Conv1d``, ``Conv2d``, ``Conv3d``.
///
/// - Input: `[batch, inChannels, ...]`, or without the batch. Output: `[batch, outChannels, ...]`, each spatial size
///   ⌊(input + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1.
/// - `weight`: `[outChannels, inChannels / groups, kernel...]`, `bias`: `[outChannels]`, both from U(-k, k),
///   k = 1/√(inChannels / groups · kernel...).
///
/// ```swift
/// let edges = Conv2d(1, 16, 3, padding: 1)
/// let maps = edges(images)           // [32, 1, 8, 8] -> [32, 16, 8, 8]
/// ```
public struct Conv<let spatial: Int>: Module {
    /// `[outChannels, inChannels / groups, kernel...]`.
    @Parameter public var weight: Tensor
    /// `[outChannels]`; nil without a bias.
    @Parameter public var bias: Tensor?
    private let stride, dilation: Shape
    private let padding: ConvolutionPadding
    private let groups: Int
    /// How far the input is padded before the convolution, where the padding is not zeros.
    private let surround: (amounts: [Int], mode: PaddingMode)?

    /// A convolution with new weights.
    ///
    /// - Parameters:
    ///   - inChannels: the number of input channels.
    ///   - outChannels: the number of output channels.
    ///   - kernelSize: one number, or one for each spatial dim, as for stride, padding and dilation.
    ///   - stride: the distance between neighbouring outputs, in elements of the input.
    ///   - padding: the number of elements on each side; `.same` keeps the input's size.
    ///   - dilation: the distance between neighbouring elements of the kernel.
    ///   - groups: the number of groups that channels are divided into; each output sees the inputs of its group.
    ///   - bias: whether there is a bias.
    ///   - paddingMode: the values of the padding; zeros by default.
    /// - Precondition: sizes are positive, and both numbers of channels are divisible by `groups`.
    public init(
        _ inChannels: Int, _ outChannels: Int, _ kernelSize: any PerDim, stride: any PerDim = 1,
        padding: ConvolutionPadding = 0, dilation: any PerDim = 1, groups: Int = 1, bias: Bool = true,
        paddingMode: PaddingMode = .constant, dtype: DType = .default, generator: Generator = .default
    ) {
        let name = spatialName("Conv", spatial)
        requireChannels(name, inChannels, outChannels, groups)
        let kernel = kernelSize.sizes(spatial, from: 1, "kernel size", for: name)
        self.stride = stride.sizes(spatial, from: 1, "stride", for: name)
        self.dilation = dilation.sizes(spatial, from: 1, "dilation", for: name)
        self.groups = groups
        let amounts = padding.amounts(kernel: kernel, dilation: self.dilation, for: name)
        surround = paddingMode == .constant ? nil : (amounts, paddingMode)
        self.padding = paddingMode == .constant ? padding : 0
        let shape = Shape([outChannels, inChannels / groups] + kernel)
        weight = Init.byFan(shape, fan: shape.dropFirst().reduce(1, *), dtype, generator)
        self.bias = bias ? Init.byFan([outChannels], fan: shape.dropFirst().reduce(1, *), dtype, generator) : nil
    }

    /// Applies the convolution to `[batch, inChannels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        let input = surround.map { x.pad($0.amounts, mode: $0.mode) } ?? x
        return input.convolution(spatial, spatialName("Conv", spatial), weight, bias, stride, padding, dilation, groups)
    }
}

func requireChannels(_ name: String, _ inChannels: Int, _ outChannels: Int, _ groups: Int) {
    if inChannels <= 0 || outChannels <= 0 { trap(name, "channels must be positive, got \(inChannels) and \(outChannels)") }
    if groups <= 0 || inChannels % groups != 0 || outChannels % groups != 0 {
        trap(name, "\(inChannels) and \(outChannels) channels are not divisible by \(groups) groups")
    }
}
