/// What a graph keeps of a tensor: its elements without a watcher.
package struct Elements: Sendable {
    fileprivate let body: Body

    package init(of tensor: borrowing Tensor) { body = tensor.body }
}

extension Tensor {
    package init(_ elements: consuming Elements) { self.init(elements.body) }
}
