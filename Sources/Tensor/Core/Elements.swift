/// What a graph keeps of a tensor: its elements without a watcher.
package struct Elements: Sendable {
    private let body: Body

    package init(of tensor: borrowing Tensor) { body = tensor.body }

    package var tensor: Tensor { Tensor(body) }
}
