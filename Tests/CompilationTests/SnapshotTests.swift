import Compilation
import Synchronization
import Testing

/// Two parameters that are always changed together: where a prediction sees both of one version, it is 0.
private struct Opposites: Module {
    @Parameter var plus: Tensor = Tensor([1.0, 1, 1])
    @Parameter var minus: Tensor = Tensor([-1.0, -1, -1])

    func callAsFunction(_ x: Tensor) -> Tensor { x * plus + x * minus }

    func load(version: Int) throws {
        let version = Double(version)
        try load(["plus": Tensor.full([3], version), "minus": Tensor.full([3], -version)])
    }
}

/// What two tasks share.
private final class Shared: Sendable {
    let isDone = Atomic(false)
    let snapshot = Mutex<ModelSnapshot?>(nil)
}

private struct Shift: Module {
    @Parameter var shift: Tensor = Tensor.zeros([4096])

    func callAsFunction(_ x: Tensor) -> Tensor { x + shift }
}

/// Adds 1 to a parameter, and gives its operand.
private struct Trainer: CustomOperation {
    let cell: ParameterCell
    let name = "trainer"

    func forward(_ operands: [Tensor]) -> Tensor {
        cell.value = cell.value! + 1
        return operands[0]
    }
}

@Suite("Predictions while another task trains")
struct SnapshotTests {
    @Test("are proved by the parameters that they read, though these are changed before the proof")
    func proof() {
        let model = Linear(3, 2, bias: false, generator: Generator(seed: 1))
        let start = model.weight.detached()
        let trainer = Trainer(cell: model.$weight)
        let compiled = Compiled { [trainer($0[0].linear(model.weight))] }
        let x = Tensor.normal([4, 3], generator: Generator(seed: 2))
        var weight = start
        for _ in 0..<5 {
            #expect(compiled(x).isIdentical(to: x.linear(weight)))
            weight = model.weight.detached()
        }
        #expect(compiled.fallback == nil)
        #expect(!weight.isIdentical(to: start))
    }

    @Test("are proved, and whole in each tensor, while another task steps and loads")
    func trained() async {
        let model = Shift()
        let shared = Shared()
        let isRight = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                let optimizer = SGD(model.parameters, learningRate: 1)
                var steps = 0
                while !shared.isDone.load(ordering: .relaxed) {
                    optimizer.step(model.shift.sum().gradients())
                    steps += 1
                    if steps % 10 == 0 { try? model.load(["shift": .zeros([4096])]) }
                }
                return true
            }
            group.addTask {
                defer { shared.isDone.store(true, ordering: .relaxed) }
                let x = Tensor.zeros([4096])
                for _ in 0..<300 {
                    let compiled = model.compiled()
                    for _ in 0..<4 {
                        let y = compiled(x)
                        if !y.isIdentical(to: .full([4096], y[0].item())) { return false }
                    }
                    if compiled.fallback != nil { return false }
                }
                return true
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(isRight)
    }

    @Test("read all of one version in a snapshot, compiled, checked and eager")
    func versions() async throws {
        let model = Opposites()
        let example = Tensor.ones([1, 3])
        let compiled = model.compiled(for: example, dynamicDims: [0: DynamicDim("batch", 1...8)])
        let start = model.snapshot()
        compiled.snapshot = start
        let shared = Shared()
        let isOfOneVersion = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                var version = 2
                while !shared.isDone.load(ordering: .relaxed) {
                    try? model.load(version: version)
                    let snapshot = model.snapshot()
                    compiled.snapshot = snapshot
                    shared.snapshot.withLock { $0 = snapshot }
                    version += 1
                }
                return true
            }
            group.addTask {
                defer { shared.isDone.store(true, ordering: .relaxed) }
                for round in 0..<3000 {
                    let x = Tensor.ones([round % 8 + 1, 3])
                    let snapshot = shared.snapshot.withLock { $0 } ?? start
                    let outputs = [
                        compiled(x), (try? compiled.checked(x)) ?? x, snapshot.reading { compiled(x) },
                        snapshot.reading { evaluating { model(x) } },
                    ]
                    if outputs.contains(where: { $0.abs().sum().item() != 0 }) { return false }
                }
                return true
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(isOfOneVersion)
        #expect(compiled.fallback == nil)
    }

    @Test("stay with a snapshot until another one is set, and return to the model without one")
    func swaps() throws {
        let (model, x) = (Linear(2, 1, bias: false), Tensor([[1.0, 1]]))
        func load(_ weight: Double) throws { try model.load(["weight": .full([1, 2], weight)]) }
        let compiled = model.compiled()
        try load(1)
        compiled.snapshot = model.snapshot()
        for weight in [2.0, 3] {
            try load(weight)
            for _ in 0..<3 { #expect(compiled(x).item() == 2 * (weight - 1)) }
            compiled.snapshot = model.snapshot()
            for _ in 0..<3 { #expect(compiled(x).item() == 2 * weight) }
        }
        try load(5)
        let before = compiled.snapshot
        compiled.snapshot = nil
        #expect(compiled(x).item() == 10)
        before?.reading { #expect(compiled(x).item() == 6) }
        #expect(before != nil)
        #expect(compiled(x).item() == 10)
        #expect(compiled.fallback == nil)
    }

    @Test("see parameters of other shapes, that are frozen or missing, as a snapshot has them")
    func shapes() throws {
        let model = Linear(2, 1)
        let x = Tensor([[1.0, 1]])
        let compiled = model.compiled(for: x)
        model.bias = nil
        model.weight = .ones([3, 2])
        let snapshot = model.snapshot()
        model.weight = .zeros([1, 2])
        compiled.snapshot = snapshot
        for _ in 0..<3 { #expect(compiled(x).isIdentical(to: Tensor([[2.0, 2, 2]]))) }
        compiled.snapshot = nil
        #expect(compiled(x).isIdentical(to: Tensor([[0.0]])))
    }

    @Test("find a snapshot in a model of batch statistics, whose state is saved during training")
    func buffers() {
        let model = BatchNorm1d(2)
        let before = model.stateDict
        let snapshot = model.snapshot()
        _ = model(Tensor([[1.0, 2], [3, 5]]))
        #expect(!model.stateDict["running_mean"]!.isIdentical(to: before["running_mean"]!))
        let saved = snapshot.reading { model.stateDict }
        for (name, tensor) in before { #expect(saved[name]!.isIdentical(to: tensor)) }
    }

    @Test("trap where a snapshot is written to")
    func writes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = BatchNorm1d(2)
            _ = model.snapshot().reading { model(Tensor([[1.0, 2], [3, 5]])) }
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("ModelSnapshot: a buffer is written to"))
    }
}
