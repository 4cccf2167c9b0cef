import NN
import Tensor

/// A network from standardized measurements to the probability of malignancy.
///
/// It computes the logit, the logarithm of the odds; the probability is its sigmoid.
public protocol Network: Module<Tensor, Tensor> {
    /// Standardized measurements `[rows, features]` to logits `[rows, 1]`.
    func logits(_ x: Tensor) -> Tensor

    /// Is called once before training: learns what is no parameter, and gives measurements that are constant weights of 0. As their
    /// standardized values are 0, training leaves them so.
    ///
    /// - Parameters:
    ///   - x: the standardized measurements of the training rows, `[rows, features]`.
    ///   - ignored: the measurements that are constant in them.
    func prepare(for x: Tensor, ignoring ignored: [Int])
}

extension Network {
    /// Standardized measurements `[rows, features]` to probabilities `[rows, 1]`.
    public func callAsFunction(_ x: Tensor) -> Tensor { logits(x).sigmoid() }
}
