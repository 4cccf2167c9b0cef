/// The mean of each window over one spatial dim (torch's `nn.AvgPool1d`).
public typealias AvgPool1d = AvgPool<1>
/// The mean of each window over two spatial dims (torch's `nn.AvgPool2d`).
public typealias AvgPool2d = AvgPool<2>
/// The mean of each window over three spatial dims (torch's `nn.AvgPool3d`).
public typealias AvgPool3d = AvgPool<3>

/// The mean of each window over `spatial` dims: ``AvgPool1d``, ``AvgPool2d``, ``AvgPool3d``.
///
/// - Input: `[batch, channels, ...]`, or without the batch. Output: each spatial size
///   ⌊(input + 2 padding - kernel) / stride⌋ + 1.
public struct AvgPool<let spatial: Int>: Module {
    private let kernelSize, padding: any PerDim
    private let stride: (any PerDim)?
    private let ceilMode, countIncludePad: Bool
    private let divisorOverride: Int?

    /// A pooling with windows of `kernelSize`.
    ///
    /// - Parameters:
    ///   - kernelSize: one number, or one for each spatial dim, as for stride and padding.
    ///   - stride: the distance between windows; the kernel's size where nil.
    ///   - padding: the number of zeros on each side.
    ///   - ceilMode: rounds the output's size up, but leaves out windows that would start in the padding at the end.
    ///   - countIncludePad: whether the zeros of the padding count in the mean.
    ///   - divisorOverride: the divisor, instead of the number of elements.
    public init(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, ceilMode: Bool = false,
        countIncludePad: Bool = true, divisorOverride: Int? = nil
    ) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.ceilMode = ceilMode
        self.countIncludePad = countIncludePad
        self.divisorOverride = divisorOverride
    }

    /// Averages the windows of `[batch, channels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.averagePool(
            spatial, spatialName("AvgPool", spatial), kernelSize, stride, padding, ceilMode, countIncludePad, divisorOverride)
    }
}

/// (Σ xᵖ)^(1/p) over each window of one spatial dim (torch's `nn.LPPool1d`).
public typealias LPPool1d = LPPool<1>
/// (Σ xᵖ)^(1/p) over each window of two spatial dims (torch's `nn.LPPool2d`).
public typealias LPPool2d = LPPool<2>
/// (Σ xᵖ)^(1/p) over each window of three spatial dims (torch's `nn.LPPool3d`).
public typealias LPPool3d = LPPool<3>

/// (Σ xᵖ)^(1/p) over each window of `spatial` dims, without padding: ``LPPool1d``, ``LPPool2d``, ``LPPool3d``.
public struct LPPool<let spatial: Int>: Module {
    private let normType: Double
    private let kernelSize: any PerDim
    private let stride: (any PerDim)?
    private let ceilMode: Bool

    /// A pooling with windows of `kernelSize`.
    ///
    /// - Parameters:
    ///   - normType: p.
    ///   - kernelSize: one number, or one for each spatial dim, as for the stride.
    ///   - stride: the distance between windows; the kernel's size where nil.
    ///   - ceilMode: rounds the output's size up.
    public init(_ normType: Double, _ kernelSize: any PerDim, stride: (any PerDim)? = nil, ceilMode: Bool = false) {
        self.normType = normType
        self.kernelSize = kernelSize
        self.stride = stride
        self.ceilMode = ceilMode
    }

    /// Pools the windows of `[batch, channels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.lpPool(spatial, spatialName("LPPool", spatial), normType, kernelSize, stride, ceilMode)
    }
}
