/// The largest element of each window over one spatial dim (torch's `nn.MaxPool1d`).
public typealias MaxPool1d = MaxPool<1>
/// The largest element of each window over two spatial dims (torch's `nn.MaxPool2d`).
public typealias MaxPool2d = MaxPool<2>
/// The largest element of each window over three spatial dims (torch's `nn.MaxPool3d`).
public typealias MaxPool3d = MaxPool<3>

/// The largest element of each window over `spatial` dims: ``MaxPool1d``, ``MaxPool2d``, ``MaxPool3d``.
///
/// - Input: `[batch, channels, ...]`, or without the batch. Output: each spatial size
///   ⌊(input + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1.
public struct MaxPool<let spatial: Int>: Module {
    private let kernelSize, padding, dilation: any PerDim
    private let stride: (any PerDim)?
    private let ceilMode: Bool

    /// - Parameters:
    ///   - stride: the kernel's size where none is given.
    ///   - padding: smaller than any number.
    ///   - ceilMode: rounds the output's size up, without windows that would start in the padding behind.
    public init(
        _ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0, dilation: any PerDim = 1,
        ceilMode: Bool = false
    ) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.ceilMode = ceilMode
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.maxPool(spatial, spatialName("MaxPool", spatial), kernelSize, stride, padding, dilation, ceilMode)
    }

    /// The largest elements, with their int64 positions within the spatial dims (torch's `return_indices`): what ``MaxUnpool``
    /// takes.
    public func withIndices(_ x: Tensor) -> (values: Tensor, indices: Tensor) {
        x.maxPoolWithIndices(spatial, spatialName("MaxPool", spatial), kernelSize, stride, padding, dilation, ceilMode)
    }
}

/// Undoes ``MaxPool1d`` (torch's `nn.MaxUnpool1d`).
public typealias MaxUnpool1d = MaxUnpool<1>
/// Undoes ``MaxPool2d`` (torch's `nn.MaxUnpool2d`).
public typealias MaxUnpool2d = MaxUnpool<2>
/// Undoes ``MaxPool3d`` (torch's `nn.MaxUnpool3d`).
public typealias MaxUnpool3d = MaxUnpool<3>

/// Puts each element back where ``MaxPool/withIndices(_:)`` found it, all others are 0: ``MaxUnpool1d``, ``MaxUnpool2d``,
/// ``MaxUnpool3d``.
///
/// ```swift
/// let sparse = MaxUnpool2d(2)(MaxPool2d(2).withIndices(images))
/// ```
public struct MaxUnpool<let spatial: Int>: Module {
    private let kernelSize, padding: any PerDim
    private let stride: (any PerDim)?

    /// - Parameter stride: the kernel's size where none is given.
    public init(_ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
    }

    public func callAsFunction(_ pooled: (values: Tensor, indices: Tensor)) -> Tensor { self(pooled.values, pooled.indices) }

    /// - Parameter outputSize: of the spatial dims, where it is not (input - 1) stride - 2 padding + kernel.
    public func callAsFunction(_ values: Tensor, _ indices: Tensor, outputSize: (any PerDim)? = nil) -> Tensor {
        values.maxUnpool(spatial, spatialName("MaxUnpool", spatial), indices, kernelSize, stride, padding, outputSize)
    }
}
