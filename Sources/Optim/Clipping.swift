import CKernels

extension Gradients {
    /// √(Σ g²) over all gradients.
    public var norm: Double {
        values.reduce(0) { $0 + $1.squareSum }.squareRoot()
    }

    /// Scaled so that ``norm`` is at most `limit`, as `torch.nn.utils.clip_grad_norm_`: by `limit / (norm + 1e-6)`, at most 1.
    public func clipped(norm limit: Double) -> Gradients {
        let scale = limit / (norm + 1e-6)
        return scale >= 1 ? self : mapValues { $0 * scale }
    }

    /// Each element held within ±`limit`, as `torch.nn.utils.clip_grad_value_`.
    public func clipped(value limit: Double) -> Gradients { mapValues { $0.clamp(min: -limit, max: limit) } }
}

extension Tensor {
    /// Σ x², in double.
    fileprivate var squareSum: Double {
        if dtype != .float32 || device != .cpu { return to(.float64).square().sum().item() }
        let source = contiguous()
        return parallelSum(count, grain: 1 << 15) { part in
            var sum = 0.0
            kindling_reduce_f32(Int32(KR_SQUARES.rawValue), source.floats + part.lowerBound, 1, part.count, &sum)
            return sum
        }
    }
}
