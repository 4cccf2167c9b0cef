import Testing

@testable import Training

/// The events of a file as a reader of its own finds them.
struct EventFile {
    /// Each field of a message: its number, and its value as bits or bytes.
    typealias Fields = [(number: UInt64, bits: UInt64, bytes: [UInt8])]

    struct Scalar: Equatable {
        let tag: String
        let step: Int
        let value: Float
    }

    var versions: [String] = []
    /// The steps at which sessions began.
    var sessions: [Int] = []
    var scalars: [Scalar] = []
    var histograms: [String] = []

    init(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = Int(rest.prefix(8).reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
            let event = Array(rest.dropFirst(12).prefix(length))
            // Known bytes hold the framing; here it holds the order.
            #expect(Array(rest.prefix(16 + length)) == EventRecord.frame(event))
            rest = rest.dropFirst(16 + length)
            try add(try EventFile.fields(event))
        }
    }

    private mutating func add(_ event: Fields) throws {
        let step = Int(event.first { $0.number == 2 }?.bits ?? 0)
        for field in event {
            switch field.number {
            case 1, 2: break
            case 3: versions.append(String(decoding: field.bytes, as: UTF8.self))
            case 5:
                for value in try EventFile.fields(field.bytes) { try add(value: EventFile.fields(value.bytes), step) }
            case 7: sessions.append(step)
            default: Issue.record("no such field: \(field)")
            }
        }
    }

    private mutating func add(value: Fields, _ step: Int) throws {
        let tag = String(decoding: try #require(value.first { $0.number == 1 }).bytes, as: UTF8.self)
        for field in value.dropFirst() {
            switch field.number {
            case 2: scalars.append(Scalar(tag: tag, step: step, value: Float(bitPattern: UInt32(field.bits))))
            case 5: histograms.append(tag)
            default: Issue.record("no such field: \(field)")
            }
        }
    }

    private static func fields(_ message: [UInt8]) throws -> Fields {
        var (rest, fields) = (message[...], [] as Fields)
        func varint() throws -> UInt64 {
            var (value, shift) = (0 as UInt64, 0 as UInt64)
            while true {
                let next = rest.popFirst()
                let byte = try #require(next)
                value |= UInt64(byte & 0x7F) << shift
                shift += 7
                if byte < 0x80 { return value }
            }
        }
        func fixed(_ count: Int) -> UInt64 {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        while !rest.isEmpty {
            let key = try varint()
            switch key & 7 {
            case 0: fields.append((key >> 3, try varint(), []))
            case 1: fields.append((key >> 3, fixed(8), []))
            case 5: fields.append((key >> 3, fixed(4), []))
            default:
                let count = Int(try varint())
                fields.append((key >> 3, 0, Array(rest.prefix(count))))
                rest = rest.dropFirst(count)
            }
        }
        return fields
    }
}
