/// What a graph keeps of a tensor: its elements without a tracer.
package struct SavedTensor: Sendable {
    fileprivate let storage: Storage

    package init(of tensor: borrowing Tensor) { storage = tensor.storage }
}

extension Tensor {
    package init(_ saved: consuming SavedTensor) { self.init(saved.storage) }
}
