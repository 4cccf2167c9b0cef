extension LossReduction {
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .mean: losses.mean()
        case .sum: losses.sum()
        case .none: losses
        }
    }
}

/// A loss that is one primitive.
func pointwiseLoss(
    _ loss: Loss, _ reduction: LossReduction, _ prediction: Tensor, _ target: Tensor, _ name: String
) -> Tensor {
    requireSameShape(name, prediction, target)
    if !prediction.dtype.isFloatingPoint { trap(name, "takes floating-point predictions, got \(prediction.dtype)") }
    return Operation.loss(loss, reduction)(prediction, target.fitted(to: prediction))
}

/// Traps where a target is not of the prediction's shape.
func requireSameShape(_ loss: @autoclosure () -> String, _ prediction: Tensor, _ target: Tensor) {
    if prediction.shape != target.shape {
        trap(loss(), "a target \(target.shape) does not fit a prediction \(prediction.shape)")
    }
}

/// Traps where a weight or a target does not broadcast to a shape, or would make it larger.
func requireBroadcast(_ loss: String, _ x: Tensor, to shape: Shape) {
    if x.shape.broadcast(with: shape) != shape { trap(loss, "\(x.shape) does not broadcast to \(shape)") }
}

extension Tensor {
    /// A target in the dtype of the prediction, which is that of the loss.
    func fitted(to prediction: Tensor) -> Tensor { prediction.dtype.isFloatingPoint ? to(prediction.dtype) : self }

    /// Weights times logarithms, where 0 times the logarithm of 0 is 0.
    func weighing(_ logarithms: Tensor) -> Tensor { self * logarithms.finite(where: self .== 0) }

    /// With a finite number for -∞ where their weights are 0, so that the product is.
    func finite(where isZero: Tensor) -> Tensor {
        Tensor.where(isZero, clamp(min: dtype == .float16 ? -65504 : -3e38), self)
    }

    /// max(x, 0), whose slope at 0 is 1, as torch's `clamp_min`.
    var hinge: Tensor { clamp(min: 0) }
}
