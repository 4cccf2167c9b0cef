import CKernels
import Testing

@testable import Tensor

/// A list of codes in C, and the names of Swift's cases by their raw values.
private struct CodeList: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let names: [String]
    let cases: [UInt8: String]

    init<Cases: Collection>(
        _ description: String, _ names: UnsafePointer<UnsafePointer<CChar>>, _ cases: Cases, code: (Cases.Element) -> UInt8
    ) {
        testDescription = description
        var list: [String] = []
        // The list ends with a null, which its type in Swift does not say.
        while let name = UnsafeRawPointer(names + list.count).load(as: UnsafePointer<CChar>?.self) {
            list.append(String(cString: name))
        }
        self.names = list
        self.cases = Dictionary(cases.map { (code($0), "\($0)".prefix { $0 != "(" }.description) }) { $1 }
    }
}

private let lists = [
    CodeList("DType", kindling_dtype_names(), DType.allCases) { $0.rawValue },
    CodeList("UnaryOperation", kindling_unary_names(), UnaryOperation.allCases) { $0.rawValue },
    CodeList("BinaryOperation", kindling_binary_names(), BinaryOperation.allCases) { $0.rawValue },
    CodeList("Comparison", kindling_comparison_names(), Comparison.allCases) { $0.rawValue },
    CodeList("Activation", kindling_activation_names(), activations) { $0.kernel.code.rawValue },
    CodeList("Loss", kindling_loss_names(), Loss.allCases) { $0.rawValue },
    CodeList("ArgReduction", kindling_arg_reduction_names(), ArgReduction.allCases) { $0.rawValue },
    CodeList("Scan", kindling_scan_names(), Scan.allCases) { $0.rawValue },
    CodeList("Recurrence", kindling_recurrence_names(), Recurrence.allCases) { $0.rawValue },
]

private let activations: [Activation] = [
    .silu, .mish, .gelu, .geluTanh, .hardswish, .hardsigmoid, .logSigmoid, .hardtanh(min: 0, max: 1),
    .leakyRelu(negativeSlope: 1), .elu(alpha: 1, scale: 1, inputScale: 1), .softplus(beta: 1, threshold: 1),
    .hardshrink(lambda: 1), .softshrink(lambda: 1), .threshold(0, value: 0),
]

@Suite("The codes of operations")
struct KernelCodeTests {
    @Test("are numbered in Swift as in C", arguments: lists)
    fileprivate func agree(list: CodeList) {
        #expect(list.names.count == list.cases.count)
        for (code, name) in list.names.enumerated() { #expect(list.cases[UInt8(code)] == name) }
    }

    @Test("of scatter reductions follow the sum, which is a primitive of its own")
    func scatterReductions() {
        let list = CodeList("ScatterReduction", kindling_scatter_reduction_names(), ScatterReduction.allCases) { $0.rawValue }
        #expect(list.names.first == "sum")
        for (code, name) in list.names.enumerated().dropFirst() { #expect(list.cases[UInt8(code)] == name) }
        #expect(list.names.count == list.cases.count + 1)
    }

    @Test("of reductions name what is folded")
    func reductions() {
        // A mean is a finished sum, a norm a finished sum of squares.
        let folded = Reduction.allCases.filter { $0 != .mean && $0 != .norm(over: 1) }
        let list = CodeList("Reduction", kindling_reduction_names(), folded) { $0.kernel(0, 0).code.rawValue }
        for (code, name) in list.names.enumerated() { #expect(list.cases[UInt8(code)] == name) }
        #expect(list.names.count == list.cases.count)
    }

    @Test("say which elements an operation takes: others trap")
    func elements() async {
        #expect(kindling_unary_takes(UnaryOperation.exp.kernel) == KINDLING_TAKES_FLOATS)
        #expect(kindling_unary_takes(UnaryOperation.negate.kernel) == KINDLING_TAKES_NUMBERS)
        #expect(kindling_binary_takes(BinaryOperation.bitwiseXor.kernel) == KINDLING_TAKES_INTEGERS)
        await #expect(processExitsWith: .failure) { _ = Operation.unary(.exp)(Tensor([1, 2])) }
        await #expect(processExitsWith: .failure) { _ = Operation.binary(.bitwiseAnd)(Tensor([1.5]), Tensor([2.5])) }
    }
}
