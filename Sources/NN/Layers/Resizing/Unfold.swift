/// The blocks under a sliding kernel, as columns (torch's `nn.Unfold`): `[N, C, H, W]` to `[N, C · kernel, blocks]`.
public struct Unfold: Module {
    private let kernelSize, dilation, padding, stride: [Int]

    /// A sliding kernel. Each setting is one number, or one for each of two dims.
    public init(_ kernelSize: any PerDim, dilation: any PerDim = 1, padding: any PerDim = 0, stride: any PerDim = 1) {
        self.kernelSize = kernelSize.values(2, atLeast: 1, "kernel size", for: "Unfold")
        self.dilation = dilation.values(2, atLeast: 1, "dilation", for: "Unfold")
        self.padding = padding.values(2, atLeast: 0, "padding", for: "Unfold")
        self.stride = stride.values(2, atLeast: 1, "stride", for: "Unfold")
    }

    /// Extracts the blocks: `[N, C, H, W]` to `[N, C · kernel, blocks]`.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.unfold(kernelSize: kernelSize, dilation: dilation, padding: padding, stride: stride)
    }
}

/// Adds up blocks where they overlap, the adjoint of ``Unfold`` (torch's `nn.Fold`): `[N, C · kernel, blocks]` to
/// `[N, C, H, W]`.
public struct Fold: Module {
    private let outputSize, kernelSize, dilation, padding, stride: [Int]

    /// A sliding kernel over an image of `outputSize`. Each setting is one number, or one for each of two dims.
    public init(
        _ outputSize: any PerDim, _ kernelSize: any PerDim, dilation: any PerDim = 1, padding: any PerDim = 0,
        stride: any PerDim = 1
    ) {
        self.outputSize = outputSize.values(2, atLeast: 1, "output size", for: "Fold")
        self.kernelSize = kernelSize.values(2, atLeast: 1, "kernel size", for: "Fold")
        self.dilation = dilation.values(2, atLeast: 1, "dilation", for: "Fold")
        self.padding = padding.values(2, atLeast: 0, "padding", for: "Fold")
        self.stride = stride.values(2, atLeast: 1, "stride", for: "Fold")
    }

    /// Adds up the blocks: `[N, C · kernel, blocks]` to `[N, C, H, W]`.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.fold(outputSize: outputSize, kernelSize: kernelSize, dilation: dilation, padding: padding, stride: stride)
    }
}
