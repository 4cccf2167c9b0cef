import Tensor

/// A function's value, and the product of its Jacobian and a tangent: `J t`, how the value moves when the tensors move
/// along `tangents` (torch's `func.jvp`).
///
/// Computed by two backward passes: `vᵀ J` is linear in v, and its derivative by v, along the tangents, is `J t`. So custom operations
/// need a `backward` that can be differentiated.
///
/// - Precondition: a tangent for each tensor, of its shape.
public func jvp(
    of function: ([Tensor]) -> Tensor, at tensors: [Tensor], tangents: [Tensor], createGraph: Bool = false
) -> (value: Tensor, tangent: Tensor) {
    if tensors.map(\.shape) != tangents.map(\.shape) {
        trap("jvp", "tangents \(tangents.map(\.shape)) do not fit tensors \(tensors.map(\.shape))")
    }
    return recording {
        let leaves = tensors.map { $0.argument(onGraph: createGraph) }
        let value = function(leaves)
        let cotangent = Tensor.zeros(like: value).requiringGradient()
        guard value.requiresGradient else { return (value, cotangent.detached()) }
        let gradients = value.gradients(cotangent: cotangent, upTo: leaves, createGraph: true)
        let products = zip(leaves, tangents).compactMap { leaf, tangent in gradients[leaf].map { ($0 * tangent).sum() } }
        let result = createGraph ? value : value.detached()
        let sum = products.dropFirst().reduce(products.first) { sum, product in sum.map { $0 + product } }
        guard let sum, sum.requiresGradient else { return (result, cotangent.detached()) }
        return (result, sum.gradients(createGraph: createGraph)[cotangent] ?? cotangent.detached())
    }
}

/// The product of the Hessian and a vector at `x`: the gradient of `⟨∇f, v⟩`, without the Hessian (torch's `hvp`).
///
/// - Precondition: the function gives a single number; `vector` has x's shape.
public func hvp(of function: (Tensor) -> Tensor, at x: Tensor, vector: Tensor, createGraph: Bool = false) -> Tensor {
    if vector.shape != x.shape { trap("hvp", "a vector \(vector.shape) does not fit x \(x.shape)") }
    return gradient(
        of: { (gradient(of: function, at: $0, createGraph: true) * vector).sum() }, at: x, createGraph: createGraph)
}

/// All first derivatives of a function at `x`: `[value's sizes..., x's sizes...]` (torch's `jacobian`). One backward pass for
/// each element of the value.
public func jacobian(of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false) -> Tensor {
    recording {
        let leaf = x.argument(onGraph: createGraph)
        let value = function(leaf)
        let shape = Shape(Array(value.shape) + Array(x.shape))
        if !value.requiresGradient || value.count == 0 { return Tensor.zeros(shape, dtype: x.dtype).onDevice(of: x) }
        let units = Tensor.eye(value.count, dtype: value.dtype).onDevice(of: value)
            .reshape(Shape([value.count] + Array(value.shape)))
        let rows = units.unbind().map { unit in
            value.gradients(cotangent: unit, upTo: [leaf], createGraph: createGraph)[leaf] ?? .zeros(like: x)
        }
        return Tensor.stack(rows).reshape(shape)
    }
}

/// All second derivatives of a function that gives a single number, at `x`: `[x's sizes..., x's sizes...]` (torch's `hessian`).
public func hessian(of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false) -> Tensor {
    jacobian(of: { gradient(of: function, at: $0, createGraph: true) }, at: x, createGraph: createGraph)
}
