import Tensor

/// How a file stores a tensor's elements, and the dtype that they are read as.
struct StoredType: Sendable {
    /// The format's name for it.
    let name: String
    /// The size of an element; nil where the name is unknown.
    var bitCount: Int?
    /// The dtype of its elements in memory; nil where no dtype can hold them.
    var dtype: DType?
    /// Widens the elements in place: they lie at the end of a buffer that is large enough for the wider dtype. Returns the
    /// first value that the dtype cannot hold. Nil where the elements have the same representation in the file and in memory.
    var widen: (@Sendable (UnsafeMutableRawBufferPointer) -> UInt64?)?

    private static let types: [String: StoredType] = {
        let read = DType.allCases.map { StoredType(name: name(of: $0), bitCount: 8 * $0.size, dtype: $0) }
        let widened = [
            StoredType(name: "I8", widening: Int8.self, to: Int32.self, .int32),
            StoredType(name: "I16", widening: Int16.self, to: Int32.self, .int32),
            StoredType(name: "U16", widening: UInt16.self, to: Int32.self, .int32),
            StoredType(name: "U32", widening: UInt32.self, to: Int64.self, .int64),
            StoredType(name: "U64", widening: UInt64.self, to: Int64.self, .int64),
        ]
        let others = [
            "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
            "C64": 64,
        ].map { StoredType(name: $0, bitCount: $1) }
        return Dictionary(uniqueKeysWithValues: (read + widened + others).map { ($0.name, $0) })
    }()

    private init(name: String, bitCount: Int? = nil, dtype: DType? = nil) {
        (self.name, self.bitCount, self.dtype) = (name, bitCount, dtype)
    }

    private init<Narrow: FixedWidthInteger & SendableMetatype, Wide: FixedWidthInteger & SendableMetatype>(
        name: String, widening narrow: Narrow.Type, to wide: Wide.Type, _ dtype: DType
    ) {
        self.init(name: name, bitCount: Narrow.bitWidth, dtype: dtype)
        widen = { memory in
            let (narrowSize, wideSize) = (MemoryLayout<Narrow>.size, MemoryLayout<Wide>.size)
            let count = memory.count / wideSize
            let start = memory.count - count * narrowSize
            // In ascending order, no element is overwritten before it is read.
            for index in 0..<count {
                let value = memory.loadUnaligned(fromByteOffset: start + index * narrowSize, as: Narrow.self)
                guard let widened = Wide(exactly: value) else { return UInt64(clamping: value) }
                memory.storeBytes(of: widened, toByteOffset: index * wideSize, as: Wide.self)
            }
            return nil
        }
    }

    /// A type for any name, possibly one that cannot be read.
    init(named name: String) { self = Self.types[name] ?? StoredType(name: name) }

    /// The number of bytes of a tensor with this shape; nil on overflow. For that check sizes of 0 count as 1, as they do in
    /// strides.
    static func byteCount(_ shape: [Int], bitCount: Int) -> Int? {
        var count = 1
        for size in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: max(size, 1))
            if overflow { return nil }
            count = product
        }
        // Eight elements always fill whole bytes.
        let (whole, overflow) = (count / 8).multipliedReportingOverflow(by: bitCount)
        let (bytes, carry) = whole.addingReportingOverflow((count % 8 * bitCount + 7) / 8)
        if overflow || carry { return nil }
        return shape.contains(0) ? 0 : bytes
    }

    /// The dtype's name in the format.
    static func name(of dtype: DType) -> String {
        switch dtype {
        case .float32: "F32"
        case .float64: "F64"
        case .int32: "I32"
        case .int64: "I64"
        case .uint8: "U8"
        case .bool: "BOOL"
        case .float16: "F16"
        case .bfloat16: "BF16"
        }
    }
}
