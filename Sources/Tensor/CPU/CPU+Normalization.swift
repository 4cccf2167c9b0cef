import CKernels

extension CPU {
    func normalize(_ x: Tensor, _ weight: Tensor?, _ bias: Tensor?, _ normalization: Normalization) -> Tensor {
        let result = Tensor.uninitialized(x.shape, x.dtype)
        if x.count == 0 { return result }
        let groups = Groups(normalization, x.shape)
        let source = contiguous(x)
        let w = contiguous(weight ?? groups.perChannel(1, x.dtype)), b = contiguous(bias ?? groups.perChannel(0, x.dtype))
        func run<T>(
            _ kernel: (
                UnsafePointer<KindlingGroup>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(source, w, b, into: result) {
                (from: UnsafePointer<T>, w: UnsafePointer<T>, b: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                parallel(elements: groups.count, grain: groups.grain) { range in
                    groups.forEach(in: range, together: groups.together) { group, index in
                        let (start, channel) = (groups.start(of: index), groups.channel(of: index))
                        kernel(&group, from + start, w + channel, b + channel, to + start)
                    }
                }
            }
        }
        x.dtype.dispatchFloat(float32: run(kindling_normalize_f32), float64: run(kindling_normalize_f64))
        return result
    }

    func moments(_ x: Tensor, _ normalization: Normalization) -> Tensor {
        let groups = Groups(normalization, x.shape)
        let (result, source) = (Tensor.uninitialized([2, groups.meanCount], x.dtype), contiguous(x))
        func run<T>(
            _ kernel: (
                UnsafePointer<KindlingGroup>, UnsafePointer<T>, UnsafeMutablePointer<T>, UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(source, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                parallel(elements: groups.count, grain: groups.grain) { range in
                    groups.forEach(in: range) { group, index in
                        let means = to + groups.meanIndex(of: index)
                        kernel(&group, from + groups.start(of: index), means, means + groups.meanCount)
                    }
                }
            }
        }
        x.dtype.dispatchFloat(float32: run(kindling_moments_f32), float64: run(kindling_moments_f64))
        return result
    }

    /// The derivatives by x, by the weight and by the bias, one after the other.
    func normalizeGradient(_ cotangent: Tensor, _ x: Tensor, _ weight: Tensor?, _ normalization: Normalization) -> Tensor {
        let groups = Groups(normalization, x.shape)
        let result = Tensor.uninitialized([x.count + 2 * groups.channels], x.dtype)
        if x.count == 0 { return .zeros(like: result) }
        let (dy, source) = (contiguous(cotangent), contiguous(x))
        let w = contiguous(weight ?? groups.perChannel(1, x.dtype))
        // What the groups of one chunk say of weight and bias is added up there, in a row of the table.
        let table = Tensor.zeros([groups.gradientChunks, 2 * groups.channels], dtype: x.dtype)
        @inline(never)
        func run<T>(
            _ kernel: (
                UnsafePointer<KindlingGroup>, UnsafePointer<T>, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>,
                UnsafeMutablePointer<T>, UnsafeMutablePointer<T>
            ) -> Void
        ) {
            reading(dy, source, w, into: result) {
                (dy: UnsafePointer<T>, from: UnsafePointer<T>, w: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                writing(table) { (sums: UnsafeMutablePointer<T>) in
                    parallel(groups.count, grain: groups.gradientGrain) { range in
                        let chunk = groups.gradientChunks == 1 ? 0 : range.lowerBound / groups.gradientGrain
                        let row = sums + chunk * 2 * groups.channels
                        groups.forEach(in: range) { group, index in
                            let (start, channel) = (groups.start(of: index), groups.channel(of: index))
                            kernel(
                                &group, dy + start, from + start, w + channel, to + start, row + channel,
                                row + groups.channels + channel)
                        }
                    }
                    let total = groups.gradientChunks == 1 ? table : reduce(table, .sum, Axes(0), keepDim: false)
                    reading(total) { (to + x.count).update(from: $0, count: total.count) }
                }
            }
        }
        x.dtype.dispatchFloat(float32: run(kindling_normalize_gradient_f32), float64: run(kindling_normalize_gradient_f64))
        return result
    }
}

/// The groups of elements that share a mean and a variance, in a tensor that lies row after row as [samples, channels, inner].
/// Where a batch of vectors is normalised, neighbours are of different groups; those that fit a kernel's lanes are counted as one.
private struct Groups {
    let samples, channels, inner: Int
    let count: Int
    /// Channels of a group.
    private let width: Int
    private let isBatch: Bool
    private let first: KindlingGroup

    init(_ normalization: Normalization, _ shape: Shape) {
        let dims = normalization.channels
        samples = shape[..<dims.lowerBound].reduce(1, *)
        channels = shape[dims].reduce(1, *)
        inner = shape[dims.upperBound...].reduce(1, *)
        var group = KindlingGroup()
        group.eps = normalization.eps
        group.centered = normalization.isCentered
        group.scaled = true
        switch normalization.extent {
        case .batch:
            isBatch = true
            group.lanewise = inner == 1
            width = group.lanewise ? Int(KINDLING_LANES) : 1
            count = (channels + width - 1) / width
            (group.pieces, group.length, group.stride) = (samples, inner, channels * inner)
            group.share = 1 / Double(samples * inner)
        case .groups(let number):
            isBatch = false
            width = channels / number
            count = samples * number
            (group.pieces, group.length, group.stride) = inner == 1 ? (1, width, width) : (width, inner, inner)
            group.piece_step = 1
            group.share = 1 / Double(width * inner)
        case .none:
            isBatch = false
            (width, count) = (channels, samples)
            (group.pieces, group.length, group.stride) = inner == 1 ? (1, width, width) : (width, inner, inner)
            group.piece_step = 1
            (group.centered, group.scaled) = (false, false)
        }
        group.step = inner == 1 ? 1 : 0
        group.next = width * inner
        first = group
    }

    @inline(__always)
    func forEach(
        in range: Range<Int>, together: Int = 1, _ body: (_ group: inout KindlingGroup, _ index: Int) -> Void
    ) {
        var group = first
        for index in stride(from: range.lowerBound, to: range.upperBound, by: together) {
            group.count = min(together, range.upperBound - index)
            if first.lanewise { group.length = min(width, channels - index * width) }
            body(&group, index)
        }
    }

    /// How many neighbours a kernel takes at once: those that share weight and bias.
    var together: Int { isBatch || width != channels ? 1 : kindling_rows_together(width * inner) }

    func start(of index: Int) -> Int { index * width * inner }

    func channel(of index: Int) -> Int { isBatch ? index * width : index * width % channels }

    /// How many means there are, and where a group's are.
    var meanCount: Int { isBatch ? channels : count }
    func meanIndex(of index: Int) -> Int { isBatch ? index * width : index }

    private var size: Int { isBatch ? samples * inner * width : inner * width }

    /// Groups for some 5 µs of work.
    var grain: Int { max(1, 16384 / max(size, 1)) }

    /// Samples are kept together, as many as make the table of sums small by comparison.
    var gradientGrain: Int {
        if isBatch { return max(1, 8192 / size) }
        let together = max(first.step == 1 ? 32 : 1, 8192 / (channels * inner))
        return together * (count / samples)
    }

    /// Each channel of a batch is in one group.
    var gradientChunks: Int { isBatch ? 1 : (count + gradientGrain - 1) / gradientGrain }

    func perChannel(_ value: Double, _ dtype: DType) -> Tensor { .full([channels], value, dtype: dtype).contiguous() }
}
