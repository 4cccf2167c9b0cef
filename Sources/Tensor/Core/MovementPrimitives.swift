/// Every `step`-th element from `start` along a dim, `count` in total. A negative step goes backwards.
public struct Slice: Sendable, Hashable {
    /// The dim, counted from 0.
    public var dim: Int
    /// The first index along the dim.
    public var start: Int
    /// The number of elements along the dim.
    public var count: Int
    /// The distance between neighbours, not 0.
    public var step: Int

    /// A slice of one dim.
    public init(dim: Int, start: Int, count: Int, step: Int = 1) {
        self.dim = dim
        self.start = start
        self.count = count
        self.step = step
    }
}

/// Windows of `size` elements along a dim, each `step` after the one before; they may overlap.
public struct Windows: Sendable, Hashable {
    /// The dim, counted from 0.
    public var dim: Int
    /// The number of elements of a window.
    public var size: Int
    /// The distance between the starts of neighbouring windows.
    public var step: Int

    /// Windows along one dim.
    public init(dim: Int, size: Int, step: Int = 1) {
        self.dim = dim
        self.size = size
        self.step = step
    }
}

/// An order of dims: dim `i` of the result is dim `self[i]` of the operand.
public struct Permutation: Sendable, Hashable {
    /// Four bits a dim, the first lowest.
    private var packed: UInt32 = 0
    /// The number of dims.
    public let count: Int

    /// A permutation from the operand's dims, in the order of the result's.
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

    /// The operand's dim that becomes dim `position` of the result.
    public subscript(position: Int) -> Int { Int(packed >> UInt32(4 * position) & 15) }

    /// The permutation that reverts this one.
    public var inverse: Permutation {
        var dims = [Int](repeating: 0, count: count)
        for position in 0..<count { dims[self[position]] = position }
        return Permutation(dims)
    }
}
