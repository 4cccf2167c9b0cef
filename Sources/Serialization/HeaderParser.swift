/// Parses a header's JSON: only objects of the depth that the format has, so that nothing recurses. Fields of an entry that the
/// format does not define are skipped.
struct HeaderParser {
    private let file: String
    let bytes: [UInt8]
    var position = 0
    /// The tensor that is being read.
    private var tensor: String?

    static func parse(
        _ bytes: [UInt8], file: String
    ) throws(SafetensorsError) -> (metadata: [String: String], entries: [Header.Entry]) {
        var parser = HeaderParser(file: file, bytes: bytes)
        return try parser.document()
    }

    private init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    func fail(expected: String) -> SafetensorsError {
        SafetensorsError(file: file, tensor: tensor, .header(expected, at: position))
    }

    private mutating func document() throws(SafetensorsError) -> (metadata: [String: String], entries: [Header.Entry]) {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            position = error.byteOffsets.lowerBound
            throw fail(expected: "UTF-8 text")
        }
        var metadata: [String: String] = [:]
        var entries: [Header.Entry] = []
        var names: Set<String> = []
        try object { (parser, name) throws(SafetensorsError) in
            parser.tensor = name
            if !names.insert(name).inserted { throw SafetensorsError(file: parser.file, tensor: name, .doubledName) }
            if name == Header.metadataName {
                if !parser.skip(word: "null") { metadata = try parser.texts() }
            } else {
                entries.append(try parser.entry(name))
            }
            parser.tensor = nil
        }
        skipBlanks()
        if position != bytes.count { throw fail(expected: "the end") }
        return (metadata, entries)
    }

    private mutating func texts() throws(SafetensorsError) -> [String: String] {
        var texts: [String: String] = [:]
        try object { (parser, key) throws(SafetensorsError) in
            if texts.updateValue(try parser.string(), forKey: key) != nil { throw parser.fail(expected: "each key once") }
        }
        return texts
    }

    private mutating func entry(_ name: String) throws(SafetensorsError) -> Header.Entry {
        var type: StoredType?
        var shape: [Int]?
        var offsets: [Int]?
        try object { (parser, key) throws(SafetensorsError) in
            switch key {
            case "dtype" where type == nil: type = StoredType(named: try parser.string())
            case "shape" where shape == nil: shape = try parser.integers()
            case "data_offsets" where offsets == nil: offsets = try parser.integers()
            case "dtype", "shape", "data_offsets": throw parser.fail(expected: "dtype, shape and data_offsets, each once")
            default: try parser.skipValue()
            }
        }
        guard let type, let shape, let offsets, offsets.count == 2 else {
            throw fail(expected: "a dtype, a shape and two data_offsets before here")
        }
        return Header.Entry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
    }
}
