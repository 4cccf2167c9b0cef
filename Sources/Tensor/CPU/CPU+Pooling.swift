import CKernels

extension CPU {
    func maxPool(_ x: Tensor, _ pooling: Pooling) -> Tensor {
        x.dtype.dispatch(
            float32: pool(x, pooling, .inside, x.dtype, kindling_max_pool_f32),
            float64: pool(x, pooling, .inside, x.dtype, kindling_max_pool_f64),
            int32: pool(x, pooling, .inside, x.dtype, kindling_max_pool_i32),
            int64: pool(x, pooling, .inside, x.dtype, kindling_max_pool_i64),
            uint8: pool(x, pooling, .inside, x.dtype, kindling_max_pool_u8))
    }

    func maxPoolIndices(_ x: Tensor, _ pooling: Pooling) -> Tensor {
        x.dtype.dispatch(
            float32: pool(x, pooling, .inside, .int64, kindling_max_pool_indices_f32),
            float64: pool(x, pooling, .inside, .int64, kindling_max_pool_indices_f64),
            int32: pool(x, pooling, .inside, .int64, kindling_max_pool_indices_i32),
            int64: pool(x, pooling, .inside, .int64, kindling_max_pool_indices_i64),
            uint8: pool(x, pooling, .inside, .int64, kindling_max_pool_indices_u8))
    }

    func maxPoolGradient(_ dy: Tensor, _ x: Tensor, _ pooling: Pooling) -> Tensor {
        x.dtype.dispatchFloat(
            float32: poolGradient(dy, x, pooling, .inside, kindling_max_pool_gradient_f32),
            float64: poolGradient(dy, x, pooling, .inside, kindling_max_pool_gradient_f64))
    }

    func averagePool(_ x: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor) -> Tensor {
        x.dtype.dispatchFloat(
            float32: pool(x, pooling, divisor, x.dtype, kindling_average_pool_f32),
            float64: pool(x, pooling, divisor, x.dtype, kindling_average_pool_f64))
    }

    func averagePoolGradient(_ dy: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor) -> Tensor {
        dy.dtype.dispatchFloat(
            float32: poolGradient(dy, dy, pooling, divisor) { kindling_average_pool_gradient_f32($0, $2, $3, $4, $5, $6) },
            float64: poolGradient(dy, dy, pooling, divisor) { kindling_average_pool_gradient_f64($0, $2, $3, $4, $5, $6) })
    }

    private func pool<T, R>(
        _ x: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor, _ dtype: DType,
        _ kernel: (
            UnsafePointer<T>, Int, KindlingPoolWindows, KindlingPoolWindows, KindlingPoolWindows, UnsafeMutablePointer<R>
        ) -> Void
    ) -> Tensor {
        let result = Tensor.uninitialized(pooling.shape(of: x, pooling.output), dtype)
        let source = contiguous(x)
        reading(source, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<R>) in
            pooling.forEachPlanes(of: x, divisor) { planes, d, h, w in
                kernel(
                    from + planes.lowerBound * pooling.input.elementCount, planes.count, d, h, w,
                    to + planes.lowerBound * pooling.output.elementCount)
            }
        }
        return result
    }

    /// The kernel takes the cotangents and the inputs.
    private func poolGradient<T>(
        _ dy: Tensor, _ x: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor,
        _ kernel: (
            UnsafePointer<T>, UnsafePointer<T>, Int, KindlingPoolWindows, KindlingPoolWindows, KindlingPoolWindows,
            UnsafeMutablePointer<T>
        ) -> Void
    ) -> Tensor {
        let result = Tensor.uninitialized(pooling.shape(of: dy, pooling.input), dy.dtype)
        let (cotangent, source) = (contiguous(dy), contiguous(x))
        // Where there is no output nobody has seen an input.
        if dy.count == 0 { clear(result) }
        reading(cotangent, source, into: result) {
            (from: UnsafePointer<T>, seen: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            pooling.forEachPlanes(of: dy, divisor) { planes, d, h, w in
                let offset = planes.lowerBound * pooling.input.elementCount
                kernel(
                    from + planes.lowerBound * pooling.output.elementCount, seen + offset, planes.count, d, h, w, to + offset)
            }
        }
        return result
    }
}

extension Pooling {
    /// The shape with other spatial sizes.
    fileprivate func shape(of x: Tensor, _ spatial: Shape) -> Shape {
        Shape(Array(x.shape.dropLast(input.count)) + Array(spatial))
    }

    /// Calls `body` for some planes at a time, with the windows along three dims, of which those that are missing come first.
    fileprivate func forEachPlanes(
        of x: Tensor, _ divisor: Divisor,
        _ body: (Range<Int>, KindlingPoolWindows, KindlingPoolWindows, KindlingPoolWindows) -> Void
    ) {
        let planes = x.shape.dropLast(input.count).reduce(1, *)
        var axes = (0..<input.count).map { Axis(self, dim: $0, divisor) }
        while axes.count < 3 { axes.insert(Axis(), at: 0) }
        axes[0].withWindows { d in
            axes[1].withWindows { h in
                axes[2].withWindows { w in
                    parallel(planes, grain: 32768 / max(input.elementCount, 1) + 1) { body($0, d, h, w) }
                }
            }
        }
    }

    private struct Axis {
        var (input, output, step) = (1, 1, 1)
        var (starts, counts, divisors) = ([0], [1], [1])

        /// A dim that is not there.
        init() {}

        init(_ pooling: Pooling, dim: Int, _ divisor: Divisor) {
            (input, output, step) = (pooling.input[dim], pooling.output[dim], pooling.window?.dilation[dim] ?? 1)
            let windows = (0..<output).map { pooling.positions(ofOutput: $0, dim: dim) }
            starts = windows.map(\.start)
            counts = windows.map(\.count)
            switch divisor {
            // A window without elements has the sum 0.
            case .inside: divisors = counts.map { max($0, 1) }
            case .padded: divisors = windows.map { max($0.padded, 1) }
            case .fixed(let number): divisors = windows.map { _ in dim == 0 ? number : 1 }
            }
        }

        func withWindows(_ body: (KindlingPoolWindows) -> Void) {
            starts.withUnsafeBufferPointer { starts in
                counts.withUnsafeBufferPointer { counts in
                    divisors.withUnsafeBufferPointer { divisors in
                        // There is no window to visit where there is no output.
                        guard let s = starts.baseAddress, let c = counts.baseAddress, let d = divisors.baseAddress, output > 0
                        else { return }
                        body(KindlingPoolWindows(input: input, output: output, step: step, starts: s, counts: c, divisors: d))
                    }
                }
            }
        }
    }
}
