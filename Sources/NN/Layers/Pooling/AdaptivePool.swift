/// The means of cells of one spatial dim (torch's `nn.AdaptiveAvgPool1d`).
public typealias AdaptiveAvgPool1d = AdaptiveAvgPool<1>
/// The means of cells of two spatial dims (torch's `nn.AdaptiveAvgPool2d`).
public typealias AdaptiveAvgPool2d = AdaptiveAvgPool<2>
/// The means of cells of three spatial dims (torch's `nn.AdaptiveAvgPool3d`).
public typealias AdaptiveAvgPool3d = AdaptiveAvgPool<3>

/// Averages to a given size, whatever the input's: ``AdaptiveAvgPool1d``, ``AdaptiveAvgPool2d``, ``AdaptiveAvgPool3d``. Output o
/// of a dim is the mean of the positions ⌊o · input / output⌋ ..< ⌈(o + 1) · input / output⌉.
public struct AdaptiveAvgPool<let spatial: Int>: Module {
    private let outputSize: any PerDim

    /// - Parameter outputSize: one number, or one for each spatial dim; -1 keeps the input's.
    public init(_ outputSize: any PerDim) { self.outputSize = outputSize }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.adaptiveAveragePool(spatial, spatialName("AdaptiveAvgPool", spatial), outputSize)
    }
}

/// The largest elements of cells of one spatial dim (torch's `nn.AdaptiveMaxPool1d`).
public typealias AdaptiveMaxPool1d = AdaptiveMaxPool<1>
/// The largest elements of cells of two spatial dims (torch's `nn.AdaptiveMaxPool2d`).
public typealias AdaptiveMaxPool2d = AdaptiveMaxPool<2>
/// The largest elements of cells of three spatial dims (torch's `nn.AdaptiveMaxPool3d`).
public typealias AdaptiveMaxPool3d = AdaptiveMaxPool<3>

/// The largest elements of the cells of ``AdaptiveAvgPool``: ``AdaptiveMaxPool1d``, ``AdaptiveMaxPool2d``, ``AdaptiveMaxPool3d``.
public struct AdaptiveMaxPool<let spatial: Int>: Module {
    private let outputSize: any PerDim

    /// - Parameter outputSize: one number, or one for each spatial dim; -1 keeps the input's.
    public init(_ outputSize: any PerDim) { self.outputSize = outputSize }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.adaptiveMaxPool(spatial, spatialName("AdaptiveMaxPool", spatial), outputSize)
    }

    /// The largest elements, with their int64 positions within the spatial dims (torch's `return_indices`).
    public func withIndices(_ x: Tensor) -> (values: Tensor, indices: Tensor) {
        x.adaptiveMaxPoolWithIndices(spatial, spatialName("AdaptiveMaxPool", spatial), outputSize)
    }
}
