import CKernels

extension KindlingReach {
    /// Of a convolution's outputs.
    init(_ window: SlidingWindow, dim: Int) {
        self.init(
            input: window.input[dim], kernel: window.kernel[dim], output: window.output[dim], count: window.output[dim],
            start: 0,
            output_step: 1, step: window.stride[dim], taps: window.kernel[dim], offset: -window.padding[dim],
            offset_step: window.dilation[dim], position: 0, position_step: 1)
    }

    /// Of the inputs `phase + t · stride`, which the outputs that have seen them reach in steps of 1.
    init(adjoint window: SlidingWindow, dim: Int, phase: Int) {
        let (stride, dilation, kernel) = (window.stride[dim], window.dilation[dim], window.kernel[dim])
        self.init(
            input: window.output[dim], kernel: kernel, output: window.input[dim],
            count: max((window.input[dim] - phase + stride - 1) / stride, 0), start: phase, output_step: stride, step: 1,
            taps: 0,
            offset: 0, offset_step: 0, position: 0, position_step: 1)
        let padded = phase + window.padding[dim]
        guard let first = (0..<min(kernel, stride)).first(where: { (padded - $0 * dilation) % stride == 0 }) else { return }
        // The positions which meet the same phase again.
        position = first
        position_step = (1...stride).first { $0 * dilation % stride == 0 } ?? stride
        taps = (kernel - first + position_step - 1) / position_step
        offset = (padded - first * dilation) / stride
        offset_step = -position_step * dilation / stride
    }

    /// A dim that is not there.
    static let absent = KindlingReach(
        input: 1, kernel: 1, output: 1, count: 1, start: 0, output_step: 1, step: 1, taps: 1, offset: 0, offset_step: 1,
        position: 0,
        position_step: 1)

    /// Of some of the outputs.
    fileprivate func restricted(to range: Range<Int>) -> KindlingReach {
        let range = range.clamped(to: 0..<count)
        var result = self
        result.count = range.count
        result.start += range.lowerBound * output_step
        result.offset += range.lowerBound * step
        return result
    }
}

extension KindlingCorrelation {
    /// Of reaches along the spatial dims, of which those that are missing come first.
    init(channels: Int, outChannels: Int, _ reaches: [KindlingReach], lanes: Int) {
        let dims = Array(repeating: .absent, count: 3 - reaches.count) + reaches
        self.init(
            channels: channels, out_channels: outChannels, d: dims[0], h: dims[1], w: dims[2], lanes_are_channels: false,
            is_winograd: false)
        // How much of the vectors is used; sums over channels are transposed in the end, or before.
        func share(_ count: Int) -> Double { Double(count) / Double(max((count + lanes - 1) / lanes * lanes, 1)) }
        lanes_are_channels = share(outChannels) * 0.92 > share(w.count)
    }

    /// By Winograd's algorithm, where it applies and its products are worth the sums around them.
    func transformed() -> KindlingCorrelation {
        func isPlain(_ reach: KindlingReach) -> Bool {
            reach.taps == 3 && reach.kernel == 3 && reach.step == 1 && reach.output_step == 1 && abs(reach.offset_step) == 1
        }
        let isFlat = d.kernel == 1 && d.taps == 1 && d.count == 1 && d.offset == 0
        var result = self
        result.is_winograd = isPlain(h) && isPlain(w) && isFlat && channels >= 32 && out_channels >= 32
        if result.is_winograd { result.lanes_are_channels = true }
        return result
    }

    var inputPlane: Int { d.input * h.input * w.input }
    var outputPlane: Int { d.output * h.output * w.output }
    /// Elements that are written for an output channel.
    var outputCount: Int { d.count * h.count * w.count }
    var kernelCount: Int { d.kernel * h.kernel * w.kernel }
    /// The terms of each sum.
    var depth: Int { channels * d.taps * h.taps * w.taps }

    typealias Tile = (d: Range<Int>, h: Range<Int>, w: Range<Int>)

    /// Of the outputs of a tile, as far as they are there.
    func restricted(to tile: Tile) -> KindlingCorrelation {
        var result = self
        result.d = d.restricted(to: tile.d)
        result.h = h.restricted(to: tile.h)
        result.w = w.restricted(to: tile.w)
        return result
    }

    /// Tiles of outputs whose inputs and sums stay in the second cache; smaller ones where there is little to share out.
    func tiles(planes: Int) -> [Tile] {
        let target = lanes_are_channels ? 256 : planes * outputCount < 16384 ? 512 : 1024
        let width = w.count > 2 * target ? target : w.count
        let height = max(min(target / max(width, 1), h.count), 1)
        let depth = height < h.count ? 1 : max(min(target / max(width * height, 1), d.count), 1)
        func ranges(_ count: Int, _ size: Int) -> [Range<Int>] {
            stride(from: 0, to: count, by: max(size, 1)).map { $0..<min($0 + size, count) }
        }
        return ranges(d.count, depth).flatMap { depths in
            ranges(h.count, height).flatMap { rows in ranges(w.count, width).map { (depths, rows, $0) } }
        }
    }
}
