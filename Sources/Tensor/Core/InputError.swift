/// What is wrong with data that came from outside, such as a request to a server.
///
/// Functions that are labelled `checking` or named `checked` throw it before anything is computed or changed. Where data is known to be
/// right there is nothing to catch: the other functions trap instead, with the same words.
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
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// A wrong number of dims, sizes that do not fit, rows of different lengths, or nothing where there must be something.
        case shape
        case dtype
        /// An element that is out of range, or that the dtype cannot hold.
        case value
        /// Another device than the one that is expected.
        case device
        /// More elements than can be counted, or than there is memory for.
        case memory
        /// The function cannot be checked: the data may be right.
        case unchecked
    }

    public let reason: Reason
    /// The operation that would trap: `embedding`.
    public let operation: String
    /// What was found, and what was expected.
    public let problem: String
    /// The index of the element or of the row, outermost dim first; empty where the whole is meant.
    public private(set) var index: [Int]

    package init(_ reason: Reason, _ operation: String, _ problem: String, at index: [Int] = []) {
        self.reason = reason
        self.operation = operation
        self.problem = problem
        self.index = index
    }

    /// The error as the collection that contains the faulty one says it.
    func inside(_ position: Int) -> InputError { InputError(reason, operation, problem, at: [position] + index) }

    public var description: String { "\(operation): \(problem)" + (index.isEmpty ? "" : " (index \(index))") }
}

/// Ends the program over data that nobody checked before.
package func trap(_ error: InputError) -> Never { trap(error.operation, error.problem) }
