extension Graph.Check {
    /// What must hold of all elements of a tensor, as data.
    public struct Requirement: Sendable, Hashable {
        /// The kinds of requirement.
        public enum Kind: Sendable, Hashable {
            /// Integers within the range, or the one that is ignored.
            case integers(in: Range<Int>, ignoring: Int? = nil)
            /// Positions along a dim of this size, which count from the end where they are negative.
            case positions(along: Int)
            /// No number below 0; NaN passes.
            case notNegative
            /// A single number that the dtype can hold.
            case representable(in: DType)
        }

        /// What must hold.
        public let kind: Kind
        /// The operation that needs it: `embedding`.
        public let operation: String
        /// What messages call an element: `a target`.
        public let subject: String

        /// Throws where an element is not as required.
        public func check(_ tensor: Tensor) throws(InputError) {
            switch kind {
            case .integers(let range, let ignored): try tensor.requireIntegers(in: range, or: ignored, operation, subject)
            case .positions(let size): _ = try tensor.lowestPosition(along: size, operation)
            case .notNegative: try tensor.requireNotNegative(operation, subject)
            case .representable(let dtype): try tensor.scalarValue.require(in: dtype, operation)
            }
        }
    }
}

extension Tensor {
    /// Checks elements in a way that graphs see and repeat. Where an execution of a `checked` call meets elements that are not as
    /// required, it throws, and all else traps.
    package func require(_ kind: Graph.Check.Requirement.Kind, _ subject: String, for operation: String) {
        let requirement = Graph.Check.Requirement(kind: kind, operation: operation, subject: subject)
        if let tracer = GraphTracer.current { tracer.check(requirement, self) } else { trapUnless(requirement) }
    }

    func trapUnless(_ requirement: Graph.Check.Requirement) {
        do { try requirement.check(detached()) } catch { trap(error) }
    }
}
