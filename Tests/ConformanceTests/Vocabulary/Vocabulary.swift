import Kindling

/// One of torch's functions, by ours: the results of a call.
typealias Function = @Sendable (Call) throws -> [Tensor]

/// What Kindling has of torch's functions, by torch's name. Each entry is one line; a function that takes more is one that
/// Kindling lacks.
let vocabulary: [String: Function] = [
    elementary, arithmetic, logic, reductions, views, joining, indexing, padding, creation, products, decompositions, norms,
    activations, losses, convolutions, pooling, normalizations, interpolation,
    sorting, scans, distances,
].reduce(into: [:]) { $0.merge($1) { _, _ in preconditionFailure("a name stands in two tables") } }

/// A function of one tensor.
func unary(_ function: @escaping @Sendable (Tensor) -> Tensor) -> Function { { [function(try $0.tensor())] } }

/// A function of two tensors, or of a tensor and a number, of which torch takes either.
func binary(
    _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor, _ withNumber: (@Sendable (Tensor, Number) -> Tensor)? = nil
) -> Function {
    { call in
        switch call[1, "other"] {
        case .tensor(let other)?: return [function(try call.tensor(), other)]
        default:
            guard let withNumber else { throw Unsupported("a number as the second operand") }
            return [withNumber(try call.tensor(), try call.number(1, "other"))]
        }
    }
}
