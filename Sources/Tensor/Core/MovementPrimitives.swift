/// Every `step`-th position from `start` along a dim, `count` of them. A negative step goes backwards.
public struct Slice: Sendable, Hashable {
    public var dim: Int
    public var start: Int
    public var count: Int
    public var step: Int

    public init(dim: Int, start: Int, count: Int, step: Int = 1) {
        self.dim = dim
        self.start = start
        self.count = count
        self.step = step
    }
}

/// Runs of `size` positions along a dim, each `step` after the one before; they may overlap.
public struct Windows: Sendable, Hashable {
    public var dim: Int
    public var size: Int
    public var step: Int

    public init(dim: Int, size: Int, step: Int = 1) {
        self.dim = dim
        self.size = size
        self.step = step
    }
}

/// An order of dims: the result's dim `i` is the operand's dim `self[i]`.
public struct Permutation: Sendable, Hashable {
    /// Four bits a dim, the first lowest.
    private var packed: UInt32 = 0
    public let count: Int

    public init(_ dims: some Collection<Int>) {
        count = dims.count
        for (position, dim) in dims.enumerated() { packed |= UInt32(dim) << UInt32(4 * position) }
    }

    /// Two dims exchanged.
    init(swapping a: Int, _ b: Int, of count: Int) {
        self.count = count
        for position in 0..<count {
            let dim = position == a ? b : position == b ? a : position
            packed |= UInt32(dim) << UInt32(4 * position)
        }
    }

    public subscript(position: Int) -> Int { Int(packed >> UInt32(4 * position) & 15) }

    public var inverse: Permutation {
        var dims = [Int](repeating: 0, count: count)
        for position in 0..<count { dims[self[position]] = position }
        return Permutation(dims)
    }
}
