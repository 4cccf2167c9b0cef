import Autograd
import DeviceSupport
import GradientTesting
import Tensor
import Testing

/// A program knows few primitives by itself; what it does not know it hands to the backend. Neither may show. An interpreter of the graph
/// shows that nothing is missing there.
@Suite("Compiled primitives")
struct ProgramTests {
    @Test(
        "of each primitive and its derivative give its bits",
        arguments: Primitive.allCases.flatMap(\.examples) + Primitive.undifferentiated)
    func equal(example: Example) throws {
        let (first, traced) = GraphTracer.trace(example.inputs, example.results, outputs: { $0 })
        #expect(first.isIdentical(to: example.results(example.inputs)))
        if example.derivativeMayReadValues, case .failure(let error) = traced {
            return #expect(error.reason == .hostAccess && error.description.contains("reads"))
        }
        let graph = try traced.get()
        // The CPU has no program for what goes to another device.
        let execution = graph.device == .cpu ? Execution(Program(graph)) : nil
        let interpreter = Interpreter(graph)
        for factor in [1, 0.875, 1] {
            let inputs = example.inputs.map { $0.dtype.isFloatingPoint ? $0 * factor : $0 }
            #expect(execution?.execute(inputs) != false)
            let expected = example.results(inputs)
            if let execution { #expect(execution.outputs.isIdentical(to: expected)) }
            #expect(try interpreter.execute(inputs, variables: []).outputs.isIdentical(to: expected))
        }
    }
}

extension Primitive {
    /// Examples of those that have no derivative.
    static let undifferentiated: [Example] =
        Comparison.allCases.map { comparison in
            Example("\(comparison)", at: distinct([3, 4]), distinct([3, 4], seed: 2)) {
                Operation.compare(comparison)($0[0], $0[1])
            }
        }
        + ArgReduction.allCases.flatMap { reduction in
            [
                Example("\(reduction)", at: distinct([3, 4])) { Operation.argReduce(reduction, dim: 1)($0[0]) },
                Example("\(reduction) so far", at: distinct([3, 4])) { Operation.argScan(reduction, dim: 1)($0[0]) },
            ]
        } + [
            Example("argSort", at: distinct([3, 4])) {
                Operation.argSort(dim: 0, descending: true, ranks: 0..<3)($0[0])
            },
            Example("maxPoolIndices", at: distinct([1, 3, 4])) { $0[0].maxPool1dWithIndices(2).indices },
            Example("argMode", at: distinct([3, 4])) { Operation.argMode(dim: 0)($0[0]) },
            Example("searchSorted", at: double([1, 2, 3]), distinct([4])) {
                Operation.searchSorted(right: false)($0[0], $0[1])
            },
            Example("cast", at: distinct([3, 4])) { $0[0].to(.int32) },
            Example("cast to halves and back", at: distinct([3, 4])) { ($0[0].to(.bfloat16) * 2).to(.float16).exp() },
        ]
}

extension Example {
    /// The derivative of a product is another one where there are zeros.
    fileprivate var derivativeMayReadValues: Bool { name.hasPrefix("product") || name.hasPrefix("det ") }

    /// The result and, where there is one, the gradients of its sum by the inputs.
    fileprivate func results(_ inputs: [Tensor]) -> [Tensor] {
        let inputs = inputs.map { $0.requiringGradient() }
        let result = function(inputs)
        if !result.requiresGradient { return [result.detached()] }
        let gradients = result.sum().gradients()
        return [result.detached()] + inputs.compactMap { gradients[$0] }
    }
}

extension [Tensor] {
    fileprivate func isIdentical(to others: [Tensor]) -> Bool {
        count == others.count
            && zip(self, others).allSatisfy { a, b in
                a.shape == b.shape && a.dtype == b.dtype && a.withBytes { a in b.withBytes { b in a.elementsEqual(b) } }
            }
    }
}
