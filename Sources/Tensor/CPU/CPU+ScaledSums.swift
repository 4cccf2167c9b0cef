import CKernels

extension CPU {
    /// Finds again what a double could not hold on the way to a sum, a mean or a norm, though it may hold the result: from elements
    /// that are scaled by a power of two, which rounds nothing. Where the results are ordinary, they are only looked at.
    func correctRange(_ result: Tensor, of x: Tensor, _ reduction: Reduction, _ axes: Axes) {
        if x.count == 0 { return }
        switch x.dtype {
        case .float32: correctRange(result, of: x, reduction, axes, kindling_all_finite_f32, kindling_reduce_scaled_f32)
        case .float64: correctRange(result, of: x, reduction, axes, kindling_all_finite_f64, kindling_reduce_scaled_f64)
        default: break
        }
    }

    private func correctRange<T: BinaryFloatingPoint>(
        _ result: Tensor, of x: Tensor, _ reduction: Reduction, _ axes: Axes,
        _ allFinite: (UnsafePointer<T>, Int) -> Bool,
        _ kernel: (Bool, Double, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void
    ) {
        let (from, to) = (x.pointer(T.self), result.pointer(T.self))
        let isDouble = T.self == Double.self
        switch reduction {
        case .sum, .mean: if allFinite(to, result.count) { return }
        case .sumOfSquares, .norm: if !isDouble { return }
        case .product, .max, .min, .sumOfMagnitudes: return
        }
        let finish = reduction.finish(count: x.count / max(result.count, 1))
        let layout = ReducedLayout(x, axes)
        let runs = layout.runs
        parallel(result.count, grain: Grain.of(Grain.light, each: x.count / max(result.count, 1))) { range in
            layout.outer.forEach(in: range) { outer, index in
                let scale = kindling_range_scale(finish, isDouble, Double(to[index]))
                if scale == 0 { return }
                var total = 0.0
                runs.forEach { run, _ in
                    kernel(finish.squares, scale, from + outer.0 + run.0, runs.steps.0, runs.length, &total)
                }
                to[index] = T(kindling_finish_scaled(finish, total, scale))
            }
        }
    }
}
