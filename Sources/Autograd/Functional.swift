import Tensor

/// The derivative of a function that gives one number, at `x`.
///
/// ```swift
/// gradient(of: { ($0 * $0).sum() }, at: Tensor([1.0, 2]))   // tensor([2., 4.])
/// ```
///
/// - Parameter createGraph: records the derivative, so that it can be differentiated again.
/// - Returns: zeros where the result does not depend on `x`.
public func gradient(of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false) -> Tensor {
    valueAndGradient(of: function, at: x, createGraph: createGraph).gradient
}

/// A function's value and derivative at `x`; see ``gradient(of:at:createGraph:)``.
public func valueAndGradient(
    of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false
) -> (value: Tensor, gradient: Tensor) {
    let (value, gradients) = valueAndGradients(of: { function($0[0]) }, at: [x], createGraph: createGraph)
    return (value, gradients[0])
}

/// A function's value and its derivatives by several tensors.
///
/// A tensor that is already on a graph stays on it: with `createGraph`, derivatives of derivatives nest.
public func valueAndGradients(
    of function: ([Tensor]) -> Tensor, at tensors: [Tensor], createGraph: Bool = false
) -> (value: Tensor, gradients: [Tensor]) {
    recording {
        // A tensor on a graph gets a node of its own here, so that only its use as an argument counts.
        let leaves = tensors.map {
            createGraph && $0.requiresGradient ? Operation.reshape($0.shape)($0) : $0.requiringGradient()
        }
        let value = function(leaves)
        if !value.requiresGradient { return (value, tensors.map { .zeros(like: $0) }) }
        let gradients = value.gradients(retaining: leaves, createGraph: createGraph)
        return (createGraph ? value : value.detached(), leaves.map { gradients[$0] ?? .zeros(like: $0) })
    }
}
