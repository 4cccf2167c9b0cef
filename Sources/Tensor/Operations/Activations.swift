// What stands between layers, by torch's names in `nn.functional`. At kinks the gradient is torch's.
extension Tensor {
    private func activated(_ activation: Activation, _ name: String) -> Tensor {
        requireFloating(name)
        return Operation.activation(activation)(self)
    }

    func requireFloating(_ name: String) {
        if !dtype.isFloatingPoint { trap(name, "takes floating-point tensors, got \(dtype)") }
    }

    /// log(1 + exp(βx)) / β, which does not overflow; x itself where βx is above the threshold.
    public func softplus(beta: Double = 1, threshold: Double = 20) -> Tensor {
        activated(.softplus(beta: beta, threshold: threshold), "softplus")
    }

    /// log(sigmoid(x)), which does not underflow.
    public func logSigmoid() -> Tensor { activated(.logSigmoid, "logSigmoid") }

    /// x · sigmoid(x)
    public func silu() -> Tensor { activated(.silu, "silu") }

    /// x · tanh(softplus(x))
    public func mish() -> Tensor { activated(.mish, "mish") }

    /// How ``Tensor/gelu(approximate:)`` finds Φ.
    public enum GeluApproximation: Sendable {
        case none
        /// (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2
        case tanh
    }

    /// x · Φ(x), with the normal distribution's Φ: (1 + erf(x/√2)) / 2.
    public func gelu(approximate: GeluApproximation = .none) -> Tensor {
        activated(approximate == .tanh ? .geluTanh : .gelu, "gelu")
    }

    /// x · ``hardsigmoid()``
    public func hardswish() -> Tensor { activated(.hardswish, "hardswish") }

    /// (x + 3) / 6, held within 0 and 1
    public func hardsigmoid() -> Tensor { activated(.hardsigmoid, "hardsigmoid") }

    /// Held within bounds. Unlike `clamp(min:max:)`'s, the gradient on a bound is 0.
    ///
    /// - Precondition: `min <= max`.
    public func hardtanh(min: Double = -1, max: Double = 1) -> Tensor {
        if min > max { trap("hardtanh", "min \(min) is above max \(max)") }
        if !dtype.isFloatingPoint {
            func bound(_ value: Double) -> Int { ScalarValue.floating(value).checked(for: dtype, "hardtanh").integer }
            return clamp(min: bound(min), max: bound(max))
        }
        return activated(.hardtanh(min: min, max: max), "hardtanh")
    }

    /// Held within 0 and 6. The gradient on a bound is 0.
    public func relu6() -> Tensor { hardtanh(min: 0, max: 6) }

    /// x above 0, else `negativeSlope` · x
    public func leakyRelu(negativeSlope: Double = 0.01) -> Tensor {
        activated(.leakyRelu(negativeSlope: negativeSlope), "leakyRelu")
    }

    /// x above 0, else weight · x, with one learnt weight, or one a channel, which dim 1 counts.
    public func prelu(_ weight: Tensor) -> Tensor {
        requireFloating("prelu")
        let channels = rank > 1 ? shape[1] : 1
        if weight.dtype != dtype || weight.rank > 1 || weight.count != 1 && weight.count != channels {
            trap("prelu", "a weight \(weight.dtype) \(weight.shape) does not fit \(dtype) \(shape): one, or \(channels)")
        }
        let isShared = weight.count == 1 || rank < 2
        let slopes = weight.reshape(isShared ? [] : Shape([channels] + Array(repeating: 1, count: rank - 2)))
        return Tensor.where(self .> 0, self, slopes * self)
    }

    /// x above 0, else α (eˣ - 1)
    public func elu(alpha: Double = 1) -> Tensor { activated(.elu(alpha: alpha, scale: 1, inputScale: 1), "elu") }

    /// x above 0, else α (exp(x/α) - 1)
    ///
    /// - Precondition: α is not 0.
    public func celu(alpha: Double = 1) -> Tensor {
        if alpha == 0 { trap("celu", "alpha must not be 0") }
        return activated(.elu(alpha: alpha, scale: 1, inputScale: 1 / alpha), "celu")
    }

    /// 1.0507 · elu(x, α = 1.6733): keeps mean 0 and variance 1 from layer to layer.
    public func selu() -> Tensor {
        activated(.elu(alpha: 1.6732632423543772848, scale: 1.0507009873554804934, inputScale: 1), "selu")
    }

    /// 0 within ±lambda, else x
    public func hardshrink(lambda: Double = 0.5) -> Tensor { activated(.hardshrink(lambda: lambda), "hardshrink") }

    /// Nearer to 0 by lambda, 0 within ±lambda
    ///
    /// - Precondition: lambda is not negative.
    public func softshrink(lambda: Double = 0.5) -> Tensor {
        if lambda < 0 { trap("softshrink", "lambda must not be negative, got \(lambda)") }
        return activated(.softshrink(lambda: lambda), "softshrink")
    }

    /// x above the threshold, else `value`
    public func threshold(_ threshold: Double, value: Double) -> Tensor {
        if !dtype.isFloatingPoint {
            return Tensor.where(self .> threshold, self, element(value, "threshold"))
        }
        return activated(.threshold(threshold, value: value), "threshold")
    }

    /// x / (1 + |x|)
    public func softsign() -> Tensor { self / (abs() + 1) }

    /// x - tanh(x)
    public func tanhshrink() -> Tensor { self - tanh() }

    /// The first half along a dim, times the sigmoid of the second.
    ///
    /// - Precondition: an even size.
    public func glu(dim: Int = -1) -> Tensor {
        requireFloating("glu")
        let axis = dimmed("glu", dim)
        if shape[axis] % 2 != 0 { trap("glu", "dim \(axis) of \(shape) has no halves") }
        let half = shape[axis] / 2
        return narrow(dim: axis, start: 0, length: half) * narrow(dim: axis, start: half, length: half).sigmoid()
    }

    /// e⁻ˣ / Σ e⁻ˣ along a dim.
    public func softmin(dim: Int) -> Tensor { (-self).softmax(dim: dim) }
}
