/// Bytes that are not the JSON that was expected.
public struct JSONError: Error, Equatable, CustomStringConvertible {
    /// Where in the bytes, counted from 0.
    public let offset: Int
    /// What was expected, or what is wrong.
    public let problem: String

    /// An error at an offset.
    public init(offset: Int, problem: String) {
        self.offset = offset
        self.problem = problem
    }

    public var description: String { "byte \(offset): \(problem)" }
}
