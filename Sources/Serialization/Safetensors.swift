@_exported import Tensor

/// Tensors by name in one file, in the safetensors format (https://github.com/huggingface/safetensors), which torch, numpy and
/// others read and write too.
///
/// The format: the length of the header in 8 bytes, little-endian; the header, a JSON object with each tensor's dtype, shape and place,
/// and texts of one's own under `__metadata__`; then the tensors' elements. Nothing in a file is code, and every number in it
/// is checked before it is used.
///
/// ```swift
/// try Safetensors.write(["weight": weight, "bias": bias], metadata: ["epochs": "100"], to: "model.safetensors")
/// let (tensors, metadata) = try Safetensors.read("model.safetensors")
/// ```
///
/// dtypes: F32, F64, I32, I64, U8 and BOOL. A file with another one is refused.
public enum Safetensors {
    public typealias Contents = (tensors: [String: Tensor], metadata: [String: String])

    /// The longest header that is read or written, as in the format's own library.
    static let maximumHeaderLength = 100_000_000

    /// The tensors and the metadata in a file.
    public static func read(_ path: String) throws(SafetensorsError) -> Contents {
        let file = try FileReader(path)
        return try read(path, size: file.size) { (offset, target) throws(SafetensorsError) in
            try file.read(at: offset, into: target)
        }
    }

    /// The tensors and the metadata in the bytes of a file. Messages call it `name`.
    public static func read(bytes: [UInt8], name: String = "safetensors") throws(SafetensorsError) -> Contents {
        try read(name, size: bytes.count) { (offset, target) throws(SafetensorsError) in
            target.copyBytes(from: bytes[offset..<offset + target.count])
        }
    }

    /// - Parameter fetch: fills a buffer with bytes of the file from an offset on; they are within `size`.
    private static func read(
        _ file: String, size: Int, fetch: (Int, UnsafeMutableRawBufferPointer) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) -> Contents {
        if size < 8 { throw SafetensorsError(file: file, .truncated(expected: 8, found: size)) }
        let announced = try bytes(at: 0, 8, fetch).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        if announced > maximumHeaderLength {
            throw SafetensorsError(file: file, .headerLength(announced, limit: maximumHeaderLength))
        }
        let start = 8 + Int(announced)
        if start > size { throw SafetensorsError(file: file, .truncated(expected: start, found: size)) }

        let contents = try Header(json: bytes(at: 8, start - 8, fetch), dataSize: size - start, file: file)
        var tensors: [String: Tensor] = [:]
        tensors.reserveCapacity(contents.entries.count)
        for entry in contents.entries {
            let shape = Shape(entry.shape)
            tensors[entry.name] = try Tensor(shape: shape, dtype: entry.dtype) { target throws(SafetensorsError) in
                if target.count > 0 { try fetch(start + entry.begin, target) }
                // Any other byte in a bool would be undefined behaviour.
                if entry.dtype == .bool, let byte = target.first(where: { $0 > 1 }) {
                    throw SafetensorsError(file: file, tensor: entry.name, .notABool(byte))
                }
            }
        }
        return (tensors, contents.metadata)
    }

    private static func bytes(
        at offset: Int, _ count: Int, _ fetch: (Int, UnsafeMutableRawBufferPointer) throws(SafetensorsError) -> Void
    ) throws(SafetensorsError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        try bytes.withUnsafeMutableBufferPointer { target throws(SafetensorsError) in
            try fetch(offset, UnsafeMutableRawBufferPointer(target))
        }
        return bytes
    }
}
