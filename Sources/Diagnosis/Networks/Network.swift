import NN
import Tensor

/// A network from standardized measurements to the probability of malignancy.
///
/// It computes the logit, the logarithm of the odds; the probability is its sigmoid.
public protocol Network: Module<Tensor, Tensor> {
    /// Standardized measurements `[rows, features]` to logits `[rows, 1]`.
    func logits(_ x: Tensor) -> Tensor
}

extension Network {
    /// Standardized measurements `[rows, features]` to probabilities `[rows, 1]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { logits(x).sigmoid() }
}
