import CKernels

extension CPU {
    func maxPoolIndices(_ x: Tensor, _ pooling: Pooling) -> Tensor {
        let result = Tensor.uninitialized(pooling.shape(of: x, pooling.output), .int64)
        let source = contiguous(x)
        func run<T>(
            _ type: T.Type,
            _ kernel: (UnsafePointer<T>, Int, KindlingCells, KindlingCells, KindlingCells, UnsafeMutablePointer<Int64>) -> Void
        ) {
            pooling.withCells(.inside) { kernel(source.pointer(T.self), pooling.planes(of: x), $0, $1, $2, result.pointer()) }
        }
        withExtendedLifetime(source) {
            switch x.dtype.computed {
            case .float32: run(Float.self, kindling_max_pool_f32)
            case .float64: run(Double.self, kindling_max_pool_f64)
            case .int32: run(Int32.self, kindling_max_pool_i32)
            case .int64: run(Int64.self, kindling_max_pool_i64)
            case .uint8, .bool: run(UInt8.self, kindling_max_pool_u8)
            }
        }
        return result
    }

    func averagePool(_ x: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor) -> Tensor {
        let result = Tensor.uninitialized(pooling.shape(of: x, pooling.output), x.dtype)
        let (source, planes) = (contiguous(x), pooling.planes(of: x))
        withExtendedLifetime(source) {
            pooling.withCells(divisor) { d, h, w in
                if x.dtype == .float64 {
                    kindling_average_pool_f64(source.pointer(), planes, d, h, w, result.pointer())
                } else {
                    kindling_average_pool_f32(source.pointer(), planes, d, h, w, result.pointer())
                }
            }
        }
        return result
    }

    func averagePoolGradient(_ dy: Tensor, _ pooling: Pooling, _ divisor: Pooling.Divisor) -> Tensor {
        let result = Tensor.uninitialized(pooling.shape(of: dy, pooling.input), dy.dtype)
        let (source, planes) = (contiguous(dy), pooling.planes(of: dy))
        // Zero is all bits zero in both dtypes.
        result.address.initializeMemory(as: UInt8.self, repeating: 0, count: result.count * dy.dtype.size)
        withExtendedLifetime(source) {
            pooling.withCells(divisor) { d, h, w in
                if dy.dtype == .float64 {
                    kindling_average_pool_gradient_f64(source.pointer(), planes, d, h, w, result.pointer())
                } else {
                    kindling_average_pool_gradient_f32(source.pointer(), planes, d, h, w, result.pointer())
                }
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

    fileprivate func planes(of x: Tensor) -> Int { x.shape.dropLast(input.count).reduce(1, *) }

    /// The cells along three dims, of which those that are missing come first.
    fileprivate func withCells(_ divisor: Divisor, _ body: (KindlingCells, KindlingCells, KindlingCells) -> Void) {
        var axes = (0..<input.count).map { Axis(self, dim: $0, divisor) }
        while axes.count < 3 { axes.insert(Axis(), at: 0) }
        axes[0].withCells { d in axes[1].withCells { h in axes[2].withCells { w in body(d, h, w) } } }
    }

    private struct Axis {
        var (input, output, step) = (1, 1, 1)
        var (starts, counts, divisors) = ([0], [1], [1])

        /// A dim that is not there.
        init() {}

        init(_ pooling: Pooling, dim: Int, _ divisor: Divisor) {
            (input, output, step) = (pooling.input[dim], pooling.output[dim], pooling.window?.dilation[dim] ?? 1)
            let cells = (0..<output).map { pooling.cell($0, dim: dim) }
            starts = cells.map(\.start)
            counts = cells.map(\.count)
            switch divisor {
            // A cell without elements has the sum 0.
            case .inside: divisors = counts.map { max($0, 1) }
            case .padded: divisors = cells.map { max($0.padded, 1) }
            case .fixed(let number): divisors = cells.map { _ in dim == 0 ? number : 1 }
            }
        }

        func withCells(_ body: (KindlingCells) -> Void) {
            starts.withUnsafeBufferPointer { starts in
                counts.withUnsafeBufferPointer { counts in
                    divisors.withUnsafeBufferPointer { divisors in
                        // There is no cell to visit where there is no output.
                        guard let s = starts.baseAddress, let c = counts.baseAddress, let d = divisors.baseAddress, output > 0
                        else { return }
                        body(KindlingCells(input: input, output: output, step: step, starts: s, counts: c, divisors: d))
                    }
                }
            }
        }
    }
}
