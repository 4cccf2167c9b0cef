import Foundation
import StrictJSON
import Testing

func read(_ text: String, depth: Int = 32) throws -> JSONValue { try read(Array(text.utf8), depth: depth) }

func read(_ bytes: [UInt8], depth: Int = 32) throws -> JSONValue {
    try bytes.withUnsafeBytes { try JSONValue($0, maximumDepth: depth) }
}

func text(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Suite("JSON")
struct StrictJSONTests {
    @Test(
        "is read as RFC 8259 says",
        arguments: [
            ("null", JSONValue.null), ("true", .bool(true)), (" false\n", .bool(false)), ("[]", .array([])),
            ("{}", .object([])),
            ("-0", .number(-0.0)), ("17.99", .number(17.99)), ("1e-3", .number(0.001)), ("1E+2", .number(100)),
            ("0.1000000000000000055511151231257827", .number(0.1)),
            ("123456789012345678901234567890", .number(1.2345678901234568e29)),
            ("5e-324", .number(.leastNonzeroMagnitude)), ("1e-400", .number(0)),
            ("9007199254740993", .number(9_007_199_254_740_992)),
            (#""a\"\\\/\b\f\n\r\té\u00e9\ud83d\ude00""#, .string("a\"\\/\u{8}\u{c}\n\r\té\u{e9}😀")),
            (
                #"[1, [2], {"a": {"b": null}}]"#,
                .array([.number(1), .array([.number(2)]), .object([("a", .object([("b", .null)]))])])
            ),
        ])
    func valid(text: String, value: JSONValue) throws { #expect(try read(text) == value) }

    @Test(
        "that is broken is an error with its offset",
        arguments: [
            ("", 0), ("nul", 0), ("tru", 0), ("01", 1), ("-", 1), ("1.", 2), (".5", 0), ("1e", 2), ("+1", 0), ("NaN", 0),
            ("1e999", 0),
            ("[1,]", 3), ("[1 2]", 3), ("[,1]", 1), ("{\"a\"}", 4), ("{\"a\":1,}", 7), ("{a:1}", 1), ("[1", 2), ("1 2", 2),
            ("\"a", 0), ("\"\u{1}\"", 1), (#""\x""#, 2), (#""\u12g4""#, 3), (#""\ud800""#, 3), (#""\udc00""#, 3),
            (#"{"a":1,"a":2}"#, 8),
            ("\"\\", 0), ("]", 0), ("{]", 1), ("[}", 1),
        ])
    func invalid(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try read(text) }
        #expect(error?.offset == offset, "\(text): \(String(describing: error))")
    }

    @Test("of another encoding than UTF-8 is an error")
    func encoding() {
        for bytes in [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0xEF, 0xBB, 0xBF, 0x31]] as [[UInt8]] {
            #expect(throws: JSONError.self) { try read(bytes) }
        }
    }

    @Test("deeper than the limit is an error, however deep")
    func depth() throws {
        #expect(throws: Never.self) { try read(String(repeating: "[", count: 8) + String(repeating: "]", count: 8), depth: 8) }
        #expect(throws: JSONError(offset: 8, problem: "deeper than 8 levels")) {
            try read(String(repeating: "[", count: 9), depth: 8)
        }
        #expect(throws: JSONError.self) { try read(String(repeating: "[{\"a\":", count: 1_000_000)) }
    }

    @Test("is written as Foundation writes it")
    func written() throws {
        var generator = SplitMix(state: 1)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        for _ in 0..<20000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            for value in [
                value, Double(Float(bitPattern: UInt32(truncatingIfNeeded: generator.next()) & 0x4FFF_FFFF)), value.rounded(),
            ] {
                #expect(text(.number(value)) == String(decoding: try encoder.encode(value), as: UTF8.self))
            }
        }
        for string in ["", "a/b", "\"\\\u{8}\u{c}\n\r\t\u{1}\u{1f}", "é😀"] {
            #expect(text(.string(string)) == String(decoding: try encoder.encode(string), as: UTF8.self))
        }
    }

    @Test("is read again after it was written")
    func roundTrip() throws {
        let value = try read(#"{"a":[1,2.5,"x",null,true,{}],"b":{"c":[]}}"#)
        #expect(text(value) == #"{"a":[1,2.5,"x",null,true,{}],"b":{"c":[]}}"#)
    }
}

/// Pseudorandom numbers from a seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
