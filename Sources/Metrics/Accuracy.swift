import Tensor

/// The share of predictions that are equal to their labels, of any number of classes; NaN of none.
///
/// ```swift
/// accuracy(logits.argmax(dim: 1), labels)
/// ```
///
/// - Precondition: one shape.
public func accuracy(_ predictions: Tensor, _ labels: Tensor) -> Double {
    requireSameShape("accuracy", predictions, labels)
    return ratio((predictions.detached() .== labels.detached()).countNonZero().item(as: Int.self), labels.count)
}
