import Tensor

/// Notes what the derivative of an operation reads. Nothing else is kept: memory is a feature.
struct SavedInputs: DerivativeVisitor {
    /// Tensors that a node keeps.
    struct Set: OptionSet {
        let rawValue: UInt8
        static let first = Set(rawValue: 1)
        static let second = Set(rawValue: 2)
        static let third = Set(rawValue: 4)
        /// The operands past the third.
        static let rest = Set(rawValue: 8)
        static let result = Set(rawValue: 16)
    }

    private let wanted: Operands
    private var inputs: Set = []

    private init(wanted: Operands) { self.wanted = wanted }

    /// What has to be kept of an operation, of which the gradients of some operands are wanted.
    static func of(_ operation: Operation, wanted: Operands) -> Set {
        var saved = SavedInputs(wanted: wanted)
        derivative(of: operation, &saved)
        return saved.inputs
    }

    @inline(__always)
    func wants(_ operand: Operands) -> Bool { wanted.contains(operand) }

    @inline(__always)
    mutating func cotangent(of operand: Operands, reading inputs: Set, _ compute: (Pullback) -> Tensor) {
        if wants(operand) { self.inputs.formUnion(inputs) }
    }

    @inline(__always)
    mutating func cotangents(reading inputs: Set, _ compute: (Pullback) -> Cotangents) { self.inputs.formUnion(inputs) }
}
