/// What a graph keeps of a tensor: its elements without a watcher.
package struct Elements: Sendable {
    fileprivate let storage: Storage

    package init(of tensor: borrowing Tensor) { storage = tensor.storage }
}

extension Tensor {
    package init(_ elements: consuming Elements) { self.init(elements.storage) }
}
