import NN
import Tensor

/// A network whose logit is a bias plus a weighted sum of terms, each of which has a mean of 0 over the training rows: what a term
/// contributes is its weight times its value, exactly.
public protocol WeightedSum: Network {
    /// The columns of each term: a feature's, or those of the two features whose product it is.
    var terms: [[Int]] { get }
    /// The weights of the terms, `[1, terms]`, and the bias, `[1]`.
    var linear: Linear { get }
    /// Standardized measurements `[rows, features]` to the terms `[rows, terms]`.
    func values(ofTerms x: Tensor) -> Tensor
}

extension LogisticRegression: WeightedSum {
    public var terms: [[Int]] { (0..<linear.weight.shape[1]).map { [$0] } }
    public func values(ofTerms x: Tensor) -> Tensor { x }
}
