/// A loss with its options, as a module: called on a prediction and a target.
///
/// ```swift
/// let criterion: any Criterion = isRobust ? HuberLoss(delta: 2) : MSELoss()
/// let loss = criterion(model(x), y)
/// ```
public protocol Criterion: Module where Input == (prediction: Tensor, target: Tensor), Output == Tensor {
    func callAsFunction(_ prediction: Tensor, _ target: Tensor) -> Tensor
}

extension Criterion {
    public func callAsFunction(_ input: (prediction: Tensor, target: Tensor)) -> Tensor { self(input.prediction, input.target) }
}
