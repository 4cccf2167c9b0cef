/// Resizes the spatial dims of `[batch, channels, ...]` by interpolation (torch's `nn.Upsample`).
///
/// ```swift
/// let larger = Upsample(scaleFactor: 2, mode: .bilinear)
/// ```
public struct Upsample: Module {
    private let size: (any PerDim)?
    private let scaleFactor: ScaleFactor?
    private let mode: InterpolationMode
    private let alignCorners: Bool?
    private let recomputeScaleFactor: Bool

    /// A resizing to a size, or by a factor.
    ///
    /// - Parameters:
    ///   - size: the sizes of the spatial dims: one number, or one for each.
    ///   - scaleFactor: the factor of the sizes, which are rounded down.
    ///   - mode: the kind of interpolation.
    ///   - alignCorners: whether the centres of the outermost elements are aligned, instead of their outer edges.
    ///   - recomputeScaleFactor: computes the scale again from the rounded sizes.
    /// - Precondition: either a size or a scale factor is given.
    public init(
        size: (any PerDim)? = nil, scaleFactor: ScaleFactor? = nil, mode: InterpolationMode = .nearest,
        alignCorners: Bool? = nil, recomputeScaleFactor: Bool = false
    ) {
        if (size == nil) == (scaleFactor == nil) { trap("Upsample", "needs either a size or a scale factor") }
        self.size = size
        self.scaleFactor = scaleFactor
        self.mode = mode
        self.alignCorners = alignCorners
        self.recomputeScaleFactor = recomputeScaleFactor
    }

    /// Resizes the spatial dims.
    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.interpolate(
            size: size, scaleFactor: scaleFactor, mode: mode, alignCorners: alignCorners,
            recomputeScaleFactor: recomputeScaleFactor)
    }
}

/// Rearranges channels into space: `[..., C · r², H, W]` to `[..., C, H · r, W · r]` (torch's `nn.PixelShuffle`).
public struct PixelShuffle: Module {
    private let upscaleFactor: Int
    /// A shuffle with factor r.
    public init(_ upscaleFactor: Int) { self.upscaleFactor = upscaleFactor }
    /// Rearranges `[..., C · r², H, W]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pixelShuffle(upscaleFactor) }
}

/// Rearranges space into channels: `[..., C, H · r, W · r]` to `[..., C · r², H, W]` (torch's `nn.PixelUnshuffle`).
public struct PixelUnshuffle: Module {
    private let downscaleFactor: Int
    /// An unshuffle with factor r.
    public init(_ downscaleFactor: Int) { self.downscaleFactor = downscaleFactor }
    /// Rearranges `[..., C, H · r, W · r]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pixelUnshuffle(downscaleFactor) }
}

/// Interleaves the channels of `groups` groups (torch's `nn.ChannelShuffle`): `[batch, channels, ...]`.
public struct ChannelShuffle: Module {
    private let groups: Int
    /// A shuffle of `groups` groups, which divide the channels.
    public init(_ groups: Int) { self.groups = groups }
    /// Interleaves the channels; the shape stays.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.channelShuffle(groups) }
}
