import CKernels

extension CPU {
    func softmax(_ x: Tensor, _ dim: Int, logarithm: Bool) -> Tensor {
        let source = contiguous(x)
        let result = Tensor.uninitialized(x.shape, x.dtype)
        func run<T>(
            _ type: T.Type, _ rows: (Bool, UnsafePointer<T>, UnsafeMutablePointer<T>, Int, Int) -> Void,
            _ columns: (Bool, UnsafePointer<T>, UnsafeMutablePointer<T>, Int, Int, Int) -> Void
        ) {
            reading(source, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                if let side = InnerLines(source, dim) {
                    return side.forEach { offset, _, width in
                        columns(logarithm, from + offset, to + offset, side.size, side.inner, width)
                    }
                }
                // As a size of 1 may follow, the rows are counted by the dim.
                let length = x.rank == 0 ? 1 : x.shape[dim]
                parallel(elements: x.count / max(length, 1), grain: Grain.of(Grain.vectorMath, each: length)) {
                    rows(logarithm, from + $0.lowerBound * length, to + $0.lowerBound * length, $0.count, length)
                }
            }
        }
        x.dtype.dispatchFloat(
            float32: run(Float.self, kindling_softmax_f32, kindling_softmax_columns_f32),
            float64: run(Double.self, kindling_softmax_f64, kindling_softmax_columns_f64))
        return result
    }

    func softmaxGradient(_ cotangent: Tensor, _ y: Tensor, _ dim: Int, logarithm: Bool) -> Tensor {
        if y.rank > 0 && dim != y.rank - 1 {
            let order = Permutation(swapping: dim, y.rank - 1, of: y.rank)
            return softmaxGradient(
                cotangent.permutedView(order), y.permutedView(order), y.rank - 1, logarithm: logarithm
            ).permutedView(order)
        }
        let (c, r) = (contiguous(cotangent), contiguous(y))
        let result = Tensor.uninitialized(y.shape, y.dtype)
        func run<T>(
            _ type: T.Type,
            _ kernel: (Bool, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, Int, Int) -> Void
        ) {
            reading(c, r, into: result) { (dy: UnsafePointer<T>, from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
                let length = y.rank == 0 ? 1 : y.shape[dim]
                parallel(elements: y.count / max(length, 1), grain: Grain.of(Grain.vectorMath, each: length)) {
                    let start = $0.lowerBound * length
                    kernel(logarithm, dy + start, from + start, to + start, $0.count, length)
                }
            }
        }
        y.dtype.dispatchFloat(
            float32: run(Float.self, kindling_softmax_gradient_f32),
            float64: run(Double.self, kindling_softmax_gradient_f64))
        return result
    }
}
