import Tensor

extension Tensor {
    /// The same elements; the gradient that comes back to them goes through `hook` on its way, which may look at it or
    /// change it (torch's `register_hook`).
    ///
    /// ```swift
    /// let hidden = linear(x).onGradient { $0.clamp(min: -1.0, max: 1.0) }
    /// ```
    ///
    /// - Parameter hook: gives a gradient of the same shape.
    public func onGradient(_ hook: @escaping @Sendable (Tensor) -> Tensor) -> Tensor { GradientHook(hook: hook)(self) }
}

private struct GradientHook: DifferentiableOperation {
    let hook: @Sendable (Tensor) -> Tensor

    func forward(_ operands: [Tensor]) -> Tensor { operands[0] }

    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] { [hook(cotangent)] }
}
