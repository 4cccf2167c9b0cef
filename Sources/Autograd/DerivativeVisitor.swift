import Tensor

/// What reads the table of derivatives (`derivative(of:_:)`): ``SavedInputs`` when an operation is recorded, to learn what to
/// keep, and ``Pullback`` in the backward pass, to compute the cotangents.
///
/// A line of the table says which operand's cotangent it computes, and from what:
///
///     case .multiply:
///         d.of(.first, from: .y) { dy, y in dy * y }
///         d.of(.second, from: .x) { dy, x in dy * x }
///
/// The closure is handed the cotangent of the result and the inputs that the line names, and sees nothing else. So what is read
/// has been kept, and nothing is kept for an operand whose gradient is not wanted.
///
/// Both readers are known when the table is compiled: what to keep comes down to constants, and no closure is allocated.
protocol DerivativeVisitor {
    /// Whether the gradient of an operand is wanted.
    func wants(_ operand: Operands) -> Bool

    /// The cotangent of one operand, where it is wanted: computed from what was kept and the cotangent of the result.
    func cotangent(of operand: Operands, reading inputs: SavedInputs.Set, _ compute: (BackwardContext, Tensor) -> Tensor)

    /// The cotangents of all operands, computed together.
    func cotangents(reading inputs: SavedInputs.Set, _ compute: (BackwardContext, Tensor) -> Cotangents)
}

/// Some operands of an operation.
struct Operands: OptionSet {
    let rawValue: UInt8
    static let first = Operands(rawValue: 1)
    static let second = Operands(rawValue: 2)
    static let third = Operands(rawValue: 4)
    /// Those past the third.
    static let rest = Operands(rawValue: 8)
}

// Inlined, so that a reader which computes nothing leaves nothing of the closures. One method with a parameter pack in the place
// of these would not be compiled to constants.
extension DerivativeVisitor {
    @inline(__always)
    func of(_ operand: Operands, _ f: (Tensor) -> Tensor) {
        cotangent(of: operand, reading: []) { f($1) }
    }

    @inline(__always)
    func of<A: DerivativeInput>(_ operand: Operands, from a: A, _ f: (Tensor, A.Value) -> Tensor) {
        cotangent(of: operand, reading: a.saved) { f($1, a.read($0)) }
    }

    @inline(__always)
    func of<A: DerivativeInput, B: DerivativeInput>(
        _ operand: Operands, from a: A, _ b: B, _ f: (Tensor, A.Value, B.Value) -> Tensor
    ) {
        cotangent(of: operand, reading: a.saved.union(b.saved)) { f($1, a.read($0), b.read($0)) }
    }

    @inline(__always)
    func of<A: DerivativeInput, B: DerivativeInput, C: DerivativeInput>(
        _ operand: Operands, from a: A, _ b: B, _ c: C, _ f: (Tensor, A.Value, B.Value, C.Value) -> Tensor
    ) {
        cotangent(of: operand, reading: a.saved.union(b.saved).union(c.saved)) {
            f($1, a.read($0), b.read($0), c.read($0))
        }
    }

    @inline(__always)
    func of<A: DerivativeInput, B: DerivativeInput, C: DerivativeInput, D: DerivativeInput>(
        _ operand: Operands, from a: A, _ b: B, _ c: C, _ d: D, _ f: (Tensor, A.Value, B.Value, C.Value, D.Value) -> Tensor
    ) {
        cotangent(of: operand, reading: a.saved.union(b.saved).union(c.saved).union(d.saved)) {
            f($1, a.read($0), b.read($0), c.read($0), d.read($0))
        }
    }

    @inline(__always)
    func ofAll<A: DerivativeInput>(from a: A, _ f: (Tensor, A.Value) -> Cotangents) {
        cotangents(reading: a.saved) { f($1, a.read($0)) }
    }

    @inline(__always)
    func ofAll<A: DerivativeInput, B: DerivativeInput>(
        from a: A, _ b: B, _ f: (Tensor, A.Value, B.Value) -> Cotangents
    ) {
        cotangents(reading: a.saved.union(b.saved)) { f($1, a.read($0), b.read($0)) }
    }

    @inline(__always)
    func ofAll<A: DerivativeInput, B: DerivativeInput, C: DerivativeInput>(
        from a: A, _ b: B, _ c: C, _ f: (Tensor, A.Value, B.Value, C.Value) -> Cotangents
    ) {
        cotangents(reading: a.saved.union(b.saved).union(c.saved)) {
            f($1, a.read($0), b.read($0), c.read($0))
        }
    }

    @inline(__always)
    func ofAll<A: DerivativeInput, B: DerivativeInput, C: DerivativeInput, D: DerivativeInput>(
        from a: A, _ b: B, _ c: C, _ d: D, _ f: (Tensor, A.Value, B.Value, C.Value, D.Value) -> Cotangents
    ) {
        cotangents(reading: a.saved.union(b.saved).union(c.saved).union(d.saved)) {
            f($1, a.read($0), b.read($0), c.read($0), d.read($0))
        }
    }
}
