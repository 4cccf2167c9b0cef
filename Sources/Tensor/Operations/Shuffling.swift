// Rearranging the channels of images into pixels, and among each other.
extension Tensor {
    /// Rearranges channels into space: `[.., C · r², H, W]` to `[.., C, H · r, W · r]`, each pixel a block of r x r (torch's
    /// `pixel_shuffle`).
    public func pixelShuffle(_ upscaleFactor: Int) -> Tensor {
        let (channels, height, width) = image("pixelShuffle", upscaleFactor)
        let r = upscaleFactor
        let (area, overflow) = r.multipliedReportingOverflow(by: r)
        if overflow || channels % area != 0 {
            trap("pixelShuffle", "\(channels) channels are not divisible by \(r) x \(r)")
        }
        let blocks = joined([channels / area, r, r, height, width])
        return batched(blocks.permute(0, 1, 4, 2, 5, 3), [channels / area, height * r, width * r])
    }

    /// Rearranges space into channels: `[.., C, H · r, W · r]` to `[.., C · r², H, W]`, the inverse of ``pixelShuffle(_:)``.
    public func pixelUnshuffle(_ downscaleFactor: Int) -> Tensor {
        let (channels, height, width) = image("pixelUnshuffle", downscaleFactor)
        let r = downscaleFactor
        if height % r != 0 || width % r != 0 {
            trap("pixelUnshuffle", "a \(height) x \(width) image is not divisible into blocks of \(r) x \(r)")
        }
        let blocks = joined([channels, height / r, r, width / r, r])
        return batched(blocks.permute(0, 1, 3, 5, 2, 4), [channels * r * r, height / r, width / r])
    }

    /// Interleaves channels: of `groups` groups, first the first channel of each, then the second of each, and so on (torch's
    /// `channel_shuffle`).
    ///
    /// - Input: `[N, C, ..]`, where C is divisible by `groups`.
    public func channelShuffle(_ groups: Int) -> Tensor {
        if rank < 3 { trap("channelShuffle", "takes [N, C, ..], got \(shape)") }
        if groups <= 0 || shape[1] % groups != 0 {
            trap("channelShuffle", "\(shape[1]) channels are not divisible by \(groups) groups")
        }
        let inner = Shape(shape[2...]).elementCount
        return reshape([shape[0], groups, shape[1] / groups, inner]).transpose(1, 2).reshape(shape)
    }

    private func image(_ name: String, _ factor: Int) -> (channels: Int, height: Int, width: Int) {
        if rank < 3 { trap(name, "takes [.., C, H, W], got \(shape)") }
        if factor <= 0 { trap(name, "the factor must be positive, got \(factor)") }
        return (shape[rank - 3], shape[rank - 2], shape[rank - 1])
    }

    /// The dims before the image's flattened, and the image's dims split.
    private func joined(_ sizes: [Int]) -> Tensor { reshape(Shape([Shape(shape[..<(rank - 3)]).elementCount] + sizes)) }

    /// The dims before the image's restored.
    private func batched(_ blocks: Tensor, _ image: [Int]) -> Tensor {
        blocks.reshape(Shape(Array(shape[..<(rank - 3)]) + image))
    }
}
