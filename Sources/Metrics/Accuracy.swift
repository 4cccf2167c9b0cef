import Tensor

/// The share of predictions that are equal to their labels, of any number of classes; NaN of none.
///
/// ```swift
/// accuracy(logits.argmax(dim: 1), labels)
/// ```
///
/// - Precondition: one shape.
public func accuracy(_ predictions: Tensor, _ labels: Tensor) -> Double {
    trapping { () throws(InputError) in try accuracy(checking: predictions, labels) }
}

/// ``accuracy(_:_:)`` of data from outside.
///
/// - Throws: ``InputError`` where the shapes differ.
public func accuracy(checking predictions: Tensor, _ labels: Tensor) throws(InputError) -> Double {
    try requireSameShape("accuracy", predictions, labels)
    let labels = labels.detached().onDevice(of: predictions)
    return ratio((predictions.detached() .== labels).countNonZero().item(as: Int.self), labels.count)
}
