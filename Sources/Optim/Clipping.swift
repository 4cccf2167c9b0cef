import CKernels

extension Gradients {
    /// √(Σ g²) over all gradients.
    public var norm: Double { values.norm }

    /// Scales all so that ``norm`` is at most `limit`, in their own memory where nobody else has it
    /// (`torch.nn.utils.clip_grad_norm_`): by `limit / (norm + 1e-6)`, at most 1.
    ///
    /// - Precondition: a limit from 0 on.
    /// - Returns: the norm before.
    @discardableResult
    public mutating func clip(norm limit: Double) -> Double {
        if !(limit >= 0) { trap("clip(norm:)", "the limit must not be negative, got \(limit)") }
        let norm = self.norm
        let scale = limit / (norm + 1e-6)
        if !(scale >= 1) { changeEach { $1.scale(by: scale) } }
        return norm
    }

    /// Holds each element within ±`limit` (`torch.nn.utils.clip_grad_value_`).
    ///
    /// - Precondition: a limit from 0 on.
    public mutating func clip(value limit: Double) {
        if !(limit >= 0) { trap("clip(value:)", "the limit must not be negative, got \(limit)") }
        changeEach { $1 = $1.clamp(min: -limit, max: limit) }
    }

    /// What ``clip(norm:)`` makes of them.
    public consuming func clipped(norm limit: Double) -> Gradients {
        clip(norm: limit)
        return self
    }

    /// What ``clip(value:)`` makes of them.
    public consuming func clipped(value limit: Double) -> Gradients {
        clip(value: limit)
        return self
    }
}

extension [Tensor] {
    /// √(Σ x²) over all elements, in double.
    var norm: Double {
        let sum = reduce(0) { $0 + $1.squareSum }
        if sum > 1e-280 && sum < .infinity || sum.isNaN { return sum.squareRoot() }
        // Squares that overflow or vanish are taken of shares of the largest element.
        let largest = reduce(0) { Swift.max($0, $1.largest) }
        if largest == 0 || largest == .infinity { return largest }
        return largest * reduce(0) { $0 + ($1.to(.float64) / largest).squareSum }.squareRoot()
    }
}

extension Tensor {
    /// Σ x², in double.
    fileprivate var squareSum: Double {
        if dtype != .float32 || device != .cpu { return to(.float64).square().sum().item() }
        var total = 0.0
        contiguous().readingFloats { x in
            total = parallelSum(count, grain: 1 << 15) { part in
                var sum = 0.0
                kindling_reduce_f32(KR_SQUARES, x + part.lowerBound, 1, part.count, &sum)
                return sum
            }
        }
        return total
    }

    fileprivate mutating func scale(by factor: Double) {
        // Too small for the dtype, a factor is multiplied by in double, and what comes of it rounded once.
        if dtype != .float64 && (dtype != .float32 || factor < Double(Float.leastNormalMagnitude)) {
            return self = (to(.float64) * factor).to(dtype)
        }
        if dtype != .float32 || device != .cpu || tracer != nil || GraphTracer.isActive { return self = self * factor }
        let (count, factor) = (count, Float(factor))
        replacingFloats { old, new in
            parallel(elements: count, grain: 1 << 15) { part in
                let i = part.lowerBound
                withUnsafePointer(to: factor) {
                    kindling_binary_f32(KB_MULTIPLY, old + i, 1, $0, 0, new + i, part.count)
                }
            }
        }
    }
}
