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

    let wanted: Operands
    /// Where they are noted.
    let inputs: UnsafeMutablePointer<Set>

    /// What has to be kept of an operation, of which the gradients of some operands are wanted.
    static func of(_ operation: Operation, wanted: Operands) -> Set {
        var inputs: Set = []
        withUnsafeMutablePointer(to: &inputs) { derivative(of: operation, SavedInputs(wanted: wanted, inputs: $0)) }
        return inputs
    }

    @inline(__always)
    func wants(_ operand: Operands) -> Bool { wanted.contains(operand) }

    @inline(__always)
    func cotangent(of operand: Operands, reading inputs: Set, _ compute: (BackwardContext, Tensor) -> Tensor) {
        if wants(operand) { self.inputs.pointee.formUnion(inputs) }
    }

    @inline(__always)
    func cotangents(reading inputs: Set, _ compute: (BackwardContext, Tensor) -> Cotangents) {
        self.inputs.pointee.formUnion(inputs)
    }
}
