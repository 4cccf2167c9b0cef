extension Tensor {
    /// Sorted along a dim, with the positions that the elements came from. Stable; NaN is largest.
    public func sort(dim: Int = -1, descending: Bool = false) -> (values: Tensor, indices: Tensor) {
        let order = argsort(dim: dim, descending: descending)
        return (gather(dim: dim, order), order)
    }

    /// The int64 positions that sort along a dim. Stable; NaN is largest.
    public func argsort(dim: Int = -1, descending: Bool = false) -> Tensor {
        let axis = shape.normalized(dim, for: "argsort")
        return sortedOrder(axis, descending: descending, places: 0..<(rank == 0 ? 1 : shape[axis]))
    }

    /// The positions of the elements that stand at some places of the order along a dim.
    func sortedOrder(_ dim: Int, descending: Bool = false, places: Range<Int>) -> Tensor {
        Operation.sortedOrder(dim: dim, descending: descending, places: places)(detached())
    }

    /// The `k` largest (or smallest) along a dim, in order, with their positions.
    public func topk(_ k: Int, dim: Int = -1, largest: Bool = true) -> (values: Tensor, indices: Tensor) {
        let axis = shape.normalized(dim, for: "topk")
        if k < 0 || k > (rank == 0 ? 1 : shape[axis]) {
            trap("topk", "there are no \(k) elements along dim \(axis) of \(shape)")
        }
        let order = sortedOrder(axis, descending: largest, places: 0..<(rank == 0 ? 1 : k))
        return (gather(dim: axis, order), order)
    }
}
