/// Watches tensors: derivatives, graph capture and profilers are tracers.
///
/// A tensor carries at most one. An operation that finds a tracer on an operand tells it what happened, and its result
/// carries what the tracer answers.
public protocol Tracer: AnyObject, Sendable {
    /// `result` is what `operation` made of its operands, of which at least one carries this tracer. Operands are passed one
    /// by one since gathering them would cost more than a small operation; those past the third are in `rest`.
    ///
    /// - Returns: the tracer of the result.
    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)?
}
