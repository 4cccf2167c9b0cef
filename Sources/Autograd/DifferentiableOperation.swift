import Tensor

/// A custom operation with a derivative.
///
/// ```swift
/// struct Cube: DifferentiableOperation {
///     func forward(_ operands: [Tensor]) -> Tensor { operands[0] * operands[0] * operands[0] }
///     func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
///         [cotangent * operands[0].square() * 3]
///     }
/// }
/// let y = Cube()(x)
/// ```
///
/// `GradientTesting` checks it against finite differences.
public protocol DifferentiableOperation: CustomOperation {
    /// The derivative of the loss by each operand, given that by the result; nil where there is none.
    ///
    /// Written with tensor operations it has a derivative itself, for second derivatives.
    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?]
}
