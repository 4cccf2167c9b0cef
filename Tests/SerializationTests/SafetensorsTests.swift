import Glibc
import Serialization
import Tensor
import Testing

@Suite struct SafetensorsTests {
    static let tensors: [String: Tensor] = [
        "weight": Tensor([[1.5, -2, 0.25]]),
        "scale": Tensor([0.1, 2], dtype: .float64),
        "steps": Tensor(7),
        "ids": Tensor([3, -4], dtype: .int32),
        "bytes": Tensor([1, 255], dtype: .uint8),
        "mask": Tensor([true, false, true]),
        "f16": Tensor([1.5, -2, 65504], dtype: .float16),
        "bf16": Tensor([[1.5], [-2]], dtype: .bfloat16),
        "none": .zeros([0, 3]),
        "é/\"\\\n\u{1}😀": Tensor.arange(6).reshape(2, 3).t(),
    ]
    static let metadata = ["who": "Zoë \"q\"\n", "": "\u{0}\u{7F}\u{2028}"]

    private func check(_ found: [String: Tensor], _ expected: [String: Tensor]) {
        #expect(found.keys.sorted() == expected.keys.sorted())
        for (name, tensor) in found {
            #expect(tensor.dtype == expected[name]?.dtype && tensor.shape == expected[name]?.shape)
            #expect(tensor.withBytes { Array($0) } == expected[name]?.withBytes { Array($0) })
        }
    }

    @Test("Tensors of every dtype, views and empty ones are read as they were written")
    func roundTrip() throws {
        let contents = try Safetensors.read(bytes: Safetensors.encode(Self.tensors, metadata: Self.metadata))
        check(contents.tensors, Self.tensors)
        #expect(contents.metadata == Self.metadata)
        let empty = try Safetensors.read(bytes: Safetensors.encode([:]))
        #expect(empty.tensors.isEmpty && empty.metadata.isEmpty)
    }

    /// Written by Python's safetensors 0.8.
    static let python = bytes(
        #"""
        {"__metadata__":{"who":"Zoë \"q\"\n"},"steps":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"scale":{"dtype":"F64","shape":[2],"data_offsets":[8,24]},"none":{"dtype":"F32","shape":[0,3],"data_offsets":[24,24]},"weight":{"dtype":"F32","shape":[1,3],"data_offsets":[24,36]},"ids":{"dtype":"I32","shape":[2],"data_offsets":[36,44]},"bytes":{"dtype":"U8","shape":[2],"data_offsets":[44,46]},"mask":{"dtype":"BOOL","shape":[3],"data_offsets":[46,49]}}       
        """#,
        [
            0x07, 0, 0, 0, 0, 0, 0, 0, 0x9A, 0x99, 0x99, 0x99, 0x99, 0x99, 0xB9, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0, 0xC0,
            0x3F, 0, 0, 0, 0xC0, 0, 0, 0x80, 0x3E, 3, 0, 0, 0, 0xFC, 0xFF, 0xFF, 0xFF, 1, 0xFF, 1, 0, 1,
        ])

    /// A file of this header and data.
    static func bytes(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8) + data
    }

    @Test("Halves are stored as their bits")
    func halves() throws {
        let header = #"{"a":\#(Self.entry("F16", "[2]")),"b":\#(Self.entry("BF16", "[1]", "[4,6]"))}"#
        let contents = try Safetensors.read(bytes: Self.bytes(header, [0x00, 0x3E, 0x01, 0x80, 0x20, 0xC0]))
        #expect(contents.tensors["a"]?.array(of: Double.self) == [1.5, -0x1p-24])
        #expect(contents.tensors["b"]?.array(of: Double.self) == [-2.5])
    }

    @Test("A file written by Python's library is read")
    func pythonFile() throws {
        #expect(Self.python.count == 513)
        let contents = try Safetensors.read(bytes: Self.python)
        check(contents.tensors, Self.tensors.filter { $0.key.allSatisfy(\.isLetter) })
        #expect(contents.metadata == ["who": "Zoë \"q\"\n"])
    }

    @Test("Data is aligned to its elements, whatever its order by name")
    func alignment() throws {
        let bytes = try Safetensors.encode(["a": Tensor([true]), "b": Tensor([1.0, 2]), "c": Tensor([1])])
        let length = Int(bytes[0]) + Int(bytes[1]) << 8
        #expect(length % 8 == 0)
        let header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        let expected = #"""
            {"c":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"a":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}
            """#
        #expect(header.split(separator: " ").joined() == expected)
    }

    static func entry(_ dtype: String = "F32", _ shape: String = "[1]", _ offsets: String = "[0,4]") -> String {
        #"{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    static let hostileFiles: [(bytes: [UInt8], message: String)] = [
        ([], "m: truncated: expected at least 8 bytes, found 0"),
        ([1, 2, 3], "m: truncated: expected at least 8 bytes, found 3"),
        (
            Array(repeating: 0xFF, count: 8),
            "m: not a safetensors file: the header has 18446744073709551615 bytes, expected at most 100000000"
        ),
        (
            [1, 0xE1, 0xF5, 5, 0, 0, 0, 0],
            "m: not a safetensors file: the header has 100000001 bytes, expected at most 100000000"
        ),
        ([0, 0xE1, 0xF5, 5, 0, 0, 0, 0], "m: truncated: expected at least 100000008 bytes, found 8"),
        ([9, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), "m: truncated: expected at least 17 bytes, found 10"),
        ([0, 0, 0, 0, 0, 0, 0, 0], "m: not a safetensors header: expected '{' at byte 0"),
        (bytes("[]"), "m: not a safetensors header: expected '{' at byte 0"),
        (bytes("{} x"), "m: not a safetensors header: expected the end at byte 3"),
        (bytes("{"), "m: not a safetensors header: expected '\"' at byte 1"),
        (bytes("{}", [0]), "m: 1 bytes after the last tensor"),
        (bytes(#"{"a":1}"#), #"m, tensor "a": not a safetensors header: expected '{' at byte 5"#),
        (
            bytes(#"{"a":{}}"#),
            #"m, tensor "a": not a safetensors header: expected a dtype, a shape and two data_offsets before here at byte 7"#
        ),
        (
            bytes(#"{"a":{"dtype":"F32","dtype":"F32"}}"#),
            #"m, tensor "a": not a safetensors header: expected dtype, shape and data_offsets, each once at byte 28"#
        ),
        (
            bytes(#"{"a":{"b":[1,{"c":]}}"#),
            #"m, tensor "a": not a safetensors header: expected a value at byte 18"#
        ),
        (
            bytes(#"{"a":{"b":01}}"#),
            #"m, tensor "a": not a safetensors header: expected a number without leading zeros at byte 12"#
        ),
        (bytes(#"{"a":{"b":1.}}"#), #"m, tensor "a": not a safetensors header: expected a digit at byte 12"#),
        (bytes(#"{"a":null}"#), #"m, tensor "a": not a safetensors header: expected '{' at byte 5"#),
        (bytes(#"{"__metadata__":{"a":1}}"#), #"m, tensor "__metadata__": not a safetensors header: expected '"' at byte 21"#),
        (
            bytes(#"{"a":\#(entry()),"a":\#(entry("F32", "[1]", "[4,8]"))}"#, [0, 0, 0, 0, 0, 0, 0, 0]),
            #"m, tensor "a": the name occurs twice"#
        ),
        (
            bytes(#"{"a":\#(entry("F8_E5M2", "[4]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": dtype "F8_E5M2" is not supported (Safetensors.File reads the other tensors one by one)"#
        ),
        (
            bytes(#"{"a":\#(entry("F8_E5M2", "[2]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": data_offsets 0 to 4 must span 2 bytes"#
        ),
        (
            bytes(#"{"a":\#(entry("NEW", "[2]", "[4,0]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": data_offsets 4 to 0 must span 0 bytes"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[-1]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": not a safetensors header: expected a non-negative integer at byte 29"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[1.0]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": not a safetensors header: expected ']' at byte 30"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[01]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": not a safetensors header: expected a non-negative integer at byte 31"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[9223372036854775808]"))}"#),
            #"m, tensor "a": not a safetensors header: expected a number below 2^63 at byte 47"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[1,1,1,1,1,1,1,1,1]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": 9 dims, expected at most 8"#
        ),
        (
            bytes(#"{"a":\#(entry("U8", "[9223372036854775807]", "[0,9223372036854775807]"))}"#),
            #"m, tensor "a": truncated: expected at least 9223372036854775807 bytes, found 97"#
        ),
        (
            bytes(#"{"a":\#(entry("U8", "[1152921504606846976,8]", "[0,9223372036854775807]"))}"#),
            #"m, tensor "a": the size in bytes of shape [1152921504606846976, 8] overflows"#
        ),
        (
            bytes(#"{"a":\#(entry("NEW", "[1]", "[0,9223372036854775807]"))}"#),
            #"m, tensor "a": truncated: expected at least 9223372036854775807 bytes, found 80"#
        ),
        (
            bytes(#"{"a":\#(entry("NEW", "[1]", "[9223372036854775807,9223372036854775807]"))}"#),
            #"m, tensor "a": its data begins at 9223372036854775807, expected 0"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[4611686018427387904]", "[0,0]"))}"#),
            #"m, tensor "a": the size in bytes of shape [4611686018427387904] overflows"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[0,4611686018427387904,4]", "[0,0]"))}"#),
            #"m, tensor "a": the size in bytes of shape [0, 4611686018427387904, 4] overflows"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[2]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": data_offsets 0 to 4 must span 8 bytes"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[1]", "[4,0]"))}"#, [0, 0, 0, 0]),
            #"m, tensor "a": data_offsets 4 to 0 must span 4 bytes"#
        ),
        (
            bytes(#"{"a":\#(entry("F32", "[1]", "[4,8]"))}"#, [0, 0, 0, 0, 0, 0, 0, 0]),
            #"m, tensor "a": its data begins at 4, expected 0"#
        ),
        (
            bytes(#"{"a":\#(entry()),"b":\#(entry("F32", "[1]", "[2,6]"))}"#, [0, 0, 0, 0, 0, 0]),
            #"m, tensor "b": its data begins at 2, expected 4"#
        ),
        (
            bytes(#"{"a":\#(entry("U16", "[2,0,2305843009213693951]", "[0,0]"))}"#),
            #"m, tensor "a": the size in bytes of shape [2, 0, 2305843009213693951] overflows"#
        ),
        (
            bytes(#"{"a":\#(entry("U64", "[1]", "[0,8]"))}"#, Array(repeating: 0x80, count: 8)),
            #"m, tensor "a": the U64 value 9259542123273814144 does not fit in int64"#
        ),
        (bytes(#"{"a":\#(entry())}"#, [0, 0, 0]), #"m, tensor "a": truncated: expected at least 66 bytes, found 65"#),
        (bytes(#"{"a":\#(entry())}"#, [0, 0, 0, 0, 0]), "m: 1 bytes after the last tensor"),
        (bytes(#"{"a":\#(entry("BOOL", "[4]"))}"#, [0, 1, 2, 0]), #"m, tensor "a": a bool must be 0 or 1, got 2"#),
        (
            bytes(#"{"\ud800":\#(entry())}"#, [0, 0, 0, 0]),
            "m: not a safetensors header: expected a surrogate pair at byte 8"
        ),
        (
            bytes(#"{"\x":\#(entry())}"#, [0, 0, 0, 0]),
            "m: not a safetensors header: expected a valid JSON escape at byte 4"
        ),
        (
            bytes("{\"\n\":\(entry())}", [0, 0, 0, 0]),
            "m: not a safetensors header: expected a control character to be escaped at byte 2"
        ),
        ([3, 0, 0, 0, 0, 0, 0, 0, 0x7B, 0xFF, 0x7D], "m: not a safetensors header: expected UTF-8 text at byte 1"),
    ]

    @Test("An invalid file is refused, and the message says where", arguments: hostileFiles)
    func hostile(_ bytes: [UInt8], message: String) {
        let error = #expect(throws: SafetensorsError.self) { try Safetensors.read(bytes: bytes, name: "m") }
        #expect(error?.description == message)
    }

    @Test("JSON that is nested deeply is refused", arguments: ["[", #"{"a":"#, #"{"a":{"shape":["#, #"{"a":{"x":["#])
    func nesting(_ opening: String) {
        let header = opening + String(repeating: opening.hasSuffix("[") ? "[" : opening, count: 100_000)
        #expect(throws: SafetensorsError.self) { try Safetensors.read(bytes: Self.bytes(header)) }
    }

    @Test("A file that is cut off anywhere is refused")
    func truncated() {
        for length in 0..<Self.python.count {
            #expect(throws: SafetensorsError.self) { try Safetensors.read(bytes: Array(Self.python[..<length])) }
        }
    }

    @Test("A corrupted header throws and never traps")
    func flipped() {
        let length = 8 + 456
        var refused = 0
        for position in 0..<length {
            for change: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128] {
                var bytes = Self.python
                bytes[position] ^= change
                do {
                    _ = try Safetensors.read(bytes: bytes)
                } catch {
                    #expect(error.description.hasPrefix("safetensors"))
                    refused += 1
                }
            }
        }
        // Only a changed name or text of one's own goes unnoticed.
        #expect(refused > length * 8 * 7 / 10)
    }

    @Test("Whitespace and escapes are read as JSON defines them")
    func json() throws {
        let header =
            "\n{ \"\\u0041\\ud83d\\ude00\\/\\b\\t\" : { \"shape\":[ 1 ,1], \"data_offsets\": [0 , 4],\"dtype\":\"F32\" }\r\t} "
        let tensors = try Safetensors.read(bytes: Self.bytes(header, [0, 0, 0xC0, 0x3F])).tensors
        #expect(tensors["A😀/\u{8}\t"]?.shape == [1, 1])
        #expect(tensors["A😀/\u{8}\t"]?.item() == 1.5)
    }

    @Test("Integers for which there is no dtype are read as a wider one")
    func widened() throws {
        let types = ["I8", "I16", "U16", "U32", "U64"]
        let found = try types.map { type in
            let size = try #require(Int(type.dropFirst())) / 8
            let values = [0x7F, 0x80].map { top in [UInt8](repeating: 1, count: size - 1) + [UInt8(top)] }
            let data = type == "U64" ? values[0] + values[0] : values[0] + values[1]
            // Behind another tensor, so that the elements are not aligned.
            let first = Self.entry("U8", "[1]", "[0,1]")
            let header = #"{"b":\#(first),"a":\#(Self.entry(type, "[2,1]", "[1,\(1 + 2 * size)]"))}"#
            return try #require(try Safetensors.read(bytes: Self.bytes(header, [9] + data)).tensors["a"])
        }
        #expect(found.map(\.dtype) == [.int32, .int32, .int32, .int64, .int64])
        #expect(found.allSatisfy { $0.shape == [2, 1] })
        let expected = [
            [0x7F, -0x80], [0x7F01, -0x7FFF], [0x7F01, 0x8001], [0x7F01_0101, 0x8001_0101],
            [0x7F01_0101_0101_0101, 0x7F01_0101_0101_0101],
        ]
        #expect(found.map { $0.array(of: Int.self) } == expected)
    }

    @Test(
        "A tensor that cannot be read is refused where it is asked for, and those beside it are read",
        arguments: [
            ("F8_E4M3", "[2,2]", 4), ("F8_E5M2", "[4]", 4), ("C64", "[1]", 8), ("F4", "[3]", 2), ("F6_E2M3", "[4]", 3),
            ("NEW", "[7]", 5),
            ("F32", "[1,1,1,1,1,1,1,1,1]", 4), ("U64", "[1]", 8),
        ])
    func unreadable(_ type: String, _ shape: String, _ size: Int) throws {
        let (a, b) = (Self.entry(type, shape, "[0,\(size)]"), Self.entry("F32", "[1]", "[\(size),\(size + 4)]"))
        let bytes = Self.bytes(#"{"a":\#(a),"b":\#(b)}"#, Array(repeating: 0xFF, count: size) + [0, 0, 0xC0, 0x3F])
        let folder = try FileTests.Folder()
        let path = "\(folder.path)/file"
        try FileTests.write(bytes, to: path)
        let file = try Safetensors.File(path)
        #expect(file.names == ["a", "b"])
        #expect(try file.tensor("b").item() == 1.5)
        let error = #expect(throws: SafetensorsError.self) { try file.tensor("a") }
        #expect(error?.tensor == "a" && error?.description.hasPrefix("\(path), tensor \"a\": ") == true)
        let whole = #expect(throws: SafetensorsError.self) { try Safetensors.read(path) }
        #expect(whole == error)
    }

    @Test("Unknown fields are skipped, and metadata may be null")
    func unknownFields() throws {
        let field = #""note" : [{"a":null,"b":[ ]},{ },-1.5e+3,0,"]}",true,[[[false]]]],"x":1"#
        let known = #""dtype":"F32","y":{"shape":[2]},"shape":[1],"data_offsets":[0,4]"#
        let header = #"{"__metadata__" : null,"a":{\#(field),\#(known)}}"#
        let contents = try Safetensors.read(bytes: Self.bytes(header, [0, 0, 0xC0, 0x3F]))
        #expect(contents.tensors["a"]?.item() == 1.5 && contents.metadata.isEmpty)
    }

    @Test("An expanded tensor that is larger than memory is not written")
    func repeated() {
        let tensors = ["a": Tensor([1.0]).expand(1 << 40, 1 << 20, 2)]
        let error = #expect(throws: SafetensorsError.self) { try Safetensors.encode(tensors) }
        #expect(error?.problem == .tooLarge([1 << 40, 1 << 20, 2]))
    }

    @Test("A long name is cut in messages, whatever its characters are made of")
    func longName() {
        for name in [String(repeating: "é", count: 1_000_000), "e" + String(repeating: "\u{301}", count: 1_000_000)] {
            let error = SafetensorsError(file: "m", tensor: name, .noSuchTensor)
            #expect(error.description.utf8.count < 500 && error.description.hasSuffix("\"...: no such tensor"))
            #expect(!error.description.contains("\u{FFFD}"))
        }
    }

    @Test("A tensor cannot have the metadata's name")
    func reserved() {
        let error = #expect(throws: SafetensorsError.self) { try Safetensors.encode(["__metadata__": .zeros([1])]) }
        #expect(error?.problem == .reservedName)
    }
}
