/// A loss with its options, as a module: called on a prediction and a target.
///
/// ```swift
/// let criterion: any Criterion = isRobust ? HuberLoss(delta: 2) : MSELoss()
/// let loss = criterion(model(x), y)
/// ```
public protocol Criterion: Module where Input == (prediction: Tensor, target: Tensor), Output == Tensor {
    /// The loss of a prediction for a target; the shapes depend on the loss.
    func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor
}

extension Criterion {
    /// The same as ``callAsFunction(_:_:)``, with both arguments in a tuple.
    public func callAsFunction(_ input: (prediction: Tensor, target: Tensor)) -> Tensor { self(input.prediction, input.target) }
}
