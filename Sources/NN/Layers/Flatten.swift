/// Joins the dims from `start` to `end` into one; by default all but the batch's (torch's `nn.Flatten`).
public struct Flatten: Module {
    private let start: Int
    private let end: Int

    public init(from start: Int = 1, to end: Int = -1) {
        self.start = start
        self.end = end
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.flatten(from: start, to: end) }
}

/// Parts a dim into several (torch's `nn.Unflatten`): with `Unflatten(1, into: [2, 3])`, `[5, 6]` to `[5, 2, 3]`.
public struct Unflatten: Module {
    private let dim: Int
    private let sizes: Shape

    /// - Parameter sizes: their product is the dim's size; one may be -1, which is what the others leave.
    public init(_ dim: Int, into sizes: Shape) {
        self.dim = dim
        self.sizes = sizes
    }

    public func callAsFunction(_ x: Tensor) -> Tensor { x.unflatten(dim, into: sizes) }
}
