/// Choices that bytes make; when these are used up, each is the first one.
struct Choices {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func byte() -> UInt8 {
        if isAtEnd { return 0 }
        position += 1
        return bytes[position - 1]
    }

    /// A number in 0..<count, for a count of at most 256.
    mutating func number(below count: Int) -> Int { Int(byte()) % count }

    mutating func one<T>(of elements: [T]) -> T { elements[number(below: elements.count)] }

    /// True once in so many times.
    mutating func once(in count: Int) -> Bool { number(below: count) == count - 1 }

    mutating func bits() -> UInt64 { (0..<8).reduce(0) { bits, _ in bits << 8 | UInt64(byte()) } }

    mutating func rest() -> [UInt8] {
        defer { position = bytes.count }
        return Array(bytes[min(position, bytes.count)...])
    }
}
