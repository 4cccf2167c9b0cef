import Compilation
import Testing

@Suite("Memory of long training")
struct MemoryTests {
    @Test("after the first steps no block comes from the system", .enabled(if: memoryIsRecycled), arguments: [false, true])
    func steps(isCompiled: Bool) {
        let generator = Generator(seed: 1)
        let model = Linear(30, 1, generator: generator)
        let optimizer = Adam(model.parameters)
        @Sendable func loss(_ x: Tensor, _ y: Tensor) -> Tensor { binaryCrossEntropy(model(x).sigmoid(), y) }
        let compiled = TrainingStep(optimizer, loss: loss)
        let (x, y) = (Tensor.normal([455, 30], generator: generator), Tensor.integers([455, 1], to: 2, generator: generator))
        // The last batch of an epoch is smaller.
        let batches = stride(from: 0, to: 455, by: 32).map { start in
            let rows = Tensor.arange(start, min(start + 32, 455))
            return (x.indexSelect(dim: 0, rows), y.to(.float32).indexSelect(dim: 0, rows))
        }
        func train(_ steps: Int) -> Double {
            var last = Tensor(0.0)
            for step in 0..<steps {
                let (x, y) = batches[step % batches.count]
                if isCompiled {
                    last = compiled(x, y)
                } else {
                    let loss = loss(x, y)
                    optimizer.step(loss.gradients())
                    last = loss.detached()
                }
            }
            return last.item()
        }
        _ = train(100)
        let before = systemAllocations()
        #expect(train(20_000).isFinite)
        #expect(systemAllocations() == before)
        #expect(compiled.fallback == nil)
    }
}
