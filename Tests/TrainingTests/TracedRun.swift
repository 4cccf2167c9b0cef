import Testing
import Training

/// A run whose steps write down which batches they got.
final class TracedRun {
    struct Row: TrainingRow {
        var steps = 0
        var sum = Mean()
    }

    struct Killed: Error {}

    /// Batches of seven numbers: 4 of the first, 3 of the second, 7 of the third.
    let loaders = [2, 3, 1].enumerated().map { index, size in
        DataLoader(0..<7, batchSize: size, shuffle: true, generator: Generator(seed: UInt64(index))) { $0 }
    }
    let stream = StreamLoader(0..<7, batchSize: 2, shuffleBuffer: 3, generator: Generator(seed: 9)) { $0 }
    private(set) var run: TrainingRun<Row>
    private(set) var seen: [String] = []
    private var left: Int

    private init(in folder: String, lifetime: Int) throws {
        left = lifetime
        run = try TrainingRun<Row>({})
        run = try TrainingRun<Row>(in: folder) {
            Saved("seen", get: { [unowned self] in seen }, set: { [unowned self] in seen = $0 })
        } callbacks: {
            Checkpoints(every: .steps(1))
        }
    }

    /// Makes a step with some batches.
    func step(_ batches: [Int]...) throws {
        if left == 0 { throw Killed() }
        left -= 1
        seen.append("\(run.step): \(batches)")
        run.row.steps += 1
        run.row.sum.add(Double(batches.joined().reduce(0, +)))
    }

    private func train(_ epochs: Int, _ loops: (Epoch, TracedRun) throws -> Void) throws -> [String] {
        for epoch in run.epochs(through: epochs) {
            // Replaced by the checkpoint in an epoch that goes on.
            seen.append("epoch \(epoch)")
            try loops(epoch, self)
            seen.append("end of epoch \(epoch)")
        }
        let result = try run.finish()
        return seen + result.history.map { "\($0)" } + loaders.map { "\($0.generator.state)" } + ["\(stream.generator.state)"]
    }

    /// Trains once as a whole, and once for each step, after which it is left and resumed, and once left after every other step.
    static func isResumable(
        epochs: Int = 3, steps: Int, location: SourceLocation = #_sourceLocation, _ loops: (Epoch, TracedRun) throws -> Void
    ) throws {
        let folder = TemporaryFolder()
        let whole = try TracedRun(in: folder.path, lifetime: .max)
        let expected = try whole.train(epochs, loops)
        #expect(whole.run.step == steps, "\(whole.run.step)", sourceLocation: location)
        func compare(_ resumed: [String], _ how: String) {
            let pairs = zip(resumed + [""], expected + [""])
            let difference = pairs.first { $0 != $1 }.map { "\(how): \($0), expected \($1)" } ?? ""
            #expect(resumed == expected, "\(difference)", sourceLocation: location)
        }
        for step in 1..<steps {
            let folder = TemporaryFolder()
            try #require(throws: Killed.self, sourceLocation: location) {
                try TracedRun(in: folder.path, lifetime: step).train(epochs, loops)
            }
            compare(try TracedRun(in: folder.path, lifetime: .max).train(epochs, loops), "left after step \(step)")
        }
        // A step at which a loop is left is saved with the next one.
        let chain = TemporaryFolder()
        for _ in 0..<steps {
            if let result = try? TracedRun(in: chain.path, lifetime: 2).train(epochs, loops) {
                return compare(result, "left after every other step")
            }
        }
        Issue.record("no end after \(steps) processes", sourceLocation: location)
    }
}
