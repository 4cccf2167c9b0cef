import CKernels

extension InputError {
    /// The first prediction or target of a binary cross-entropy that is outside [0, 1]; nil where there is none. NaN passes.
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
    /// - Throws: where an operand of a binary cross-entropy is outside [0, 1].
    func loss(_ loss: Loss, _ reduction: LossReduction, _ p: Tensor, _ t: Tensor) throws(InputError) -> Tensor {
        if p.dtype.isHalf {
            return cast(try self.loss(loss, reduction, cast(p, to: .float32), cast(t, to: .float32)), to: p.dtype)
        }
        if !p.isContiguous || !t.isContiguous { return try self.loss(loss, reduction, contiguous(p), contiguous(t)) }
        let result =
            reduction == .none
            ? Tensor.uninitialized(p.shape, p.dtype) : Tensor.uninitialized([], p.dtype)
        let problem = p.dtype.dispatchFloat(
            float32: reduce(p, t, result, loss, reduction, kindling_loss_f32, kindling_reduce_f32) { Float($0) },
            float64: reduce(p, t, result, loss, reduction, kindling_loss_f64, kindling_reduce_f64) { $0 })
        if let problem { throw problem }
        return result
    }

    /// Block by block, so that losses which are only summed stay in the cache. Returns what is wrong with the operands.
    @inline(__always)
    private func reduce<T: BinaryFloatingPoint>(
        _ prediction: Tensor, _ target: Tensor, _ result: Tensor, _ loss: Loss, _ reduction: LossReduction,
        _ kernel: (KindlingLoss, UnsafePointer<T>, UnsafePointer<T>, UnsafeMutablePointer<T>, Int) -> Void,
        _ sum: (KindlingReduction, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void, _ narrow: (Double) -> T
    ) -> InputError? {
        reading(prediction, target, into: result) { (p: UnsafePointer<T>, t: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            let (code, count, block) = (loss.kernel, prediction.count, Int(KINDLING_LOSS_BLOCK))
            // A sum tells whether there is a NaN, which a number outside [0, 1] gives, too.
            let isChecked = loss == .binaryCrossEntropy
            if reduction == .none && !isChecked {
                parallel(elements: count, grain: Int(KINDLING_LOSS_GRAIN)) {
                    kernel(code, p + $0.lowerBound, t + $0.lowerBound, to + $0.lowerBound, $0.count)
                }
                return nil
            }
            let total = parallelSum(count, grain: Int(KINDLING_LOSS_GRAIN)) { range in
                withUnsafeTemporaryAllocation(of: T.self, capacity: block) { losses in
                    let start = losses.baseAddress!
                    var total = 0.0
                    for offset in stride(from: range.lowerBound, to: range.upperBound, by: block) {
                        let length = min(block, range.upperBound - offset)
                        let losses = reduction == .none ? to + offset : start
                        kernel(code, p + offset, t + offset, losses, length)
                        sum(KR_SUM, losses, 1, length, &total)
                    }
                    return total
                }
            }
            if isChecked && total.isNaN, let problem = InputError(predictions: p, targets: t, count) { return problem }
            if reduction != .none { to[0] = narrow(reduction == .mean ? total / Double(count) : total) }
            return nil
        }
    }

    func lossGradient(_ loss: Loss, _ reduction: LossReduction, _ c: Tensor, _ p: Tensor, _ t: Tensor) -> Tensor {
        if !c.isContiguous || !p.isContiguous || !t.isContiguous {
            return lossGradient(loss, reduction, contiguous(c), contiguous(p), contiguous(t))
        }
        let result = Tensor.uninitialized(p.shape, p.dtype)
        p.dtype.dispatchFloat(
            float32: spread(c, p, t, result, loss, reduction, kindling_loss_gradient_f32) { $0 / Float($1) },
            float64: spread(c, p, t, result, loss, reduction, kindling_loss_gradient_f64) { $0 / Double($1) })
        return result
    }

    @inline(__always)
    private func spread<T>(
        _ cotangent: Tensor, _ prediction: Tensor, _ target: Tensor, _ result: Tensor, _ loss: Loss,
        _ reduction: LossReduction,
        _ kernel: (
            KindlingLoss, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int
        ) -> Void, _ divide: (T, Int) -> T
    ) {
        reading(cotangent, prediction, target, into: result) {
            (c: UnsafePointer<T>, p: UnsafePointer<T>, t: UnsafePointer<T>, to: UnsafeMutablePointer<T>) in
            let (code, count) = (loss.kernel, prediction.count)
            func run(_ shares: UnsafePointer<T>, _ step: Int) {
                parallel(elements: count, grain: Int(KINDLING_LOSS_GRAIN)) {
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
}

extension Loss {
    /// The C kernels' number for the loss, and for its gradient.
    var kernel: KindlingLoss { KindlingLoss(rawValue: rawValue) }
}
