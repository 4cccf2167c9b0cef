import CKernels

extension CPU {
    func activation(_ activation: Activation, _ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: x, x.dtype)
        let (code, (a, b, c)) = activation.kernel
        if x.dtype == .float64 {
            map(x, result, code, grain: Grain.elementary, Double.self) { kindling_activation_f64($0, a, b, c, $1, $2, $3, $4) }
        } else {
            map(x, result, code, grain: Grain.elementary, Float.self) { kindling_activation_f32($0, a, b, c, $1, $2, $3, $4) }
        }
        return result
    }

    func activationGradient(_ activation: Activation, _ cotangent: Tensor, _ x: Tensor) -> Tensor {
        let result = Tensor.uninitialized(like: x, x.dtype)
        let (code, (a, b, c)) = activation.kernel
        if x.dtype == .float64 {
            zip(cotangent, x, result, code, grain: Grain.elementary, Double.self, Double.self) {
                kindling_activation_gradient_f64($0, a, b, c, $1, $2, $3, $4, $5, $6)
            }
        } else {
            zip(cotangent, x, result, code, grain: Grain.elementary, Float.self, Float.self) {
                kindling_activation_gradient_f32($0, a, b, c, $1, $2, $3, $4, $5, $6)
            }
        }
        return result
    }
}
