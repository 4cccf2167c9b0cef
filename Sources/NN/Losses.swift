extension LossReduction {
    func callAsFunction(_ losses: Tensor) -> Tensor {
        switch self {
        case .mean: losses.mean()
        case .sum: losses.sum()
        case .none: losses
        }
    }
}

/// Traps where a target is not of the prediction's shape.
func requireSameShape(_ loss: @autoclosure () -> String, _ prediction: Tensor, _ target: Tensor) {
    if prediction.shape != target.shape {
        trap(loss(), "a target \(target.shape) does not fit a prediction \(prediction.shape)")
    }
}

extension Tensor {
    /// A target in the dtype of the prediction, which is that of the loss.
    func fitted(to prediction: Tensor) -> Tensor { prediction.dtype.isFloatingPoint ? to(prediction.dtype) : self }

    /// max(x, 0), whose slope at 0 is 1, as torch's `clamp_min`.
    var hinge: Tensor { clamp(min: 0) }
}
