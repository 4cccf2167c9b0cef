/// A float32 of which the last 16 bits are gone: its range, and 8 bits of precision. An element of ``DType/bfloat16`` tensors.
public struct BFloat16: Element, Hashable {
    public let bitPattern: UInt16

    public static var dtype: DType { .bfloat16 }

    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Rounded to the nearest, halves to the even one.
    public init(_ value: Float) {
        let bits = value.bitPattern
        bitPattern = value.isNaN ? 0x7FC0 : UInt16((bits + 0x7FFF + (bits >> 16 & 1)) >> 16)
    }

    /// The largest number that is smaller.
    var nextDown: BFloat16 {
        if float.isNaN || float == -.infinity { return self }
        if float == 0 { return BFloat16(bitPattern: 0x8001) }
        return BFloat16(bitPattern: float > 0 ? bitPattern - 1 : bitPattern + 1)
    }

    /// Exact.
    public var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
}
