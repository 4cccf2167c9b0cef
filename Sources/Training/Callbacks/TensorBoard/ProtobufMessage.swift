/// A message in the wire format of Protocol Buffers, written field by field.
struct ProtobufMessage {
    private(set) var bytes: [UInt8] = []

    private enum WireType: UInt64 {
        case varint = 0
        case fixed64 = 1
        case delimited = 2
        case fixed32 = 5
    }

    private mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func appendKey(_ field: UInt64, _ type: WireType) { appendVarint(field << 3 | type.rawValue) }

    private mutating func append(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func add(_ field: UInt64, _ value: Int) {
        appendKey(field, .varint)
        appendVarint(UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ field: UInt64, _ value: Float) {
        appendKey(field, .fixed32)
        append(value.bitPattern)
    }

    mutating func add(_ field: UInt64, _ value: Double) {
        appendKey(field, .fixed64)
        append(value.bitPattern)
    }

    mutating func add(_ field: UInt64, _ content: some Collection<UInt8>) {
        appendKey(field, .delimited)
        appendVarint(UInt64(content.count))
        bytes += content
    }

    mutating func add(_ field: UInt64, _ text: String) { add(field, Array(text.utf8)) }

    mutating func add(_ field: UInt64, _ message: ProtobufMessage) { add(field, message.bytes) }

    /// A packed repeated field.
    mutating func add(_ field: UInt64, _ values: [Double]) {
        var packed = ProtobufMessage()
        for value in values { packed.append(value.bitPattern) }
        add(field, packed)
    }
}
