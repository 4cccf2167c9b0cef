import Kindling

/// A model file as the app writes it.
enum Model {
    private static let trained = Result {
        let folder = try Folder()
        _ = try App.succeed("--lesson --epochs 5 --optimizer sgd --output model", in: folder)
        return try folder.bytes("model")
    }

    static func bytes() throws -> [UInt8] { try trained.get() }

    /// It with other contents.
    static func changed(_ change: (inout Safetensors.Contents) -> Void) throws -> [UInt8] {
        var contents = try Safetensors.read(bytes: bytes())
        change(&contents)
        return try Safetensors.encode(contents.tensors, metadata: contents.metadata)
    }

    /// It with another text in its header, where offsets may lie; the header's length is made to fit.
    static func replaced(_ text: String, with other: String) throws -> [UInt8] {
        let bytes = try bytes()
        let size = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let header = String(decoding: bytes[8..<8 + size], as: UTF8.self).replacing(text, with: other)
        let length = (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) }
        return length + Array(header.utf8) + bytes[(8 + size)...]
    }
}
