import Autograd
import Synchronization
import Tensor
import Testing

@Suite("Tensors saved for derivatives")
struct SavedInputsTests {
    /// A derivative reads what was kept if another tensor instead of it gives another cotangent. An example may not show it (a
    /// derivative can depend on the values which way it goes), so all examples of a kind of operation count together.
    @Test("are read by them: of every primitive, for every choice of operands whose gradient is wanted")
    func everythingKeptIsRead() {
        var unread: [String: Set<Int>] = [:]
        var read: [String: Set<Int>] = [:]
        var seen: Set<Primitive> = []
        for example in Primitive.allCases.flatMap(\.examples) + Primitive.pointwiseExamples {
            for call in Call.all(of: example) {
                seen.insert(Primitive(call.operation))
                if case .custom = call.operation { continue }
                for wanted in call.choices {
                    let key = call.kind + " by " + wanted.indices.filter { wanted[$0] }.map(String.init).joined(separator: ", ")
                    let kept = Set(derivativeInputs(of: call.operation, wanted: wanted)).subtracting(call.taken)
                    unread[key, default: []].formUnion(kept)
                    let inputs = kept.filter { !read[key, default: []].contains($0) && call.reads($0, wanted: wanted) }
                    read[key, default: []].formUnion(inputs)
                }
            }
        }
        for (key, kept) in unread {
            #expect(kept.subtracting(read[key]!).isEmpty, "the derivative of \(key) does not read all of \(kept.sorted())")
        }
        // A transfer needs a second device; it keeps nothing.
        #expect(Set(Primitive.allCases).subtracting(seen) == Primitive.discrete.union([.transfer]))
    }

    @Test("are only those that the derivatives of the wanted operands read")
    func onlyWanted() {
        #expect(derivativeInputs(of: .binary(.multiply), wanted: [true, false]) == [1])
        #expect(derivativeInputs(of: .binary(.multiply), wanted: [false, true]) == [0])
        #expect(derivativeInputs(of: .binary(.multiply), wanted: [true, true]) == [0, 1])
        #expect(derivativeInputs(of: .unary(.exp), wanted: [true]) == [1])
        #expect(derivativeInputs(of: .linear, wanted: [false, false, true]) == [])
        #expect(derivativeInputs(of: .transfer(from: .cpu, to: .cpu), wanted: [true]) == [])
        #expect(derivativeInputs(of: .indexAdd(dim: 0), wanted: [true, false, false]) == [])
    }
}

extension Primitive {
    /// Those without a derivative.
    fileprivate static let discrete: Set<Primitive> = [
        .compare, .argReduce, .argSort, .nonZero, .argScan, .argMode, .searchSorted, .maxPoolIndices, .recurrentStates,
    ]

    fileprivate static let pointwiseExamples =
        UnaryOperation.allCases.map { operation in
            Example("\(operation)", at: double(operation.points)) { Operation.unary(operation)($0[0]) }
        }
        + BinaryOperation.allCases.compactMap { operation in
            operation.points.map { points in
                Example("\(operation)", at: double(points.x), double(points.y)) { Operation.binary(operation)($0[0], $0[1]) }
            }
        }
}

/// One call of a primitive.
private struct Call {
    let operation: Operation
    let operands: [Tensor]
    let result: Tensor

    /// The calls of a function, and those of the derivatives of these.
    static func all(of example: Example) -> [Call] {
        let calls = CallLog.calls { log in _ = example.function(example.inputs.map { $0.traced(by: log) }) }
        return calls
            + calls.flatMap { call in
                CallLog.calls { log in
                    if case .custom = call.operation { return }
                    _ = cotangents(
                        of: call.operation, operands: call.operands, result: call.result, wanted: call.wantable,
                        cotangent: call.cotangent.traced(by: log))
                }
            }
    }

    /// The operation with its parameters but for numbers, and how many operands it has.
    var kind: String { "\(operation)".filter { !$0.isNumber } + " of \(operands.count)" }

    /// Which operands may have a gradient.
    var wantable: [Bool] {
        operands.enumerated().map { index, operand in
            switch (operation, index) {
            // Without a derivative. (Where a mask's gradient is wanted, that of attention is composed.)
            case (.crossEntropy, 2), (.binary(.zeta), 0), (.attentionGradient, 4): false
            default: operand.dtype.isFloatingPoint
            }
        }
    }

    /// What the derivative hands to an operation whose result does not depend on it, or not for every choice of operands: the
    /// operation computes the cotangents of all, or needs it for its own derivative.
    var taken: Set<Int> {
        switch operation {
        case .normalize: [0, 1]
        case .normalizeGradient(let normalization) where normalization.extent == .none: [1]
        case .attention, .recurrent: Set(operands.indices)
        case .attentionGradient: [0, 3]
        case .recurrentGradient: [0, 2, 3, 4, 5]
        case .solve, .implicit(.logDeterminant): [0]
        default: []
        }
    }

    /// Every choice of some operands that may have a gradient.
    var choices: [[Bool]] {
        wantable.reduce([[]]) { choices, may in choices.flatMap { [$0 + [false]] + (may ? [$0 + [true]] : []) } }
            .filter { $0.contains(true) }
    }

    /// Whether any numbers will not do, since the result is that of a decomposition.
    private var isOfMatrices: Bool {
        switch operation {
        case .decompose, .solve, .solveTriangular, .implicit: true
        default: false
        }
    }

    var cotangent: Tensor { .uniform(result.shape, from: 0.5, to: 1.5, dtype: result.dtype, generator: Generator(seed: 3)) }

    /// Whether the derivative depends on an operand, or on the result (the index past the last): as they are, or where all are
    /// small whole numbers, since zeros and equal elements are cases of their own.
    func reads(_ input: Int, wanted: [Bool]) -> Bool {
        let inputs = operands + [result]
        return
            (isOfMatrices
            ? [inputs]
            : [inputs] + (1...4).map { seed in inputs.enumerated().map { $1.wholeNumbers(seed: seed * 10 + UInt64($0)) } })
            .contains { inputs in
                let before = slopes(inputs, wanted)
                return others(inputs, input).contains { other in
                    var changed = inputs
                    changed[input] = other
                    return slopes(changed, wanted) != before
                }
            }
    }

    private func others(_ inputs: [Tensor], _ input: Int) -> [Tensor] {
        if case .crossEntropyGradient(let loss) = operation, input == 2 {
            return inputs[input].others + [.full(like: inputs[input], loss.ignored)]
        }
        return inputs[input].others
    }

    private func slopes(_ inputs: [Tensor], _ wanted: [Bool]) -> [[UInt64]] {
        let found = cotangents(
            of: operation, operands: Array(inputs.dropLast()), result: inputs.last!, wanted: wanted, cotangent: cotangent)
        return zip(wanted, found).map { isWanted, slope in
            isWanted ? slope?.to(.float64).array(of: Double.self).map(\.bitPattern) ?? [] : []
        }
    }
}

extension Tensor {
    /// From -2 to 2, where the dtype is a floating-point one.
    fileprivate func wholeNumbers(seed: UInt64) -> Tensor {
        if !dtype.isFloatingPoint { return self }
        return .uniform(shape, from: -2.4, to: 2.4, dtype: dtype, generator: Generator(seed: seed)).round()
    }

    /// Other tensors of the same kind; an index is as valid.
    fileprivate var others: [Tensor] {
        if dtype == .bool { return [logicalNot()] }
        // Those below 0 are ignored classes.
        if !dtype.isFloatingPoint { return [Tensor.where(self .< 0, self, max() - self), .zeros(like: self)] }
        return [0.9, 10.0].map { bound in
            .uniform(shape, from: -bound, to: bound, dtype: dtype, generator: Generator(seed: 5))
        }
    }
}

/// Writes down which primitives are applied.
private final class CallLog: Tracer {
    private let calls = Mutex<[Call]>([])

    static func calls(_ body: (CallLog) -> Void) -> [Call] {
        let log = CallLog()
        body(log)
        return log.calls.withLock { $0 }
    }

    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)? {
        if !result.dtype.isFloatingPoint { return nil }
        let operands = Operation.all(x, y, z, rest).map { $0.detached() }
        calls.withLock { $0.append(Call(operation: operation, operands: operands, result: result.detached())) }
        return self
    }
}
