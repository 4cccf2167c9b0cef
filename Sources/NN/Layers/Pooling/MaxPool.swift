/// The maximum of each window over one spatial dim (torch's `nn.MaxPool1d`).
public typealias MaxPool1d = MaxPool<1>
/// The maximum of each window over two spatial dims (torch's `nn.MaxPool2d`).
public typealias MaxPool2d = MaxPool<2>
/// The maximum of each window over three spatial dims (torch's `nn.MaxPool3d`).
public typealias MaxPool3d = MaxPool<3>

/// The maximum of each window over `spatial` dims: ``MaxPool1d``, ``MaxPool2d``, ``MaxPool3d``.
///
/// - Input: `[batch, channels, ...]`, or without the batch. Output: each spatial size
///   ⌊(input + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1.
public struct MaxPool<let spatial: Int>: Module {
    private let kernelSize, padding, dilation: any PerDim
    private let stride: (any PerDim)?
    private let ceilMode: Bool

    /// A pooling with windows of `kernelSize`.
    ///
    /// - Parameters:
    ///   - kernelSize: one number, or one for each spatial dim, as for stride, padding and dilation.
    ///   - stride: the distance between windows; the kernel's size where nil.
    ///   - padding: the number of elements on each side, which are never the maximum.
    ///   - dilation: the distance between neighbouring elements of a window.
    ///   - ceilMode: rounds the output's size up, but leaves out windows that would start in the padding at the end.
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

    /// Pools the windows of `[batch, channels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.maxPool(spatial, spatialName("MaxPool", spatial), kernelSize, stride, padding, dilation, ceilMode)
    }

    /// The maxima, and their int64 indices into the flattened spatial dims (torch's `return_indices`), which ``MaxUnpool``
    /// takes.
    public func withIndices(_ x: Tensor) -> (values: Tensor, indices: Tensor) {
        x.maxPoolWithIndices(spatial, spatialName("MaxPool", spatial), kernelSize, stride, padding, dilation, ceilMode)
    }
}

/// A partial inverse of ``MaxPool1d`` (torch's `nn.MaxUnpool1d`).
public typealias MaxUnpool1d = MaxUnpool<1>
/// A partial inverse of ``MaxPool2d`` (torch's `nn.MaxUnpool2d`).
public typealias MaxUnpool2d = MaxUnpool<2>
/// A partial inverse of ``MaxPool3d`` (torch's `nn.MaxUnpool3d`).
public typealias MaxUnpool3d = MaxUnpool<3>

/// Writes each maximum to the index at which ``MaxPool/withIndices(_:)`` found it, and 0 elsewhere: ``MaxUnpool1d``,
/// ``MaxUnpool2d``, ``MaxUnpool3d``.
///
/// ```swift
/// let sparse = MaxUnpool2d(2)(MaxPool2d(2).withIndices(images))
/// ```
public struct MaxUnpool<let spatial: Int>: Module {
    private let kernelSize, padding: any PerDim
    private let stride: (any PerDim)?

    /// An unpooling with the settings of the pooling that it reverts.
    ///
    /// - Parameters:
    ///   - kernelSize: the pooling's.
    ///   - stride: the pooling's; the kernel's size where nil.
    ///   - padding: the pooling's.
    public init(_ kernelSize: any PerDim, stride: (any PerDim)? = nil, padding: any PerDim = 0) {
        self.kernelSize = kernelSize
        self.stride = stride
        self.padding = padding
    }

    /// The same as the call with two arguments, with both in a tuple.
    public func callAsFunction(_ pooled: (values: Tensor, indices: Tensor)) -> Tensor { self(pooled.values, pooled.indices) }

    /// Unpools values with their indices.
    ///
    /// - Parameter outputSize: the spatial sizes; (input - 1) stride - 2 padding + kernel where nil.
    public func callAsFunction(_ values: Tensor, _ indices: Tensor, outputSize: (any PerDim)? = nil) -> Tensor {
        values.maxUnpool(spatial, spatialName("MaxUnpool", spatial), indices, kernelSize, stride, padding, outputSize)
    }
}
