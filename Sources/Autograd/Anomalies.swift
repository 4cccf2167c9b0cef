import Tensor

extension Cotangents {
    /// Ends the program where a NaN came up in the derivative of a node.
    func requireNumbers(of node: Node, _ cotangent: Tensor) {
        func hasNaN(_ tensor: Tensor) -> Bool { tensor.detached().isNaN().any().item(as: Bool.self) }
        for (position, gradient) in ([first, second, third] + rest).enumerated() {
            guard let gradient, hasNaN(gradient) else { continue }
            let source = hasNaN(cotangent) ? "the gradient that came to it was NaN already" : "its derivative gave it"
            trap(
                "gradients",
                "the gradient of operand \(position) \(gradient.shape) of \(node.operation!.name) is NaN: \(source); "
                    + "the operation was called at \(node.origin!)")
        }
    }
}
