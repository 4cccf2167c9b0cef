import CKernels

// A convolution and its derivatives are correlations, cut into chunks by image, group, channels and tile of outputs.
extension CPU {
    func convolution(_ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ convolution: Convolution) -> Tensor {
        let window = convolution.window
        let result = Tensor.uninitialized(Shape([x.shape[0], weight.shape[0]] + Array(window.output)), x.dtype)
        let (source, factor, bias) = (contiguous(x), contiguous(weight), bias.map(contiguous))
        func run<T>(_ kernels: ConvolutionKernels<T>) {
            let correlation = KindlingCorrelation(
                channels: weight.shape[1], outChannels: weight.shape[0] / convolution.groups,
                window.input.indices.map { KindlingReach(window, dim: $0) }, lanes: 64 / MemoryLayout<T>.size)
            reading(source, factor, into: result) { source, factor, result in
                reading(optional: bias) {
                    correlate(
                        kernels, [correlation], x.shape[0], convolution.groups, source, factor,
                        (correlation.depth, window.kernel.elementCount), $0, result)
                }
            }
        }
        x.dtype.dispatchFloat(float32: run(.f32), float64: run(.f64))
        return result
    }

    /// The inputs are as many correlations as there are phases of the stride, which see the same.
    func convolutionInputGradient(_ dy: Tensor, _ weight: Tensor, _ convolution: Convolution) -> Tensor {
        let window = convolution.window
        let result = Tensor.uninitialized(
            Shape([dy.shape[0], weight.shape[1] * convolution.groups] + Array(window.input)), dy.dtype)
        let (source, factor) = (contiguous(dy), contiguous(weight))
        func run<T>(_ kernels: ConvolutionKernels<T>) {
            var reaches: [[KindlingReach]] = [[]]
            for dim in window.input.indices {
                reaches = reaches.flatMap { reaches in
                    (0..<min(window.stride[dim], window.input[dim])).map {
                        reaches + [KindlingReach(adjoint: window, dim: dim, phase: $0)]
                    }
                }
            }
            var phases = reaches.map {
                KindlingCorrelation(
                    channels: weight.shape[0] / convolution.groups, outChannels: weight.shape[1], $0,
                    lanes: 64 / MemoryLayout<T>.size)
            }
            if phases.isEmpty { return }
            for index in phases.indices { phases[index].lanes_are_channels = phases[0].lanes_are_channels }
            let kernel = window.kernel.elementCount
            reading(source, factor, into: result) {
                correlate(
                    kernels, phases, dy.shape[0], convolution.groups, $0, $1, (kernel, weight.shape[1] * kernel), nil, $2)
            }
        }
        dy.dtype.dispatchFloat(float32: run(.f32), float64: run(.f64))
        return result
    }

    /// The strides are those of the weight's output channels and channels. The first phase has as many outputs as any.
    private func correlate<T>(
        _ kernels: ConvolutionKernels<T>, _ plans: [KindlingCorrelation], _ batch: Int, _ groups: Int, _ x: UnsafePointer<T>,
        _ w: UnsafePointer<T>, _ strides: (out: Int, channel: Int), _ bias: UnsafePointer<T>?, _ y: UnsafeMutablePointer<T>
    ) {
        let weightCount = groups * plans[0].out_channels * plans[0].channels * plans[0].kernelCount
        var phases = plans
        if phases.count == 1 {
            phases[0] = kernels.transformed(
                plans[0], (x, batch * groups * plans[0].channels * plans[0].inputPlane), (w, weightCount))
        }
        let correlation = phases[0]
        if correlation.outputCount == 0 || correlation.out_channels == 0 || batch == 0 { return }
        let tiles = correlation.tiles(planes: batch * groups)
        let tiled = tiles.flatMap { tile in phases.map { $0.restricted(to: tile) } }
        // Weights are packed by blocks of output channels, which are also separate chunks of work where there are few others.
        let block = correlation.lanes_are_channels ? 4 * 64 / MemoryLayout<T>.size : 48
        let blocks = (correlation.out_channels + block - 1) / block
        func channels(_ index: Int, _ size: Int) -> KindlingRange {
            KindlingRange(first: index * size, end: min((index + 1) * size, correlation.out_channels))
        }
        let groupSize = phases.reduce(0) { size, phase in
            size + withUnsafePointer(to: phase) { kindling_packed_weights($0, MemoryLayout<T>.size) }
        }
        let packed = Tensor.uninitialized([groups * groupSize], T.dtype)
        writing(packed) { (packs: UnsafeMutablePointer<T>) in
            parallel(groups * blocks, grain: groups * blocks * 16384 / max(weightCount, 1) + 1) { range in
                for chunk in range {
                    let (group, index) = (chunk / blocks, chunk % blocks)
                    // Of the outputs of all groups, where those are the rows of the weight; or else of the channels of all groups.
                    let groupStride = max(strides.out * correlation.out_channels, strides.channel * correlation.channels)
                    kernels.pack(
                        phases, phases.count, channels(index, block), w + group * groupStride, strides.out, strides.channel,
                        packs + group * groupSize)
                }
            }
            let isWhole = batch * groups * tiles.count >= 16
            let (share, shares) = isWhole ? (correlation.out_channels, 1) : (block, blocks)
            let outputs = tiled[..<phases.count].reduce(0) { $0 + $1.outputCount * (2 * $1.depth + 40) }
            let work = outputs * min(share, correlation.out_channels)
            tiled.withUnsafeBufferPointer { tiled in
                parallel(batch * groups * shares * tiles.count, grain: 2_000_000 / work + 1) { range in
                    for chunk in range {
                        let (tile, rest) = (chunk % tiles.count, chunk / tiles.count)
                        let (index, plane) = (rest % shares, rest / shares)
                        kernels.correlate(
                            tiled.baseAddress! + tile * phases.count, phases.count, channels(index, share),
                            x + plane * correlation.channels * correlation.inputPlane, packs + plane % groups * groupSize,
                            bias.map { $0 + plane % groups * correlation.out_channels },
                            y + plane * correlation.out_channels * correlation.outputPlane)
                    }
                }
            }
        }
    }

    func convolutionWeightGradient(_ dy: Tensor, _ x: Tensor, _ convolution: Convolution) -> Tensor {
        let window = convolution.window
        let shape = Shape([dy.shape[1], x.shape[1] / convolution.groups] + Array(window.kernel))
        let result = Tensor.uninitialized(shape, dy.dtype)
        if result.count == 0 || dy.count == 0 || x.count == 0 { return .zeros(like: result) }
        let (cotangent, source) = (contiguous(dy), contiguous(x))
        func run<T>(_ kernels: ConvolutionKernels<T>) {
            let correlation = KindlingCorrelation(
                channels: shape[1], outChannels: shape[0] / convolution.groups,
                window.input.indices.map { KindlingReach(window, dim: $0) }, lanes: 64 / MemoryLayout<T>.size)
            reading(source, cotangent, into: result) {
                correlateWeights(kernels, correlation, dy.shape[0], convolution.groups, $0, $1, $2)
            }
        }
        dy.dtype.dispatchFloat(float32: run(.f32), float64: run(.f64))
        return result
    }

    /// Sums over shares of the images, which are then added in order.
    private func correlateWeights<T>(
        _ kernels: ConvolutionKernels<T>, _ plan: KindlingCorrelation, _ batch: Int, _ groups: Int, _ x: UnsafePointer<T>,
        _ dy: UnsafePointer<T>, _ dw: UnsafeMutablePointer<T>
    ) {
        let correlation = kernels.transformed(
            plan, (x, batch * groups * plan.channels * plan.inputPlane),
            (dy, batch * groups * plan.out_channels * plan.outputPlane))
        let tiled = correlation.tiles(planes: batch * groups).map(correlation.restricted)
        let (items, depth) = (batch * tiled.count, correlation.depth)
        let weights = groups * correlation.out_channels * depth
        let shares = groups >= 16 ? 1 : min(items, 16, max((1 << 22) / weights, 1))
        // Blocks of channels are separate chunks of work where there are few others.
        let block = groups * shares < 16 ? min(32, correlation.channels) : correlation.channels
        let blocks = (correlation.channels + block - 1) / block
        func sized(_ correlation: KindlingCorrelation, _ index: Int) -> KindlingCorrelation {
            var sized = correlation
            sized.channels = min(block, correlation.channels - index * block)
            return sized
        }
        let size = withUnsafePointer(to: sized(correlation, 0)) { kindling_weight_sums($0, MemoryLayout<T>.size) }
        let stride = groups * blocks * size
        let memory = Tensor.uninitialized([shares * stride], T.dtype)
        writing(memory) { (sums: UnsafeMutablePointer<T>) in
            let work = tiled[0].outputCount * correlation.out_channels * (2 * depth + 40) / blocks * (items / shares)
            parallel(shares * groups * blocks, grain: 2_000_000 / max(work, 1) + 1) { range in
                for chunk in range {
                    let (share, group, index) = (chunk / (groups * blocks), chunk / blocks % groups, chunk % blocks)
                    let some = share * items / shares..<(share + 1) * items / shares
                    for item in some {
                        let (image, tile) = (item / tiled.count, item % tiled.count)
                        let plane = image * groups + group
                        var piece = sized(tiled[tile], index)
                        kernels.correlateWeights(
                            &piece, x + (plane * correlation.channels + index * block) * correlation.inputPlane,
                            dy + plane * correlation.out_channels * correlation.outputPlane, item > some.lowerBound,
                            sums + chunk * size)
                    }
                }
            }
            let slices = (block + 15) / 16
            let count = groups * blocks * slices
            parallel(count, grain: count * 16384 / (weights * shares) + 1) { range in
                for task in range {
                    let (chunk, slice) = (task / slices, task % slices)
                    let (group, index) = (chunk / blocks, chunk % blocks)
                    var some = sized(correlation, index)
                    let channels = KindlingRange(first: slice * 16, end: min((slice + 1) * 16, some.channels))
                    if channels.first >= channels.end { continue }
                    kernels.addWeightSums(
                        &some, sums + chunk * size, shares, stride, depth, channels,
                        dw + group * correlation.out_channels * depth + index * block * correlation.kernelCount)
                }
            }
        }
    }
}
