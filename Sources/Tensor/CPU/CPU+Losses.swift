import CKernels

extension CPU {
    func loss(_ loss: Loss, _ reduction: LossReduction, _ prediction: Tensor, _ target: Tensor) -> Tensor {
        let result =
            reduction == .none
            ? Tensor.uninitialized(prediction.shape, prediction.dtype) : Tensor.uninitialized([], prediction.dtype)
        let (p, t) = (contiguous(prediction), contiguous(target))
        if p.dtype == .float64 {
            reduce(p, t, result, loss, reduction, kindling_binary_f64, kindling_reduce_f64) { $0 }
        } else {
            reduce(p, t, result, loss, reduction, kindling_binary_f32, kindling_reduce_f32) { Float($0) }
        }
        // One by one, since a tuple would be a copy.
        withExtendedLifetime(p) {}
        withExtendedLifetime(t) {}
        return result
    }

    /// Block by block, so that losses which are only summed stay in the cache.
    @inline(__always)
    private func reduce<T>(
        _ prediction: Tensor, _ target: Tensor, _ result: Tensor, _ loss: Loss, _ reduction: LossReduction,
        _ kernel: (Int32, UnsafePointer<T>, Int, UnsafePointer<T>, Int, UnsafeMutablePointer<T>, Int) -> Void,
        _ sum: (Int32, UnsafePointer<T>, Int, Int, UnsafeMutablePointer<Double>) -> Void, _ narrow: (Double) -> T
    ) {
        let (p, t, to) = (prediction.pointer(T.self), target.pointer(T.self), result.pointer(T.self))
        let (code, count, block) = (loss.kernels.value, prediction.count, 512)
        if reduction == .none { return kernel(code, p, 1, t, 1, to, count) }
        var total = 0.0
        withUnsafeTemporaryAllocation(of: T.self, capacity: block) { losses in
            let start = losses.baseAddress!
            for offset in stride(from: 0, to: count, by: block) {
                let length = min(block, count - offset)
                kernel(code, p + offset, 1, t + offset, 1, start, length)
                sum(Int32(KR_SUM.rawValue), start, 1, length, &total)
            }
        }
        to[0] = narrow(reduction == .mean ? total / Double(count) : total)
    }

    func lossGradient(
        _ loss: Loss, _ reduction: LossReduction, _ cotangent: Tensor, _ prediction: Tensor, _ target: Tensor
    ) -> Tensor {
        let result = Tensor.uninitialized(prediction.shape, prediction.dtype)
        let (c, p, t) = (contiguous(cotangent), contiguous(prediction), contiguous(target))
        if p.dtype == .float64 {
            spread(c, p, t, result, loss, reduction, kindling_ternary_f64) { $0 / Double($1) }
        } else {
            spread(c, p, t, result, loss, reduction, kindling_ternary_f32) { $0 / Float($1) }
        }
        withExtendedLifetime(c) {}
        withExtendedLifetime(p) {}
        withExtendedLifetime(t) {}
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
        if reduction == .none { return kernel(code, c, 1, p, 1, t, 1, to, count) }
        let share = reduction == .mean ? divide(c[0], count) : c[0]
        withUnsafePointer(to: share) { kernel(code, $0, 0, p, 1, t, 1, to, count) }
    }
}
