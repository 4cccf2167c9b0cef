/// A problem with a file other than its format: `model: no scaler`.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file's path, as it was given, or the name that stands for it in messages.
    public let file: String
    /// What is wrong with it.
    public let problem: String

    /// An error about a file.
    public init(file: String, problem: String) {
        self.file = file
        self.problem = problem
    }

    public var description: String { "\(file): \(problem)" }
}

extension FileError {
    /// - Parameter row: the row, counted from 0.
    public init(file: String, tooLargeIn row: Int) {
        self.init(file: file, problem: "row \(row + 1) has measurements too large for the model")
    }
}
