import Testing
import Training

// It restores the default generator, and so has a process of its own.
@Suite("A test of the range of learning rates")
struct LearningRateRangeTests {
    @Test(
        "finds rates with which the loss falls, ends where it diverges, and leaves everything as it was",
        arguments: [false, true])
    func range(isCompiled: Bool) async {
        await #expect(processExitsWith: .success) { [isCompiled = isCompiled as Bool] in
            let generator = Generator(seed: 4)
            let x = Tensor.normal([64, 4], generator: Generator(seed: 1))
            let y = x.matmul(Tensor([[1.0], [-2], [3], [0.5]]))
            struct Model: Module {
                let norm = BatchNorm1d(4)
                let linear = Linear(4, 1, generator: Generator(seed: 2))
                let dropout: Dropout
                func callAsFunction(_ x: Tensor) -> Tensor { linear(dropout(norm(x))) }
            }
            let model = Model(dropout: Dropout(0.1, generator: generator))
            let loader = DataLoader(TensorDataset(x, y), batchSize: 16, shuffle: true)
            let optimizer = SGD(model.parameters, learningRate: 0.01, momentum: 0.9)
            let scheduler = Scheduler(optimizer, ExponentialLR(gamma: 0.9))
            let compiled = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
            func step(_ x: Tensor, _ y: Tensor) -> Tensor {
                if isCompiled { return compiled(x, y) }
                let loss = mseLoss(model(x), y)
                optimizer.step(loss.gradients())
                return loss.detached()
            }
            func state() -> [String] {
                let tensors = model.stateDict.merging(optimizer.stateDict) { a, _ in a }.sorted { $0.key < $1.key }
                return tensors.map { "\($0.key) \($0.value.array(of: Float.self))" }
                    + ["\(generator.state) \(Generator.default.state) \(scheduler.state)"]
            }
            for trained in [false, true] {
                if trained {
                    scheduler.step()
                    for (x, y) in loader { _ = step(x, y) }
                }
                let before = state()
                let range = try learningRateRangeTest(model, optimizer, loader, from: 1e-5, to: 1000, steps: 200) {
                    step($0, $1)
                }
                #expect(state() == before)
                #expect(range.rates.count < 200 && range.rates.count == range.losses.count)
                #expect(range.rates[0] == 1e-5 && zip(range.rates, range.rates.dropFirst()).allSatisfy { $0 < $1 })
                let suggestion = try #require(range.suggestion)
                #expect(suggestion > 1e-4 && suggestion < 1, "\(suggestion)")
            }
            struct Refusal: Error {}
            let before = state()
            #expect(throws: Refusal.self) {
                try learningRateRangeTest(model, optimizer, loader) { x, y in
                    _ = step(x, y)
                    throw Refusal()
                }
            }
            #expect(state() == before)
        }
    }
}
