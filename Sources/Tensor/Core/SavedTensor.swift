/// What a graph keeps of a tensor: its elements without a tracer.
package struct SavedTensor: Sendable {
    fileprivate let body: Body

    package init(of tensor: borrowing Tensor) { body = tensor.body }
}

extension Tensor {
    package init(_ saved: consuming SavedTensor) { self.init(saved.body) }
}
