import Tensor

/// The fraction of predictions that equal their labels, for any number of classes; NaN where there are none.
///
/// ```swift
/// accuracy(logits.argmax(dim: 1), labels)
/// ```
///
/// - Precondition: `predictions` and `labels` have the same shape.
public func accuracy(_ predictions: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in try accuracy(checking: predictions, labels) }
}

/// ``accuracy(_:_:)`` for data from outside the program, which throws instead of trapping.
///
/// - Throws: ``/Tensor/InputError`` where the shapes differ.
public func accuracy(checking predictions: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    try requireSameShape("accuracy", predictions, labels)
    let labels = labels.detached().onDevice(of: predictions)
    return ratio((predictions.detached() .== labels).countNonZero().item(as: Int.self), labels.count)
}
