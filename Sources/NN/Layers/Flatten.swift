/// Flattens the dims from `start` to `end` into one; by default all but the batch (torch's `nn.Flatten`).
public struct Flatten: Module {
    private let start: Int
    private let end: Int

    /// A layer that flattens dims `start` to `end`, both included; negative dims count from the end.
    public init(from start: Int = 1, to end: Int = -1) {
        self.start = start
        self.end = end
    }

    /// Flattens the dims, without a copy where the memory layout allows.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.flatten(from: start, to: end) }
}

/// Splits a dim into several (torch's `nn.Unflatten`): with `Unflatten(1, into: [2, 3])`, `[5, 6]` becomes `[5, 2, 3]`.
public struct Unflatten: Module {
    private let dim: Int
    private let sizes: Shape

    /// A layer that splits a dim.
    ///
    /// - Parameters:
    ///   - dim: the dim; negative ones count from the end.
    ///   - sizes: the new sizes, whose product is the dim's size; one may be -1 and is inferred.
    public init(_ dim: Int, into sizes: Shape) {
        self.dim = dim
        self.sizes = sizes
    }

    /// Splits the dim.
    public func callAsFunction(_ x: Tensor) -> Tensor { x.unflatten(dim, into: sizes) }
}
