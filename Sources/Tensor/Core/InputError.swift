/// Invalid data from outside the program, such as a request to a server.
///
/// Functions that are labelled `checking` or named `checked` throw it before anything is computed or changed. The other
/// functions trap with the same message instead, so that data known to be valid needs no error handling.
///
/// ```swift
/// do {
///     let features = try Tensor(checking: request.rows)
///     return try predict.checked(features)
/// } catch {
///     return .badRequest("\(error)")      // compiled: input 0 has shape [1, 29], expected [batch 1...1024, 30]
/// }
/// ```
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of problem.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// A wrong number of dims, sizes that do not match, rows of different lengths, or no elements where there must be some.
        case shape
        /// A dtype that the operation does not take.
        case dtype
        /// An element that is out of range, or that the dtype cannot represent.
        case value
        /// Another device than the one that is expected.
        case device
        /// An element count that overflows, or more elements than fit in memory.
        case memory
        /// The function cannot be checked; the data may be valid.
        case unchecked
    }

    /// The kind of problem.
    public let reason: Reason
    /// The operation that would trap, such as `embedding`.
    public let operation: String
    /// What was found and what was expected.
    public let problem: String
    /// The index of the element or of the row, outermost dim first; empty where the data as a whole is invalid.
    public private(set) var index: [Int]

    /// - Parameters:
    ///   - reason: the kind of problem.
    ///   - operation: the operation that would trap.
    ///   - problem: what was found and what was expected.
    ///   - index: the index of the element or of the row, outermost dim first; empty where the data as a whole is invalid.
    public init(_ reason: Reason, _ operation: String, _ problem: String, at index: [Int] = []) {
        self.reason = reason
        self.operation = operation
        self.problem = problem
        self.index = index
    }

    /// The error as the collection that contains the faulty one says it.
    func inside(_ position: Int) -> InputError { InputError(reason, operation, problem, at: [position] + index) }

    /// The operation, the problem, and the index where there is one.
    public var description: String { "\(operation): \(problem)" + (index.isEmpty ? "" : " (index \(index))") }
}

/// Ends the program over data that nobody checked before, with the words of the error.
public func trap(_ error: InputError) -> Never { trap(error.operation, error.problem) }
