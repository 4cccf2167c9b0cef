import Serialization

/// A checkpoint that cannot be read, written or loaded.
public struct CheckpointError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Sendable {
        /// The file is no safetensors file, or cannot be read or written.
        case file(SafetensorsError)
        /// A safetensors file that was not written as a checkpoint.
        case notACheckpoint
        /// A newer version of the format than this library reads.
        case newerVersion(String)
        /// The contents are not those that were written.
        case checksum
        /// An entry of the metadata does not have the form that it should have.
        case damaged(entry: String)
        /// The state does not fit the parts: all differences.
        case differences([String])
        /// A part could not give its state, for its own reason.
        case noState(part: String, String)
    }

    /// The file; nil where the state is in memory.
    public let file: String?
    /// What is wrong.
    public let problem: Problem

    init(_ file: String?, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// What is wrong, and with which file.
    public var description: String {
        let text =
            switch problem {
            case .file(let error): error.description
            case .notACheckpoint:
                "not a checkpoint: expected safetensors metadata with the format \(quoted(CheckpointState.format))"
            case .newerVersion(let version):
                "a checkpoint of version \(quoted(version)), expected at most \(quoted(CheckpointState.version)): it was written by a newer library"
            case .checksum: "damaged: the checksum is not that of the contents"
            case .damaged(let entry): "damaged: the metadata's entry \(quoted(entry)) has not the form that was expected"
            case .differences(let list):
                "the checkpoint does not fit:\n"
                    + list.map { "  " + $0.split(separator: "\n").joined(separator: "\n  ") }.joined(separator: "\n")
            case .noState(let part, let reason): "the state of \(part) cannot be saved: \(reason)"
            }
        if case .file = problem { return text }
        return file.map { "\($0): \(text)" } ?? text
    }
}
