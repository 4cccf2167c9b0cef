/// The sizes of a tensor's dimensions, outermost first: `[32, 30]`.
///
/// At most ``maximumRank`` numbers, stored inline: a shape never allocates. An array literal can be used wherever a shape is
/// expected.
public struct Shape: Sendable {
    /// The largest number of dimensions of a tensor.
    public static let maximumRank = 8

    private var elements: InlineArray<8, Int>
    private var length: Int8

    /// The shape of a scalar, without dimensions.
    public init() {
        elements = .init(repeating: 0)
        length = 0
    }

    /// A shape from its sizes.
    ///
    /// - Precondition: there are at most ``maximumRank`` sizes.
    public init(_ sizes: some Sequence<Int>) {
        self.init()
        for size in sizes { append(size) }
    }

    /// Without the array that a literal would be.
    init(rows: Int, columns: Int) {
        self.init()
        elements[0] = rows
        elements[1] = columns
        length = 2
    }

    init(repeating size: Int, count: Int) {
        self.init()
        for _ in 0..<count { append(size) }
    }

    /// The number of elements of a tensor of this shape: the product of the sizes.
    public var elementCount: Int {
        var product = 1
        for index in indices {
            let (partial, overflow) = product.multipliedReportingOverflow(by: self[index])
            if overflow && contains(0) { return 0 }
            if overflow { trap("shape", "the element count of \(self) overflows") }
            product = partial
        }
        return product
    }

    mutating func append(_ size: Int) {
        if length == Self.maximumRank { trap("shape", "a tensor has at most \(Self.maximumRank) dimensions") }
        elements[Int(length)] = size
        length += 1
    }

    mutating func insert(_ size: Int, at position: Int) {
        append(size)
        var index = count - 1
        while index > position {
            self[index] = self[index - 1]
            index -= 1
        }
        self[position] = size
    }

    mutating func remove(at position: Int) {
        for index in position..<(count - 1) { self[index] = self[index + 1] }
        length -= 1
    }

    func replacing(_ position: Int, with size: Int) -> Shape {
        var copy = self
        copy[position] = size
        return copy
    }
}

extension Shape: RandomAccessCollection, MutableCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { Int(length) }

    public subscript(position: Int) -> Int {
        get {
            check(position)
            return elements[position]
        }
        set {
            check(position)
            elements[position] = newValue
        }
    }

    @inline(__always)
    private func check(_ position: Int) {
        if position < 0 || position >= Int(length) { trap("shape", "\(self) has no dim \(position)") }
    }
}

extension Shape: ExpressibleByArrayLiteral {
    public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: Hashable {
    public static func == (a: Shape, b: Shape) -> Bool {
        guard a.length == b.length else { return false }
        for index in a.indices where a[index] != b[index] { return false }
        return true
    }

    public func hash(into hasher: inout Hasher) {
        for size in self { hasher.combine(size) }
    }
}

extension Shape: CustomStringConvertible {
    public var description: String { "[" + map(String.init).joined(separator: ", ") + "]" }
}

extension Shape {
    /// Counts a dim from the front: -1 is the last one. Traps when it is out of range.
    func normalized(_ dim: Int, for operation: String) -> Int {
        // torch lets a scalar pass as one dimension.
        let rank = Swift.max(count, 1)
        let normal = dim < 0 ? dim + rank : dim
        if normal >= 0 && normal < rank { return normal }
        trap(operation, "dim \(dim) is out of range for shape \(self)")
    }

    /// The shape that both shapes broadcast to: sizes are aligned at the end, and sizes of 1 are expanded. Nil where there is
    /// none.
    public func broadcast(with other: Shape) -> Shape? {
        var result = count >= other.count ? self : other
        let shorter = count >= other.count ? other : self
        let shift = result.count - shorter.count
        for index in shorter.indices where result[index + shift] != shorter[index] {
            if result[index + shift] == 1 {
                result[index + shift] = shorter[index]
            } else if shorter[index] != 1 {
                return nil
            }
        }
        return result
    }
}
