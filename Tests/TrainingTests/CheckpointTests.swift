import Testing
import Training

// Checkpoints restore the default generator, and so have processes of their own.
@Suite("A checkpoint")
struct CheckpointTests {
    struct Numbers: Codable, Equatable {
        var doubles = [0.1, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e300 / 3]
        var floats: [Float] = [-0.0, .nan, -.infinity, .leastNonzeroMagnitude, 0.1]
        var integers: [Int64] = [.min, .max, (1 << 53) + 1]
        var unsigned: [UInt64] = [.max, 0]
        var nothing: Int?
        var text = "a \"quoted\" \\ text\u{0}\n\u{1F600}"
        var table = [3: "c", 1: "a"]

        var bits: [UInt64] { doubles.map(\.bitPattern) + floats.map { UInt64($0.bitPattern) } }
    }

    @Test("keeps all bits of values, NaN, infinities and -0 among them")
    func values() async {
        await #expect(processExitsWith: .success) {
            let path = TemporaryFolder.path("values")
            var (numbers, nan, none, least) = (Numbers(), Double.nan, nil as Double?, UInt64.max)
            let checkpoint = Checkpoint {
                Saved("numbers", get: { numbers }, set: { numbers = $0 })
                Saved("nan", get: { nan }, set: { nan = $0 })
                Saved("none", get: { none }, set: { none = $0 })
                Saved("least", get: { least }, set: { least = $0 })
            }
            try checkpoint.save(to: path)
            let expected = numbers
            (numbers.doubles, numbers.floats, numbers.integers, numbers.unsigned, numbers.text) = ([], [], [], [], "")
            (numbers.table, nan, none, least) = ([:], 0, 1, 0)
            try checkpoint.load(from: path)
            #expect(numbers.bits == expected.bits)
            #expect((numbers.integers, numbers.unsigned) == (expected.integers, expected.unsigned))
            #expect((numbers.text, numbers.table, numbers.nothing) == (expected.text, expected.table, nil))
            #expect(nan.isNaN && none == nil && least == .max)
        }
    }

    struct Model: Module {
        let first: Linear
        let dropout: Dropout?
        @Parameter var extra: Tensor?

        init(_ size: Int, dropout: Bool = false, extra: Bool = false) {
            first = Linear(3, size, generator: Generator(seed: 1))
            self.dropout = dropout ? Dropout(0.5, generator: Generator(seed: 2)) : nil
            self.extra = extra ? Tensor([1.0]) : nil
        }

        func callAsFunction(_ x: Tensor) -> Tensor { first(x) }
    }

    @Test("that does not fit names every difference, and changes nothing")
    func differences() async {
        await #expect(processExitsWith: .success) {
            let path = TemporaryFolder.path("differences")
            let saved = Model(4, dropout: true, extra: true)
            try Checkpoint {
                Saved("model", saved)
                Saved("optimizer", Adam(saved.parameters))
                Saved("old", get: { 1 }, set: { _ in })
                Saved("count", get: { "seven" }, set: { _ in })
            }.save(to: path)
            let model = Model(5)
            let before = model.first.weight
            var count = 3
            let optimizer = SGD(model.parameters, learningRate: 0.5)
            let checkpoint = Checkpoint {
                Saved("model", model)
                Saved("optimizer", optimizer)
                Saved("count", get: { count }, set: { count = $0 })
                Saved("new", Generator(seed: 0))
            }
            Generator.default.manualSeed(77)
            let error = #expect(throws: CheckpointError.self) { try checkpoint.load(from: path) }
            let text = error?.description ?? ""
            for part in [
                path, "first.weight", "first.bias", "extra", "groups/0/betas", "old: the checkpoint has a part of this name",
                "new: the checkpoint has no part of this name",
                "count: value is not a value of the type Int", "model.dropout.generator: it has a generator",
            ] {
                #expect(text.contains(part), "\(part) is missing in: \(text)")
            }
            #expect(model.first.weight.array(of: Float.self) == before.array(of: Float.self))
            #expect((count, optimizer.learningRate, Generator.default.state) == (3, 0.5, Generator.State(seed: 77)))
        }
    }

    @Test("of LBFGS and averages of weights goes on to the bit")
    func optimizers() async {
        await #expect(processExitsWith: .success) {
            let (x, y) = (
                Tensor.normal([20, 3], generator: Generator(seed: 5)), Tensor.normal([20, 2], generator: Generator(seed: 6))
            )
            let path = TemporaryFolder.path("optimizers")
            func train(_ epochs: Range<Int>) throws -> [[Float]] {
                let model = Model(2)
                let (optimizer, average) = (
                    LBFGS(model.first.parameters, maxIterations: 2), WeightAverage(model.first.parameters, .equal)
                )
                let checkpoint = Checkpoint {
                    Saved("model", model)
                    Saved("optimizer", optimizer)
                    Saved("average", average)
                }
                if epochs.lowerBound > 0 { try checkpoint.load(from: path) }
                for _ in epochs {
                    _ = optimizer.step { mseLoss(model(x), y) }
                    average.update()
                }
                try checkpoint.save(to: path)
                return [model.stateDict, optimizer.stateDict, average.stateDict].flatMap { state in
                    state.sorted { $0.key < $1.key }.map { $0.value.array(of: Float.self) }
                }
            }
            let whole = try train(0..<6)
            _ = try train(0..<1)
            _ = try train(1..<4)
            #expect(try train(4..<6) == whole)
        }
    }
}
