import Testing
import Training

@Suite("Accumulated gradients")
struct AccumulationTests {
    private let model = Linear(3, 2, generator: Generator(seed: 1))
    private let x = Tensor.normal([10, 3], generator: Generator(seed: 2))
    private let y = Tensor.normal([10, 2], generator: Generator(seed: 3))

    @Test("are those of one batch with all examples, where batches of different sizes count by their sizes")
    func whole() throws {
        let loader = DataLoader(TensorDataset(x, y), batchSize: 4)
        let groups = Array(loader.grouped(by: 3))
        #expect(groups.map { $0.map { $0.0.shape[0] } } == [[4, 4, 2]])
        let loss = mseLoss(model(x), y)
        let expected = try #require(loss.gradients()[model.weight])
        let result = accumulatedGradients(over: groups[0], weight: { Double($0.0.shape[0]) }) { x, y in
            mseLoss(model(x), y)
        }
        #expect(abs(result.loss.item() - loss.item()) < 1e-6)
        let gradient = try #require(result.gradients[model.weight])
        for (a, b) in zip(gradient.array(of: Double.self), expected.array(of: Double.self)) { #expect(abs(a - b) < 1e-6) }
    }

    @Test("come from groups that go on where a loader was, the last of them smaller")
    func groups() throws {
        let loader = DataLoader(0..<7, batchSize: 1, shuffle: true, generator: Generator(seed: 5)) { $0[0] }.grouped(by: 3)
        #expect(loader.underestimatedCount == 3)
        var iterator = loader.makeIterator()
        let first = iterator.next() ?? []
        let position = iterator.position
        let rest = [iterator.next(), iterator.next()].compactMap(\.self)
        #expect(iterator.next() == nil)
        #expect([first.count] + rest.map(\.count) == [3, 3, 1])
        #expect(Set(first + rest.joined()) == Set(0..<7))
        #expect(Array(IteratorSequence(try loader.makeIterator(at: position))) == rest)
    }

    @Test("of nothing trap, and so do groups of nothing")
    func preconditions() async {
        await #expect(processExitsWith: .failure) { _ = DataLoader(0..<7, batchSize: 1) { $0 }.grouped(by: 0) }
        await #expect(processExitsWith: .failure) { _ = accumulatedGradients(over: [Int]()) { _ in Tensor(1.0) } }
    }
}
