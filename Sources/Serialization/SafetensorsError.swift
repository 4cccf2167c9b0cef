import Tensor

/// An invalid safetensors file, or one that cannot be read or written: `model.safetensors, tensor "linear.weight": ...`.
public struct SafetensorsError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The path does not exist.
        case noSuchFile
        /// The file cannot be opened or read, for the system's reason.
        case unreadable(String)
        /// The file cannot be created or written, for the system's reason.
        case unwritable(String)
        /// The file is shorter than its header says; both sizes are in bytes.
        case truncated(expected: Int, found: Int)
        /// The header's length is larger than the file, or than the format allows; both are in bytes.
        case headerLength(UInt64, limit: Int)
        /// There are bytes after the last tensor's data, this many.
        case trailingBytes(Int)
        /// The header is not valid JSON of the format: what was expected, and at which byte of the header.
        case header(String, at: Int)
        /// Two tensors have the same name.
        case doubledName
        /// The file has no tensor with the requested name.
        case noSuchTensor
        /// A tensor to write is called `__metadata__`, which the format reserves.
        case reservedName
        /// A dtype, as the file spells it, that tensors do not have. The file's other tensors can be read with
        /// ``Safetensors/File``.
        case unsupportedDType(String)
        /// A tensor with more dims than a ``/Tensor/Shape`` has.
        case tooManyDims(Int, limit: Int)
        /// A U64 element that does not fit in int64, the dtype it is read as.
        case beyondInt64(UInt64)
        /// This many bytes could not be allocated.
        case noMemory(Int)
        /// A shape whose size in bytes overflows.
        case tooLarge([Int])
        /// The data's byte range does not have the size that the shape and the dtype need.
        case size(begin: Int, end: Int, needed: Int)
        /// The data does not start where the previous tensor's data ends.
        case gapOrOverlap(begin: Int, expected: Int)
        /// A bool stored as a byte that is neither 0 nor 1.
        case notABool(UInt8)
    }

    /// The file's path, as it was given.
    public let file: String
    /// The tensor that the problem is in; nil where it concerns the file as a whole.
    public let tensor: String?
    /// What is wrong with the file or the tensor.
    public let problem: Problem

    /// An error about a file, or about one tensor in it.
    public init(file: String, tensor: String? = nil, _ problem: Problem) {
        self.file = file
        self.tensor = tensor
        self.problem = problem
    }
}

extension SafetensorsError: CustomStringConvertible {
    public var description: String {
        guard let tensor else { return "\(file): \(text)" }
        return "\(file), tensor \(quoted(tensor, atMost: 100)): \(text)"
    }

    private var text: String {
        switch problem {
        case .noSuchFile: "no such file"
        case .unreadable(let reason): "cannot be read: \(reason)"
        case .unwritable(let reason): "cannot be written: \(reason)"
        case .truncated(let expected, let found): "truncated: expected at least \(expected) bytes, found \(found)"
        case .headerLength(let length, let limit):
            "not a safetensors file: the header has \(length) bytes, expected at most \(limit)"
        case .trailingBytes(let count): "\(count) bytes after the last tensor"
        case .header(let expected, let position): "not a safetensors header: expected \(expected) at byte \(position)"
        case .doubledName: "the name occurs twice"
        case .noSuchTensor: "no such tensor"
        case .reservedName: "the name is reserved by the format"
        case .unsupportedDType(let dtype):
            "dtype \(quoted(dtype)) is not supported (Safetensors.File reads the other tensors one by one)"
        case .beyondInt64(let value): "the U64 value \(value) does not fit in int64"
        case .noMemory(let count): "cannot allocate \(count) bytes"
        case .tooManyDims(let count, let limit): "\(count) dims, expected at most \(limit)"
        case .tooLarge(let shape): "the size in bytes of shape \(shape) overflows"
        case .size(let begin, let end, let needed): "data_offsets \(begin) to \(end) must span \(needed) bytes"
        case .gapOrOverlap(let begin, let expected): "its data begins at \(begin), expected \(expected)"
        case .notABool(let byte): "a bool must be 0 or 1, got \(byte)"
        }
    }
}
