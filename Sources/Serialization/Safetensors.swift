@_exported import Tensor

/// Named tensors in one file, in the safetensors format (https://github.com/huggingface/safetensors), which libraries for
/// PyTorch, NumPy and others read and write too.
///
/// The format: the length of the header in 8 bytes, little-endian; the header, a JSON object with each tensor's dtype, shape
/// and data offsets, and any strings under `__metadata__`; then the tensors' elements. A file holds no code, and every number
/// in it is validated before it is used.
///
/// ```swift
/// try Safetensors.write(["weight": weight, "bias": bias], metadata: ["epochs": "100"], to: "model.safetensors")
/// let (tensors, metadata) = try Safetensors.read("model.safetensors")
/// ```
///
/// F64, F32, F16, BF16, I64, I32, U8 and BOOL are read and written with the corresponding dtype. I8, I16 and U16 are read as
/// int32, U32 and U64 as int64; a U64 value beyond int64 throws. A tensor of any other dtype (F8_E4M3, C64, ...), or with more
/// dims than a ``/Tensor/Shape`` has, throws when it is read; the file's other tensors can still be read with ``File/tensor(_:)``.
public enum Safetensors {
    /// What a file holds: the tensors by name, and the strings of its metadata.
    public typealias Contents = (tensors: [String: Tensor], metadata: [String: String])

    /// The longest header that is read or written, in bytes: the limit of the format's reference library.
    static let maximumHeaderLength = 100_000_000

    /// Reads the tensors and the metadata of a file. Throws where one of the tensors cannot be read; the error names it, and
    /// the others can be read with a ``File``.
    ///
    /// - Parameter mapped: whether the tensors share the file's mapped memory. The file must then not be modified in place; see
    ///   ``File/init(_:mapped:)``.
    public static func read(_ path: String, mapped: Bool = false) throws(SafetensorsError) -> Contents {
        let file = try File(path, mapped: mapped)
        return (try file.tensors(), file.metadata)
    }

    /// Reads the tensors and the metadata from the bytes of a file. `name` stands for the file in messages.
    public static func read(bytes: [UInt8], name: String = "safetensors") throws(SafetensorsError) -> Contents {
        let file = try File(BytesInMemory(name: name, bytes: bytes))
        return (try file.tensors(), file.metadata)
    }
}
