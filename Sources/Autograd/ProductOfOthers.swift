import Tensor

extension Tensor {
    /// For each element the product of the others along the axes: the derivative of their product, right where some are zero.
    ///
    /// Those before it times those after it, each found by doubling: only products, so that every derivative is right too.
    func productOfOthers(along axes: Axes) -> Tensor {
        let (rest, reduced) = (
            shape.indices.filter { !axes.contains(dim: $0) }, shape.indices.filter { axes.contains(dim: $0) }
        )
        if reduced.isEmpty { return .ones(like: self) }
        let order = Permutation(rest + reduced)
        let moved = Operation.permute(order)(self)
        let rows = moved.flatten(from: rest.count)
        let others = rows.productOfEarlier() * rows.flip(-1).productOfEarlier().flip(-1)
        return Operation.permute(order.inverse)(others.reshape(moved.shape))
    }

    /// For each element the product of those before it in the last dim.
    private func productOfEarlier() -> Tensor {
        var (product, step) = (shifted(by: 1), 1)
        while step < shape.last! {
            product = product * product.shifted(by: step)
            step *= 2
        }
        return product
    }

    /// Moved along the last dim, ones in front.
    private func shifted(by step: Int) -> Tensor {
        let front = narrow(dim: -1, start: 0, length: Swift.min(step, shape.last!))
        return .concatenate([.ones(like: front), narrow(dim: -1, start: 0, length: shape.last! - front.shape.last!)], dim: -1)
    }
}
