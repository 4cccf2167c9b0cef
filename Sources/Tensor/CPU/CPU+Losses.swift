import CKernels

extension InputError {
    /// The first prediction or target of a binary cross-entropy that is no probability; nil where there is none. NaN passes.
    init?<T: BinaryFloatingPoint>(predictions: UnsafePointer<T>, targets: UnsafePointer<T>, _ count: Int) {
        for (name, values) in [("prediction", predictions), ("target", targets)] {
            for index in 0..<count where values[index] < 0 || values[index] > 1 {
                self.init(
                    .value, "binaryCrossEntropy", "a \(name) must be in [0, 1], got \(values[index]) at index \(index)")
                return
            }
        }
        return nil
    }
}

extension CPU {
    /// - Throws: where an operand of a binary cross-entropy is no probability.
    func loss(_ loss: Loss, _ reduction: LossReduction, _ p: Tensor, _ t: Tensor) throws(InputError) -> Tensor {
        if p.dtype.isHalf {
            return cast(try self.loss(loss, reduction, cast(p, to: .float32), cast(t, to: .float32)), to: p.dtype)
        }
        if !p.isContiguous || !t.isContiguous { return try self.loss(loss, reduction, contiguous(p), contiguous(t)) }
        let result =
            reduction == .none
            ? Tensor.uninitialized(p.shape, p.dtype) : Tensor.uninitialized([], p.dtype)
        if p.dtype == .float64 {
            try reduce(p, t, result, loss, reduction, kindling_binary_f64, kindling_reduce_f64) { $0 }
        } else {
            try reduce(p, t, result, loss, reduction, kindling_binary_f32, kindling_reduce_f32) { Float($0) }
        }
        return result
    }

    /// Block by block, so that losses which are only summed stay in the cache.
    @inline(__always)
    private func reduce<T: BinaryFloatingPoint>(
        _ prediction: Tensor, _ target: Tensor, _ result: Tensor, _ loss: Loss, _ reduction: LossReduction,
        _ kernel: (Int32, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int) -> Void,
        _ sum: (Int32, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void, _ narrow: (Double) -> T
    ) throws(InputError) {
        let (p, t, to) = (prediction.pointer(T.self), target.pointer(T.self), result.pointer(T.self))
        let (code, count, block) = (loss.kernels.value, prediction.count, 512)
        // A sum tells whether there is a NaN, which stands for a number that is no probability, too.
        let isChecked = loss == .binaryCrossEntropy
        if reduction == .none && !isChecked {
            return parallel(elements: count, grain: 8192) {
                kernel(code, p + $0.lowerBound, 1, t + $0.lowerBound, 1, to + $0.lowerBound, $0.count)
            }
        }
        let total = parallelSum(count, grain: 8192) { part in
            withUnsafeTemporaryAllocation(of: T.self, capacity: block) { losses in
                let start = losses.baseAddress!
                var total = 0.0
                for offset in stride(from: part.lowerBound, to: part.upperBound, by: block) {
                    let length = min(block, part.upperBound - offset)
                    let losses = reduction == .none ? to + offset : start
                    kernel(code, p + offset, 1, t + offset, 1, losses, length)
                    sum(Int32(KR_SUM.rawValue), losses, 1, length, &total)
                }
                return total
            }
        }
        if isChecked && total.isNaN, let problem = InputError(predictions: p, targets: t, count) { throw problem }
        if reduction != .none { to[0] = narrow(reduction == .mean ? total / Double(count) : total) }
    }

    func lossGradient(_ loss: Loss, _ reduction: LossReduction, _ c: Tensor, _ p: Tensor, _ t: Tensor) -> Tensor {
        if !c.isContiguous || !p.isContiguous || !t.isContiguous {
            return lossGradient(loss, reduction, contiguous(c), contiguous(p), contiguous(t))
        }
        let result = Tensor.uninitialized(p.shape, p.dtype)
        if p.dtype == .float64 {
            spread(c, p, t, result, loss, reduction, kindling_ternary_f64) { $0 / Double($1) }
        } else {
            spread(c, p, t, result, loss, reduction, kindling_ternary_f32) { $0 / Float($1) }
        }
        return result
    }

    @inline(__always)
    private func spread<T>(
        _ cotangent: Tensor, _ prediction: Tensor, _ target: Tensor, _ result: Tensor, _ loss: Loss,
        _ reduction: LossReduction,
        _ kernel: (
            Int32, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int
        ) -> Void, _ divide: (T, Int) -> T
    ) {
        let (c, p, t, to) = (
            cotangent.pointer(T.self), prediction.pointer(T.self), target.pointer(T.self), result.pointer(T.self)
        )
        let (code, count) = (loss.kernels.gradient, prediction.count)
        func run(_ shares: UnsafePointer<T>, _ step: Int) {
            parallel(elements: count, grain: 8192) {
                let start = $0.lowerBound
                kernel(code, shares + start * step, step, p + start, 1, t + start, 1, to + start, $0.count)
            }
        }
        if reduction == .mean {
            withUnsafePointer(to: divide(c[0], count)) { run($0, 0) }
        } else {
            run(c, reduction == .none ? 1 : 0)
        }
    }
}
