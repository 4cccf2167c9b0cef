/// An operation of one's own: `forward` computes it. With a `backward` (Autograd's `DifferentiableOperation`) it is differentiable.
public protocol CustomOperation: Sendable {
    /// What messages call it.
    var name: String { get }

    /// The result for operands without watchers; what else it reads is constant for derivatives.
    func forward(_ operands: [Tensor]) -> Tensor
}

extension CustomOperation {
    public var name: String { "\(Self.self)" }

    /// Computes the operation, and tells the tracer, if an operand carries one.
    public func callAsFunction(_ operands: Tensor...) -> Tensor {
        if operands.isEmpty { trap(name, "an operation needs an operand") }
        return Operation.custom(self)(all: operands)
    }
}
