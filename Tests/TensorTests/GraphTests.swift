import DeviceSupport
import Synchronization
import Tensor
import Testing

@Suite("Graphs")
struct GraphTests {
    @Test("list the operations of a function with their operands, views among them")
    func nodes() throws {
        let graph = try Graph.tracing(.zeros([2, 3]), .zeros([4, 3])) { [($0[0].matmul($0[1].t()) * 2).exp().sum(dim: 1)] }
        #expect(graph.nodes.map(\.operation.name) == ["permute", "matmul", "multiply", "exp", "reduce"])
        #expect(graph.nodes.map(\.shape) == [[3, 4], [2, 4], [2, 4], [2, 4], [2]])
        #expect(graph.nodes.map(\.result.isView) == [true, false, false, false, false])
        #expect(graph.nodes[1].operands == [graph.inputs[0], graph.nodes[0].result])
        #expect(graph.constants.map { $0.tensor.flatten()[0].item() } == [2])
        #expect(graph.outputs == [graph.nodes[4].result] && graph.outputs[0].dtype == .float32)
        #expect(graph.device == .cpu && !graph.hasEffects)
        #expect(graph.valueCount == 2 + 1 + 5)
    }

    @Test("are printed as listings")
    func listing() throws {
        let generator = Generator(seed: 1)
        let graph = try Graph.tracing(.zeros([2, 3]), Tensor([0, 2])) { inputs in
            let rows = inputs[0].indexSelect(dim: 1, inputs[1]) + .uniform([2, 2], generator: generator)
            return [rows.t().softmax(dim: 0), rows * 0.5]
        }
        #expect(
            graph.description == """
                graph(%0: float32 [2, 3], %1: int64 [2]) {
                    %2 = constant 0: int64 [2]
                    %3 = constant 3: int64 [2]
                    %4 = constant 0.5: float32 [2, 2]
                    check %1: index of indexSelect: positions(along: 3)
                    %5 = compare(less) %1, %2: bool [2]
                    %6 = add %1, %3: int64 [2]
                    %7 = select %5, %6, %1: int64 [2]
                    %8 = indexSelect(dim: 1) %0, %7: float32 [2, 2]
                    %9 = uniform(from: 0.0, to: 1.0): float32 [2, 2]
                    %10 = add %8, %9: float32 [2, 2]
                    %11 = permute([1, 0]) %10: float32 [2, 2]
                    %12 = softmax(dim: 0, logarithm: false) %11: float32 [2, 2]
                    %13 = multiply %10, %4: float32 [2, 2]
                    return %12, %13
                }
                """)
    }

    @Test("leave out what leads to no output, and take as constant what does not depend on the inputs")
    func needed() throws {
        let table = Tensor.arange(6).reshape([2, 3]).to(.float32)
        let graph = try Graph.tracing(.zeros([3])) { inputs in
            _ = inputs[0].exp()
            return [inputs[0] + table.exp().sum(dim: 0)]
        }
        #expect(graph.nodes.map(\.operation.name) == ["add"])
        #expect(graph.constants.count == 1)
        #expect(try Graph.tracing(.zeros([1])) { _ in [table] }.nodes.isEmpty)
    }

    @Test("leave generators where they are, and draw from them when they are executed")
    func random() throws {
        let (generator, twin) = (Generator(seed: 3), Generator(seed: 3))
        func noisy(_ x: Tensor, _ generator: Generator) -> [Tensor] {
            [
                x + .normal([4], generator: generator) * .bernoulli([4], probability: 0.5, generator: generator),
                .permutation(4, generator: generator), .integers([3], to: 9, generator: generator),
                .uniform([2], from: -1, to: 1, dtype: .float16, generator: generator),
            ]
        }
        let graph = try Graph.tracing(.zeros([4])) { noisy($0[0], generator) }
        #expect(graph.hasEffects && graph.randomSources.count == 5)
        #expect(graph.randomSources[0].source.distribution == .normal(mean: 0, std: 1))
        #expect(graph.randomSources.allSatisfy { $0.source.generator === generator })
        let x = Tensor([1.0, 2, 3, 4])
        for executable in [Interpreter(graph), try #require(Backends.backend(for: .cpu).compile(graph))] {
            let found = try executable.execute([x], variables: []).outputs
            for (found, expected) in zip(found, noisy(x, twin)) { #expect(found.isIdentical(to: expected)) }
        }
    }

    @Test("check values when they are executed")
    func checks() throws {
        let graph = try Graph.tracing(Tensor([0, 1])) { [Tensor.arange(5).gather(dim: 0, $0[0])] }
        #expect(graph.checks.map(\.requirement.kind) == [.positions(along: 5)])
        #expect(graph.checks.map(\.requirement.operation) == ["gather"])
        for executable in [Interpreter(graph), try #require(Backends.backend(for: .cpu).compile(graph))] {
            #expect(try executable.execute([Tensor([4, -1])], variables: []).outputs[0].isIdentical(to: Tensor([4, 4])))
            let error = #expect(throws: InputError.self) { try executable.execute([Tensor([4, 5])], variables: []) }
            #expect(error?.operation == "gather" && error?.reason == .value)
        }
    }

    static let untraceable: [(TracingError.Reason, @Sendable (Tensor) -> [Tensor])] = [
        (.hostAccess, { $0.sum().item() > 0 ? [$0] : [-$0] }), (.hostAccess, { [$0 * $0.array(of: Double.self)[0]] }),
        (.shapeOfValues, { [$0[$0 .> 0]] }), (.shapeOfValues, { [$0.nonZero()] }),
        (.randomNumbers, { [$0 * Double(Generator(seed: 1).permutation(3)[0])] }),
        (
            .generatorState,
            { x in
                let generator = Generator(seed: 1)
                let first = x + .normal([2], generator: generator)
                generator.manualSeed(1)
                return [first * .normal([2], generator: generator)]
            }
        ),
        (
            .generatorState,
            { x in
                let generator = Generator(seed: 2)
                generator.manualSeed(1)
                return [x * .normal([2], generator: generator)]
            }
        ),
    ]

    @Test("of functions that cannot be repeated are refused with the reason", arguments: untraceable.indices)
    func refused(index: Int) {
        let (reason, function) = Self.untraceable[index]
        let error = #expect(throws: TracingError.self) { try Graph.tracing(Tensor([1.0, -2])) { function($0[0]) } }
        #expect(error?.reason == reason)
        #expect(error.map { !$0.description.isEmpty } == true)
    }

    @Test("on another device have its values, and none of them is read")
    func device() throws {
        let x = try Tensor([[1.0, 2], [3, 4]]).to(.trapping)
        let graph = try Graph.tracing(x) { [($0[0].t() * 2).softmax(dim: 1)[0]] }
        #expect(graph.device == .trapping)
        #expect(graph.nodes.allSatisfy { $0.result.device == .trapping })
        #expect(graph.nodes.first?.result.isView == true)
        let output = try Interpreter(graph).execute([x], variables: []).outputs[0]
        #expect(output.device == .trapping && output.isIdentical(to: (x.t() * 2).softmax(dim: 1)[0]))
        let moved = try Graph.tracing(.zeros([2])) { inputs in [(try? inputs[0].to(.trapping)) ?? inputs[0]] }
        #expect(moved.device == nil && moved.nodes.map(\.operation.name) == ["transfer"])
    }
}

/// Counts operations by name.
private final class Counter: Tracer {
    let counts = Mutex<[String: Int]>([:])

    func record(
        _ operation: Operation, _ x: Tensor, _ y: Tensor?, _ z: Tensor?, _ rest: [Tensor], _ result: Tensor
    ) -> (any Tracer)? {
        counts.withLock { $0[operation.name, default: 0] += 1 }
        return self
    }
}

@Suite("Tracers")
struct TracerTests {
    @Test("that a task runs with see its operations, until the closure returns")
    func task() {
        let (outer, inner) = (Counter(), Counter())
        let x = Tensor([1.0, 2])
        let y = withTracer(outer) {
            withTracer(inner) { x.exp() } + x
        }
        #expect(y.tracer == nil && (x + x).tracer == nil)
        #expect(outer.counts.withLock { $0 } == ["add": 1])
        #expect(inner.counts.withLock { $0 } == ["exp": 1])
    }

    @Test("that a tensor carries see the operations on it, and on what comes of it")
    func operand() {
        let counter = Counter()
        let x = Tensor([1.0, 2])
        _ = x.traced(by: counter).exp() + x
        _ = x + x
        #expect(counter.counts.withLock { $0 } == ["exp": 1, "add": 1])
    }
}

extension Tensor {
    fileprivate func isIdentical(to other: Tensor) -> Bool {
        shape == other.shape && dtype == other.dtype && withBytes { a in other.withBytes { a.elementsEqual($0) } }
    }
}
