/// Why a function has no ``Graph``: what it does cannot be repeated for other values.
public struct TracingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing the function does.
    public enum Reason: Sendable, Hashable, CaseIterable {
        /// Host code reads or writes elements that depend on the inputs: `item()`, `array(of:)`, a condition.
        case hostAccess
        /// The shape of a result depends on values: `nonZero()`, indexing by a mask.
        case shapeOfValues
        /// Random numbers are drawn outside of a tensor: `generator.permutation(_:)`.
        case randomNumbers
        /// A generator's state is set in a function that draws numbers from it.
        case generatorState
        /// A parameter or buffer loses its tensor.
        case removedVariable
        /// A tensor was made of another one's memory, past the primitives.
        case sharedMemory
    }

    /// What kind of thing the function does.
    public let reason: Reason

    /// What it does, as a sentence without its subject: "reads a float32 [] that depends on the inputs".
    public let description: String

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
