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
/// A tensor that is tracked already stays so: with `createGraph`, derivatives of derivatives nest.
public func valueAndGradients(
    of function: ([Tensor]) -> Tensor, at tensors: [Tensor], createGraph: Bool = false
) -> (value: Tensor, gradients: [Tensor]) {
    vjp(of: function, at: tensors, cotangent: nil, createGraph: createGraph)
}

/// A function's value, and the product of a cotangent and its Jacobian: `vᵀ J`, for each of its tensors (torch's `func.vjp`).
///
/// - Parameter cotangent: of the value's shape; 1 for a single number unless given.
public func vjp(
    of function: ([Tensor]) -> Tensor, at tensors: [Tensor], cotangent: Tensor?, createGraph: Bool = false
) -> (value: Tensor, gradients: [Tensor]) {
    recording {
        let leaves = tensors.map { $0.argument(onGraph: createGraph) }
        let value = function(leaves)
        if !value.requiresGradient { return (value, tensors.map { .zeros(like: $0) }) }
        let gradients = value.gradients(cotangent: cotangent, upTo: leaves, createGraph: createGraph)
        return (createGraph ? value : value.detached(), leaves.map { gradients[$0] ?? .zeros(like: $0) })
    }
}

extension Tensor {
    /// The tensor as an argument of a function that is differentiated by it. Where it stays on its graph it gets a node of its own,
    /// so that only its use as an argument counts.
    func argument(onGraph: Bool) -> Tensor {
        onGraph && requiresGradient ? Operation.reshape(shape)(self) : requiringGradient()
    }
}
