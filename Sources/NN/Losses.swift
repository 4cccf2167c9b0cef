extension LossReduction {
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .mean: losses.mean()
        case .sum: losses.sum()
        case .none: losses
        }
    }
}

/// A loss that is a single primitive.
func pointwiseLoss(
    _ loss: Loss, _ reduction: LossReduction, _ prediction: Tensor, _ target: Tensor, _ name: String
) -> Tensor {
    requireSameShape(name, prediction, target)
    if !prediction.dtype.isFloatingPoint { trap(name, "predictions must be floating-point, got \(prediction.dtype)") }
    return Operation.loss(loss, reduction)(prediction, target.fitted(to: prediction))
}

/// Traps unless the target has the prediction's shape.
func requireSameShape(_ loss: @autoclosure () -> String, _ prediction: Tensor, _ target: Tensor) {
    if prediction.shape != target.shape {
        trap(loss(), "target \(target.shape) must have the shape of prediction \(prediction.shape)")
    }
}

/// Traps unless a weight or a target broadcasts to a shape without changing it.
func requireBroadcast(_ loss: String, _ x: Tensor, to shape: Shape) {
    if x.shape.broadcast(with: shape) != shape { trap(loss, "\(x.shape) does not broadcast to \(shape)") }
}

extension Tensor {
    /// A target in the dtype of the prediction, which is also that of the loss.
    func fitted(to prediction: Tensor) -> Tensor { prediction.dtype.isFloatingPoint ? to(prediction.dtype) : self }

    /// Weights times logarithms, where 0 · log 0 is 0.
    func weighing(_ logarithms: Tensor) -> Tensor { self * logarithms.finite(where: self .== 0) }

    /// With a finite number instead of -∞ where the weights are 0, so that the product is 0.
    func finite(where isZero: Tensor) -> Tensor {
        Tensor.where(isZero, clamp(min: dtype == .float16 ? -65504 : -3e38), self)
    }

    /// max(x, 0) with derivative 1 at 0, as torch's `clamp_min`.
    var hinge: Tensor { clamp(min: 0) }
}
