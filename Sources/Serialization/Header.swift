/// A file's header, validated: each tensor's data starts where the previous one's ends, has the size that its shape needs, and
/// the last one ends with the file. Whether its dtype is supported is checked when the tensor is read.
struct Header {
    struct Entry {
        let name: String
        let type: StoredType
        let shape: [Int]
        /// Where its data begins and ends, counted in bytes from the end of the header.
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
            // Where the element size is unknown, the offsets cannot be checked.
            var needed = max(entry.end - entry.begin, 0)
            if let bitCount = entry.type.bitCount {
                guard let count = StoredType.byteCount(entry.shape, bitCount: bitCount) else {
                    throw fail(.tooLarge(entry.shape))
                }
                needed = count
            }
            if entry.end - entry.begin != needed { throw fail(.size(begin: entry.begin, end: entry.end, needed: needed)) }
            if entry.begin != position { throw fail(.gapOrOverlap(begin: entry.begin, expected: position)) }
            if entry.end > dataSize {
                let start = 8 + json.count
                let (expected, overflow) = entry.end.addingReportingOverflow(start)
                throw fail(.truncated(expected: overflow ? .max : expected, found: start + dataSize))
            }
            position = entry.end
        }
        if position != dataSize { throw SafetensorsError(file: file, .trailingBytes(dataSize - position)) }
    }
}
