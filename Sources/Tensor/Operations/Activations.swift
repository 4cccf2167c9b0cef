// Activations between layers, under torch's names in `nn.functional`. At kinks the gradient is torch's.
extension Tensor {
    private func activated(_ activation: Activation, _ name: String) -> Tensor {
        requireFloating(name)
        return Operation.activation(activation)(self)
    }

    func requireFloating(_ name: String) {
        if !dtype.isFloatingPoint { trap(name, "takes floating-point tensors, got \(dtype)") }
    }

    /// log(1 + exp(βx)) / β, computed without overflow; x itself where βx exceeds the threshold (torch's `softplus`).
    public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
        activated(.softplus(beta: beta, threshold: threshold), "softplus")
    }

    /// log σ(x), computed without underflow (torch's `logsigmoid`).
    public func logSigmoid() -> Tensor { activated(.logSigmoid, "logSigmoid") }

    /// x · σ(x), also known as swish (torch's `silu`).
    public func silu() -> Tensor { activated(.silu, "silu") }

    /// x · tanh(softplus(x)) (torch's `mish`).
    public func mish() -> Tensor { activated(.mish, "mish") }

    /// How ``Tensor/gelu(approximate:)`` computes Φ.
    public enum GeluApproximation: Sendable {
        /// Exactly: (1 + erf(x/√2)) / 2.
        case none
        /// Approximately: (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2.
        case tanh
    }

    /// x · Φ(x) with the normal distribution function Φ (torch's `gelu`).
    public func gelu(approximate: GeluApproximation = .none) -> Tensor {
        activated(approximate == .tanh ? .geluTanh : .gelu, "gelu")
    }

    /// x · ``hardsigmoid()`` (torch's `hardswish`).
    public func hardswish() -> Tensor { activated(.hardswish, "hardswish") }

    /// (x + 3) / 6, clamped to [0, 1] (torch's `hardsigmoid`).
    public func hardsigmoid() -> Tensor { activated(.hardsigmoid, "hardsigmoid") }

    /// x clamped to [min, max] (torch's `hardtanh`). Unlike that of `clamp(min:max:)`, the gradient on a bound is 0.
    ///
    /// - Precondition: `min <= max`.
    public func hardtanh(min: Double = -1, max: Double = 1) -> Tensor {
        if min > max { trap("hardtanh", "min must not exceed max, got \(min) and \(max)") }
        if !dtype.isFloatingPoint {
            func bound(_ value: Double) -> Int { ScalarValue.floating(value).checked(for: dtype, "hardtanh").integer }
            return clamp(min: bound(min), max: bound(max))
        }
        return activated(.hardtanh(min: min, max: max), "hardtanh")
    }

    /// x clamped to [0, 6] (torch's `relu6`). The gradient on a bound is 0.
    public func relu6() -> Tensor { hardtanh(min: 0, max: 6) }

    /// x where x > 0, elsewhere negativeSlope · x (torch's `leaky_relu`).
    public func leakyRelu(negativeSlope: Double = 0.01) -> Tensor {
        activated(.leakyRelu(negativeSlope: negativeSlope), "leakyRelu")
    }

    /// x where x > 0, elsewhere weight · x, with one learned weight, or one for each channel, dim 1 (torch's `prelu`).
    public func prelu(_ weight: Tensor) -> Tensor {
        requireFloating("prelu")
        let channels = rank > 1 ? shape[1] : 1
        if weight.dtype != dtype || weight.rank > 1 || weight.count != 1 && weight.count != channels {
            trap("prelu", "a weight of \(dtype) \(shape) needs 1 or \(channels) elements, got \(weight.dtype) \(weight.shape)")
        }
        let isShared = weight.count == 1 || rank < 2
        let slopes = weight.reshape(isShared ? [] : Shape([channels] + Array(repeating: 1, count: rank - 2)))
        return Tensor.where(self .> 0, self, slopes * self)
    }

    /// x where x > 0, elsewhere α (eˣ - 1) (torch's `elu`).
    public func elu(alpha: Double = 1) -> Tensor { activated(.elu(alpha: alpha, scale: 1, inputScale: 1), "elu") }

    /// x where x > 0, elsewhere α (exp(x/α) - 1) (torch's `celu`).
    ///
    /// - Precondition: α is not 0.
    public func celu(alpha: Double = 1) -> Tensor {
        if alpha == 0 { trap("celu", "alpha must not be 0") }
        return activated(.elu(alpha: alpha, scale: 1, inputScale: 1 / alpha), "celu")
    }

    /// 1.0507 · elu(x, α = 1.6733), which preserves mean 0 and variance 1 from layer to layer (torch's `selu`).
    public func selu() -> Tensor {
        activated(.elu(alpha: 1.6732632423543772848, scale: 1.0507009873554804934, inputScale: 1), "selu")
    }

    /// 0 where |x| ≤ lambda, elsewhere x (torch's `hardshrink`).
    public func hardshrink(lambda: Double = 0.5) -> Tensor { activated(.hardshrink(lambda: lambda), "hardshrink") }

    /// x - lambda above lambda, x + lambda below -lambda, elsewhere 0 (torch's `softshrink`).
    ///
    /// - Precondition: lambda is not negative.
    public func softshrink(lambda: Double = 0.5) -> Tensor {
        if lambda < 0 { trap("softshrink", "lambda must not be negative, got \(lambda)") }
        return activated(.softshrink(lambda: lambda), "softshrink")
    }

    /// x where it exceeds the threshold, elsewhere `value` (torch's `threshold`).
    public func threshold(_ threshold: Double, value: Double) -> Tensor {
        if !dtype.isFloatingPoint {
            return Tensor.where(self .> threshold, self, element(value, "threshold"))
        }
        return activated(.threshold(threshold, value: value), "threshold")
    }

    /// x / (1 + |x|) (torch's `softsign`).
    public func softsign() -> Tensor { self / (abs() + 1) }

    /// x - tanh(x) (torch's `tanhshrink`).
    public func tanhshrink() -> Tensor { self - tanh() }

    /// The first half along a dim, times the sigmoid of the second half (torch's `glu`).
    ///
    /// - Precondition: the dim has an even size.
    public func glu(dim: Int = -1) -> Tensor {
        requireFloating("glu")
        let axis = normalizedDim("glu", dim)
        if shape[axis] % 2 != 0 { trap("glu", "the size of dim \(axis) of \(shape) must be even") }
        let half = shape[axis] / 2
        return narrow(dim: axis, start: 0, length: half) * narrow(dim: axis, start: half, length: half).sigmoid()
    }

    /// e⁻ˣ / Σ e⁻ˣ along a dim (torch's `softmin`).
    public func softmin(dim: Int) -> Tensor { (-self).softmax(dim: dim) }
}
