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
/// F64, F32, F16, BF16, I64, I32, U8 and BOOL are read and written as what they are. Of the others, I8, I16 and U16 are read as int32,
/// and U32 and U64 as int64; a U64 beyond int64 throws. A tensor of any other dtype (F8_E4M3, C64, ...), or of more dims than a
/// ``/Tensor/Shape`` has, throws when it is asked for, and those beside it can be read: ``File/tensor(_:)``.
public enum Safetensors {
    public typealias Contents = (tensors: [String: Tensor], metadata: [String: String])

    /// The longest header that is read or written, as in the format's own library.
    static let maximumHeaderLength = 100_000_000

    /// The tensors and the metadata in a file. Where one of the tensors cannot be read, this throws, and names it; the others
    /// can be had from a ``File``.
    ///
    /// - Parameter mapped: whether the tensors lie in the file itself, which then must not be changed in place; see
    ///   ``File/init(_:mapped:)``.
    public static func read(_ path: String, mapped: Bool = false) throws(SafetensorsError) -> Contents {
        let file = try File(path, mapped: mapped)
        return (try file.tensors(), file.metadata)
    }

    /// The tensors and the metadata in the bytes of a file. Messages call it `name`.
    public static func read(bytes: [UInt8], name: String = "safetensors") throws(SafetensorsError) -> Contents {
        let file = try File(BytesInMemory(name: name, bytes: bytes))
        return (try file.tensors(), file.metadata)
    }
}
