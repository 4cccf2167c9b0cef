/// The means of windows that tile one spatial dim (torch's `nn.AdaptiveAvgPool1d`).
public typealias AdaptiveAvgPool1d = AdaptiveAvgPool<1>
/// The means of windows that tile two spatial dims (torch's `nn.AdaptiveAvgPool2d`).
public typealias AdaptiveAvgPool2d = AdaptiveAvgPool<2>
/// The means of windows that tile three spatial dims (torch's `nn.AdaptiveAvgPool3d`).
public typealias AdaptiveAvgPool3d = AdaptiveAvgPool<3>

/// Averages to a given output size, whatever the input's: ``AdaptiveAvgPool1d``, ``AdaptiveAvgPool2d``, ``AdaptiveAvgPool3d``.
/// Output o of a dim is the mean of the window ⌊o · input / output⌋ ..< ⌈(o + 1) · input / output⌉.
public struct AdaptiveAvgPool<let spatial: Int>: Module {
    private let outputSize: any PerDim

    /// A pooling to `outputSize`.
    ///
    /// - Parameter outputSize: one number, or one for each spatial dim; -1 keeps the input's size.
    public init(_ outputSize: any PerDim) { self.outputSize = outputSize }

    /// Averages `[batch, channels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.adaptiveAveragePool(spatial, spatialName("AdaptiveAvgPool", spatial), outputSize)
    }
}

/// The maxima of windows that tile one spatial dim (torch's `nn.AdaptiveMaxPool1d`).
public typealias AdaptiveMaxPool1d = AdaptiveMaxPool<1>
/// The maxima of windows that tile two spatial dims (torch's `nn.AdaptiveMaxPool2d`).
public typealias AdaptiveMaxPool2d = AdaptiveMaxPool<2>
/// The maxima of windows that tile three spatial dims (torch's `nn.AdaptiveMaxPool3d`).
public typealias AdaptiveMaxPool3d = AdaptiveMaxPool<3>

/// The maxima of the windows of ``AdaptiveAvgPool``: ``AdaptiveMaxPool1d``, ``AdaptiveMaxPool2d``, ``AdaptiveMaxPool3d``.
public struct AdaptiveMaxPool<let spatial: Int>: Module {
    private let outputSize: any PerDim

    /// A pooling to `outputSize`.
    ///
    /// - Parameter outputSize: one number, or one for each spatial dim; -1 keeps the input's size.
    public init(_ outputSize: any PerDim) { self.outputSize = outputSize }

    /// Pools `[batch, channels, ...]`, or one example without the batch.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.adaptiveMaxPool(spatial, spatialName("AdaptiveMaxPool", spatial), outputSize)
    }

    /// The maxima, and their int64 indices into the flattened spatial dims (torch's `return_indices`).
    public func withIndices(_ x: Tensor) -> (values: Tensor, indices: Tensor) {
        x.adaptiveMaxPoolWithIndices(spatial, spatialName("AdaptiveMaxPool", spatial), outputSize)
    }
}
