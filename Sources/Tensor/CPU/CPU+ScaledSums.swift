import CKernels

extension CPU {
    /// Finds again what a double could not hold on the way to a sum, a mean or a norm, though it may hold the result: from elements
    /// that are scaled by a power of two, which rounds nothing. Where the results are ordinary, they are only looked at.
    @inline(__always)
    func correctRange<T: BinaryFloatingPoint>(
        _ result: Tensor, of x: Tensor, _ reduction: Reduction, _ axes: Axes, _ allFinite: (UnsafePointer<T>, Int) -> Bool,
        _ kernel: (Bool, Double, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void
    ) {
        switch reduction {
        case .sum, .mean:
            let isOrdinary = reading(result) { result.count == 1 ? $0[0].isFinite : allFinite($0, result.count) }
            if isOrdinary { return }
        // The squares of a float32 are ordinary doubles.
        case .sumOfSquares, .norm: if T.self == Float.self { return }
        case .product, .max, .min, .sumOfMagnitudes: return
        }
        if x.count > 0 { rescale(result, of: x, reduction, axes, kernel) }
    }

    @inline(never)
    private func rescale<T: BinaryFloatingPoint>(
        _ result: Tensor, of x: Tensor, _ reduction: Reduction, _ axes: Axes,
        _ kernel: (Bool, Double, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void
    ) {
        let isDouble = T.self == Double.self
        let finish = reduction.finish(x.count, to: result.count)
        let layout = ReductionLayout(x, axes)
        let runs = layout.runs
        reading(x, into: result) { (from: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            parallel(result.count, grain: Grain.of(Grain.memoryBound, each: x.count / max(result.count, 1))) { range in
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
}
