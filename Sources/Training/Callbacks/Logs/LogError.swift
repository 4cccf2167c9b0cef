import Glibc

/// A log that cannot be written or continued.
public struct LogError: Error, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Sendable, Equatable {
        /// The system refused, with an error number such as ENOSPC.
        case system(Int32)
        /// The path is that of something else than a file, such as a pipe: a log must be able to be cut back.
        case notAFile
        /// The file has fewer bytes than the checkpoint says.
        case short(length: Int, expected: Int)
        /// The file is gone, to which so many bytes had been written until the checkpoint.
        case missing(expected: Int)
        /// The row has other columns than the file.
        case columns([String], expected: [String])
    }

    /// The file.
    public let file: String
    /// What is wrong.
    public let problem: Problem

    init(_ file: String, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// What is wrong, and with which file.
    public var description: String {
        switch problem {
        case .system(let code): "\(file): \(String(cString: strerror(code)))"
        case .notAFile: "\(file): a log must be a regular file"
        case .short(let length, let expected):
            "\(file) has \(length) bytes, but \(expected) were written until the checkpoint: put the file back, or log to another one"
        case .missing(let expected):
            "\(file) is missing, but \(expected) bytes were written until the checkpoint: put the file back, or log to another one"
        case .columns(let columns, let expected):
            "\(file) has the columns \(columns.joined(separator: ", ")), but the row has \(expected.joined(separator: ", ")): "
                + "log to another file"
        }
    }
}
