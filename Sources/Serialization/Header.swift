import Tensor

/// What a file says of its tensors, checked: each is of a dtype that there is, and its data lies where the data before it
/// ends, as long as its shape needs, up to the end of the file.
struct Header {
    struct Entry {
        let name: String
        let dtype: DType
        let shape: [Int]
        /// Where its data begins and ends, counted from the end of the header.
        let begin: Int
        let end: Int
    }

    static let metadataName = "__metadata__"

    let metadata: [String: String]
    /// In the order of their data.
    let entries: [Entry]

    init(json: [UInt8], dataSize: Int, file: String) throws(SafetensorsError) {
        let document = try HeaderParser.parse(json, file: file)
        metadata = document.metadata
        entries = document.entries.sorted { ($0.begin, $0.end) < ($1.begin, $1.end) }
        var position = 0
        for entry in entries {
            func fail(_ problem: SafetensorsError.Problem) -> SafetensorsError {
                SafetensorsError(file: file, tensor: entry.name, problem)
            }
            guard let needed = Self.byteCount(entry.shape, entry.dtype) else { throw fail(.tooLarge(entry.shape)) }
            if entry.end < entry.begin || entry.end - entry.begin != needed {
                throw fail(.size(begin: entry.begin, end: entry.end, needed: needed))
            }
            if entry.begin != position { throw fail(.gapOrOverlap(begin: entry.begin, expected: position)) }
            if entry.end > dataSize {
                throw fail(.truncated(expected: 8 + json.count + entry.end, found: 8 + json.count + dataSize))
            }
            position = entry.end
        }
        if position != dataSize { throw SafetensorsError(file: file, .trailingBytes(dataSize - position)) }
    }

    /// Nil where it is too large to be counted. Sizes of 0 count as 1 in that, as they do in strides.
    private static func byteCount(_ shape: [Int], _ dtype: DType) -> Int? {
        var bound = dtype.size
        for size in shape {
            let (product, overflow) = bound.multipliedReportingOverflow(by: max(size, 1))
            if overflow { return nil }
            bound = product
        }
        return shape.contains(0) ? 0 : bound
    }

    /// The format's name of a dtype.
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

    static func dtype(named name: String) -> DType? { DType.allCases.first { Self.name(of: $0) == name } }
}
