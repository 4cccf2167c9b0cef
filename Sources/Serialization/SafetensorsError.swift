import Tensor

/// What is wrong with a safetensors file, and where: `model.safetensors, tensor "linear.weight": ...`.
public struct SafetensorsError: Error, Equatable, Sendable {
    public enum Problem: Equatable, Sendable {
        case noSuchFile
        /// With the system's reason.
        case unreadable(String)
        case unwritable(String)
        /// The file ends before what it announces.
        case truncated(expected: Int, found: Int)
        /// A header's length that the file, or the format, cannot have.
        case headerLength(UInt64, limit: Int)
        /// Bytes after the last tensor.
        case trailingBytes(Int)
        /// The header is not the JSON that the format wants: what was expected, and at which of its bytes.
        case header(String, at: Int)
        case doubledName
        case noSuchTensor
        case reservedName
        /// A dtype that no tensor has. The file's other tensors can be read one by one, with ``Safetensors/File``.
        case unsupportedDType(String)
        case tooManyDims(Int, limit: Int)
        /// An unsigned number that int64, which U64 is read as, does not hold.
        case beyondInt64(UInt64)
        /// There is no memory for so many bytes.
        case noMemory(Int)
        /// A shape with more bytes than can be counted.
        case tooLarge([Int])
        /// The place of a tensor's data, which does not hold its shape.
        case size(begin: Int, end: Int, needed: Int)
        /// Data that begins elsewhere than where the data before it ends.
        case gapOrOverlap(begin: Int, expected: Int)
        /// A bool that is neither 0 nor 1.
        case notABool(UInt8)
    }

    /// The file, as it was named by whoever asked for it.
    public let file: String
    /// The tensor that is at fault, if it is one's.
    public let tensor: String?
    public let problem: Problem

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
            "not a safetensors file: a header of \(length) bytes, expected at most \(limit)"
        case .trailingBytes(let count): "\(count) bytes after the last tensor"
        case .header(let expected, let position): "not a safetensors header: expected \(expected) at byte \(position)"
        case .doubledName: "the name occurs twice"
        case .noSuchTensor: "no such tensor"
        case .reservedName: "the name is reserved by the format"
        case .unsupportedDType(let dtype):
            "dtype \(quoted(dtype)) is not supported (Safetensors.File reads the other tensors one by one)"
        case .beyondInt64(let value): "\(value) is beyond int64, which U64 is read as"
        case .noMemory(let count): "no memory for \(count) bytes"
        case .tooManyDims(let count, let limit): "\(count) dims, expected at most \(limit)"
        case .tooLarge(let shape): "shape \(shape) has more bytes than can be counted"
        case .size(let begin, let end, let needed): "its data from \(begin) to \(end) should be \(needed) bytes"
        case .gapOrOverlap(let begin, let expected): "its data begins at \(begin), expected \(expected)"
        case .notABool(let byte): "a bool is \(byte), expected 0 or 1"
        }
    }
}
