/// A float32 truncated to 16 bits: the range of float32 with 8 bits of precision. The element type of ``DType/bfloat16``
/// tensors.
public struct BFloat16: Element, Hashable {
    /// The 16 bits: the sign, 8 bits of exponent and 7 of fraction, which are the upper half of a float32's.
    public let bitPattern: UInt16

    public static var dtype: DType { .bfloat16 }

    /// The number with these bits.
    public init(bitPattern: UInt16) { self.bitPattern = bitPattern }

    /// Rounds to the nearest number, ties to even.
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

    /// The number as a float32, exactly.
    public var float: Float { Float(bitPattern: UInt32(bitPattern) << 16) }
}
