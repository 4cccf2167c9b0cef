import Compilation
import Testing

@Suite("Compiled training steps")
struct TrainingStepTests {
    /// Losses of steps, and the state after them.
    private func trained(
        _ example: Example, compiled: Bool, _ optimizer: (any Module<Tensor, Tensor>) -> Optimizer,
        transform: ((Gradients) -> Gradients)? = nil
    ) -> (losses: [Tensor], state: [String: Tensor], fallback: String?) {
        let model = example.model()
        let optimizer = optimizer(model)
        let step = TrainingStep(optimizer, transform: transform) { x, y in mseLoss(model(x), y) }
        let losses = (0..<6 as Range<UInt64>).map { round in
            let x = example.input(round)
            let y = noGrad { model(x) * 0 + 0.5 }
            if compiled { return step(x, y) }
            let loss = mseLoss(model(x), y)
            let gradients = loss.gradients()
            optimizer.step(transform?(gradients) ?? gradients)
            return loss.detached()
        }
        let state = model.stateDict.merging(optimizer.stateDict) { first, _ in first }
        return (losses, state, step.fallback)
    }

    private func expectEqual(
        _ example: Example, transform: ((Gradients) -> Gradients)? = nil,
        _ optimizer: (any Module<Tensor, Tensor>) -> Optimizer
    ) {
        let eager = trained(example, compiled: false, optimizer, transform: transform)
        let compiled = trained(example, compiled: true, optimizer, transform: transform)
        #expect(compiled.fallback == nil)
        for (a, b) in zip(eager.losses, compiled.losses) { #expect(a.isIdentical(to: b)) }
        #expect(Set(eager.state.keys) == Set(compiled.state.keys))
        for (name, tensor) in eager.state { #expect(compiled.state[name]!.isIdentical(to: tensor), "\(name)") }
    }

    @Test("are those of the optimizer, to the bit")
    func equal() {
        for example in Example.all {
            expectEqual(example) { Adam($0.parameters, learningRate: 0.01) }
            expectEqual(example) { SGD($0.parameters, learningRate: 0.01, momentum: 0.9) }
            expectEqual(example, transform: { $0.clipped(norm: 0.1) }) { Rprop($0.parameters) }
        }
    }

    @Test("of many elements share the cotangent out, with random numbers or without", arguments: [1025, 300_000], [0, 0.2])
    func large(rows: Int, dropout: Double) {
        func run(_ compiled: Bool) -> (state: [String: Tensor], fallback: String?) {
            let (model, generator) = (Linear(3, 1, generator: Generator(seed: 8)), Generator(seed: 9))
            let optimizer = Adam(model.parameters, learningRate: 0.01)
            func loss(_ x: Tensor, _ y: Tensor) -> Tensor {
                let noise = dropout > 0 ? Tensor.uniform(x.shape, generator: generator) : Tensor.ones(x.shape)
                return binaryCrossEntropy(model(x * (noise .> dropout).to(.float32)).sigmoid(), y)
            }
            let step = TrainingStep(optimizer, loss: loss)
            let (x, y) = (Tensor.normal([rows, 3], generator: Generator(seed: 10)), Tensor.ones([rows, 1]))
            for _ in 0..<4 { if compiled { step(x, y) } else { optimizer.step(loss(x, y).gradients()) } }
            return (model.stateDict, step.fallback)
        }
        let (eager, compiled) = (run(false), run(true))
        #expect(compiled.fallback == nil)
        for (name, tensor) in eager.state { #expect(compiled.state[name]!.isIdentical(to: tensor), "\(name)") }
    }

    @Test("count each step once")
    func counted() {
        let model = Linear(2, 1)
        let optimizer = Adam(model.parameters)
        let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
        for _ in 0..<5 { step(.ones([3, 2]), .zeros([3, 1])) }
        #expect(optimizer.stateDict["weight/step"]?.item() == 5)
    }

    @Test("leave out what is frozen, and take it up again")
    func frozen() {
        func run(_ compiled: Bool) -> [String: Tensor] {
            let model = Linear(3, 2, generator: Generator(seed: 4))
            let optimizer = SGD(model.parameters, learningRate: 0.1)
            let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
            let (x, y) = (Tensor.normal([4, 3], generator: Generator(seed: 5)), Tensor.zeros([4, 2]))
            for round in 0..<9 {
                model.$weight.requiresGradient = round / 3 != 1
                if compiled { step(x, y) } else { optimizer.step(mseLoss(model(x), y).gradients()) }
            }
            return model.stateDict
        }
        let (eager, compiled) = (run(false), run(true))
        for (name, tensor) in eager { #expect(compiled[name]!.isIdentical(to: tensor)) }
    }

    @Test("of class indices check them at each step, and are right")
    func classes() {
        func run(_ compiled: Bool) -> Tensor {
            let (table, head) = (Embedding(10, 6, generator: Generator(seed: 6)), Linear(6, 4, generator: Generator(seed: 7)))
            let optimizer = AdamW(table.parameters.prefixed("table.") + head.parameters.prefixed("head."), learningRate: 0.05)
            func loss(_ words: Tensor, _ y: Tensor) -> Tensor { crossEntropy(head(table(words)), y) }
            let step = TrainingStep(optimizer, loss: loss)
            for seed in 0..<6 as Range<UInt64> {
                let generator = Generator(seed: seed)
                let words = Tensor.integers([8], to: 10, generator: generator)
                let y = Tensor.integers([8], to: 4, generator: generator)
                if compiled { step(words, y) } else { optimizer.step(loss(words, y).gradients()) }
            }
            if compiled { #expect(step.fallback == nil) }
            return .concatenate([table.weight.detached().flatten(), head.weight.detached().flatten()], dim: 0)
        }
        #expect(run(true).isIdentical(to: run(false)))
    }

    @Test("draw a checkpointed dropout's numbers a second time for its derivative, as the function does")
    func recomputed() {
        func run(_ compiled: Bool) -> Tensor {
            let (model, dropout) = (Linear(8, 8, generator: Generator(seed: 11)), Dropout(0.5))
            let optimizer = SGD(model.parameters, learningRate: 0.1)
            Generator.default.manualSeed(12)
            func loss(_ x: Tensor, _ y: Tensor) -> Tensor { mseLoss(Autograd.checkpoint(x) { dropout(model($0[0])) }, y) }
            let step = TrainingStep(optimizer, loss: loss)
            let (x, y) = (Tensor.normal([4, 8], generator: Generator(seed: 13)), Tensor.zeros([4, 8]))
            for _ in 0..<4 { if compiled { step(x, y) } else { optimizer.step(loss(x, y).gradients()) } }
            return model.weight.detached()
        }
        #expect(run(true).isIdentical(to: run(false)))
    }

    @Test("go on where a checkpoint was loaded")
    func checkpoint() throws {
        let model = Linear(3, 1, generator: Generator(seed: 8))
        let optimizer = Adam(model.parameters, learningRate: 0.1)
        let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
        let (x, y) = (Tensor.normal([4, 3], generator: Generator(seed: 9)), Tensor.ones([4, 1]))
        for _ in 0..<3 { step(x, y) }
        let (weights, memory) = (model.stateDict, optimizer.stateDict)
        let losses = (0..<3).map { _ in step(x, y) }
        try model.load(weights)
        try optimizer.load(memory)
        for loss in losses { #expect(step(x, y).isIdentical(to: loss)) }
    }
}
