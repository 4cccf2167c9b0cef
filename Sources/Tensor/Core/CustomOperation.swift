/// A custom operation, computed by `forward`. With a `backward` (Autograd's `DifferentiableOperation`) it is differentiable.
public protocol CustomOperation: Sendable {
    /// The operation's name in messages; the type's name by default.
    var name: String { get }

    /// Computes the result of operands without tracers. Whatever else it reads is constant for derivatives.
    func forward(_ operands: [Tensor]) -> Tensor
}

extension CustomOperation {
    public var name: String { "\(Self.self)" }

    /// Computes the operation, and tells the operands' tracer, if there is one.
    public func callAsFunction(_ operands: Tensor...) -> Tensor {
        if operands.isEmpty { trap(name, "an operation needs an operand") }
        return Operation.custom(self)(all: operands)
    }
}
