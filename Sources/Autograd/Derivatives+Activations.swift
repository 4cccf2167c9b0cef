import Tensor

/// The second derivative of an activation; nil where it is zero everywhere.
func secondDerivative(_ activation: Activation, _ x: Tensor) -> Tensor? {
    func normal() -> Tensor { (x.square() * -0.5).exp() * 0.398942280401432678 }
    switch activation {
    case .silu:
        return x.sigmoid() * (-x).sigmoid() * (2 - x * (x * 0.5).tanh())
    case .mish:
        let (s, t) = (x.sigmoid(), x.softplus().tanh())
        return (1 - t.square()) * s * (x * (1 - s - t * s * 2) + 2)
    case .gelu:
        return normal() * (2 - x.square())
    case .geluTanh:
        // By the inner polynomial u and its derivatives.
        let (scale, cube) = (0.797884560802865356, 0.044715)
        let t = ((x + x.square() * x * cube) * scale).tanh()
        let (first, second) = ((x.square() * (3 * cube) + 1) * scale, x * (6 * scale * cube))
        return (1 - t.square()) * (first + x * (second * 0.5 - t * first.square()))
    case .elu(let alpha, let scale, let inputScale):
        return Tensor.where(x .<= 0, (x * inputScale).minimum(0).exp() * (alpha * scale * inputScale * inputScale), 0)
    case .softplus(let beta, let threshold):
        return Tensor.where(x * beta .> threshold, 0, (x * beta).sigmoid() * (x * -beta).sigmoid() * beta)
    case .logSigmoid:
        return -x.sigmoid() * (-x).sigmoid()
    case .hardswish:
        return Tensor.where((x .> -3) .& (x .< 3), 1.0 / 3, Tensor.zeros(like: x))
    case .hardsigmoid, .hardtanh, .leakyRelu, .hardshrink, .softshrink, .threshold:
        return nil
    }
}
