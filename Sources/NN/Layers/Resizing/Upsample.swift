/// Makes the spatial dims of `[batch, channels, ...]` larger or smaller (torch's `nn.Upsample`).
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

    /// - Parameters:
    ///   - size: of the spatial dims.
    ///   - scaleFactor: what the sizes are multiplied by, instead; they are rounded down.
    ///   - alignCorners: whether the centres of the outermost elements stay at the corners, rather than their outer edges.
    ///   - recomputeScaleFactor: takes the scale from the sizes once they are rounded.
    /// - Precondition: a size or a scale factor, and not both.
    public init(
        size: (any PerDim)? = nil, scaleFactor: ScaleFactor? = nil, mode: InterpolationMode = .nearest,
        alignCorners: Bool? = nil, recomputeScaleFactor: Bool = false
    ) {
        if (size == nil) == (scaleFactor == nil) { trap("Upsample", "takes either a size or a scale factor") }
        self.size = size
        self.scaleFactor = scaleFactor
        self.mode = mode
        self.alignCorners = alignCorners
        self.recomputeScaleFactor = recomputeScaleFactor
    }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        x.interpolate(
            size: size, scaleFactor: scaleFactor, mode: mode, alignCorners: alignCorners,
            recomputeScaleFactor: recomputeScaleFactor)
    }
}

/// Channels into space: `[..., C · r², H, W]` to `[..., C, H · r, W · r]` (torch's `nn.PixelShuffle`).
public struct PixelShuffle: Module {
    private let upscaleFactor: Int
    public init(_ upscaleFactor: Int) { self.upscaleFactor = upscaleFactor }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pixelShuffle(upscaleFactor) }
}

/// Space into channels: `[..., C, H · r, W · r]` to `[..., C · r², H, W]` (torch's `nn.PixelUnshuffle`).
public struct PixelUnshuffle: Module {
    private let downscaleFactor: Int
    public init(_ downscaleFactor: Int) { self.downscaleFactor = downscaleFactor }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.pixelUnshuffle(downscaleFactor) }
}

/// Channels dealt out in turn from `groups` groups (torch's `nn.ChannelShuffle`): `[batch, channels, ...]`.
public struct ChannelShuffle: Module {
    private let groups: Int
    public init(_ groups: Int) { self.groups = groups }
    public func callAsFunction(_ x: Tensor) -> Tensor { x.channelShuffle(groups) }
}
