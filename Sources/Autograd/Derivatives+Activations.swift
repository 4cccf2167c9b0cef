import Tensor

/// The derivatives of an activation's gradient by cotangent and x: it is linear in the cotangent, and by x what the activation's
/// second derivative says.
func secondDerivative<V: DerivativeVisitor>(of activation: Activation, _ d: V) {
    d.of(.first, from: .y) { dy, x in Operation.activationGradient(activation)(dy, x) }
    switch activation {
    case .silu: d.ofInput { x in x.sigmoid() * (-x).sigmoid() * (2 - x * (x * 0.5).tanh()) }
    case .mish:
        d.ofInput { x in
            let (s, t) = (x.sigmoid(), x.softplus().tanh())
            return (1 - t.square()) * s * (x * (1 - s - t * s * 2) + 2)
        }
    case .gelu: d.ofInput { x in (x.square() * -0.5).exp() * 0.398942280401432678 * (2 - x.square()) }
    case .geluTanh:
        d.ofInput { x in
            // By the inner polynomial u and its derivatives.
            let (scale, cube) = (0.797884560802865356, 0.044715)
            let t = ((x + x.square() * x * cube) * scale).tanh()
            let (first, second) = ((x.square() * (3 * cube) + 1) * scale, x * (6 * scale * cube))
            return (1 - t.square()) * (first + x * (second * 0.5 - t * first.square()))
        }
    case .elu(let alpha, let scale, let inputScale):
        d.ofInput { x in
            Tensor.where(x .<= 0, (x * inputScale).minimum(0).exp() * (alpha * scale * inputScale * inputScale), 0)
        }
    case .softplus(let beta, let threshold):
        d.ofInput { x in Tensor.where(x * beta .> threshold, 0, (x * beta).sigmoid() * (x * -beta).sigmoid() * beta) }
    case .logSigmoid: d.ofInput { x in -x.sigmoid() * (-x).sigmoid() }
    case .hardswish: d.ofInput { x in Tensor.where((x .> -3) .& (x .< 3), 1.0 / 3, Tensor.zeros(like: x)) }
    // Straight lines: zero everywhere.
    case .hardsigmoid, .hardtanh, .leakyRelu, .hardshrink, .softshrink, .threshold: break
    }
}

extension DerivativeVisitor {
    /// The cotangent of x, given the activation's second derivative there.
    @inline(__always)
    fileprivate func ofInput(_ secondDerivative: (Tensor) -> Tensor) {
        of(.second, from: .x, .y) { dy, cotangent, x in dy * cotangent * secondDerivative(x) }
    }
}
