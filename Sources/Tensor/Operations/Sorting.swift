extension Tensor {
    /// The elements sorted along a dim, and the indices that they came from (torch's `sort`). Stable; NaN counts as largest.
    public func sort(dim: Int = -1, descending: Bool = false) -> (values: Tensor, indices: Tensor) {
        let order = argsort(dim: dim, descending: descending)
        return (gather(dim: dim, order), order)
    }

    /// The int64 indices that sort along a dim (torch's `argsort`). Stable; NaN counts as largest.
    public func argsort(dim: Int = -1, descending: Bool = false) -> Tensor {
        let axis = shape.normalized(dim, for: "argsort")
        return argSort(axis, descending: descending, ranks: 0..<(rank == 0 ? 1 : shape[axis]))
    }

    /// The indices of the elements with these ranks along a dim.
    func argSort(_ dim: Int, descending: Bool = false, ranks: Range<Int>) -> Tensor {
        Operation.argSort(dim: dim, descending: descending, ranks: ranks)(detached())
    }

    /// The `k` largest (or smallest) elements along a dim, sorted, and their indices (torch's `topk`).
    public func topk(_ k: Int, dim: Int = -1, largest: Bool = true) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "topk")
        if k < 0 || k > (rank == 0 ? 1 : shape[axis]) {
            trap("topk", "k = \(k) is out of range for dim \(axis) of \(shape)")
        }
        let order = argSort(axis, descending: largest, ranks: 0..<(rank == 0 ? 1 : k))
        return (gather(dim: axis, order), order)
    }
}
