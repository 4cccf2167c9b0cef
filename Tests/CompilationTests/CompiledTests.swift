import Compilation
import Synchronization
import Testing

@Suite("Compiled functions")
struct CompiledTests {
    @Test("give what the model gives, to the bit", arguments: Example.all)
    func equal(example: Example) {
        let model = example.model()
        let compiled = model.compiled()
        for seed in 0..<4 as Range<UInt64> {
            let x = example.input(seed)
            #expect(compiled(x).isIdentical(to: evaluating { model(x) }))
        }
        #expect(compiled.fallback == nil)
    }

    @Test("take other shapes and dtypes, and views")
    func shapes() {
        let compiled = Compiled { [($0[0] * 2).exp() + 1] }
        for shape in [[3, 4], [4, 3], [2], [], [3, 4], [0, 2]] as [Shape] {
            for dtype in [DType.float32, .float64] {
                for seed in 0..<3 as Range<UInt64> {
                    let x = Tensor.normal(shape, dtype: dtype, generator: Generator(seed: seed))
                    #expect(compiled(x).isIdentical(to: (x * 2).exp() + 1))
                    if x.rank == 2 { #expect(compiled(x.t()).isIdentical(to: ((x.t() * 2).exp() + 1).contiguous())) }
                }
            }
        }
        #expect(compiled.fallback == nil)
    }

    @Test("go through long chains, whose blocks are split")
    func chains() {
        @Sendable func function(_ x: Tensor) -> Tensor {
            let y = x.tanh() * 3 + x
            return (y.sigmoid() * y - x).square().maximum(0.25) / (y.abs() + 1)
        }
        let compiled = Compiled { [function($0[0])] }
        for count in [1, 1000, 1024, 5000, 300_000] {
            for seed in 0..<3 as Range<UInt64> {
                let x = Tensor.normal([count], generator: Generator(seed: seed))
                #expect(compiled(x).isIdentical(to: function(x)))
            }
        }
    }

    // Results of more than 32 MiB are taken while they are in the cache, of few columns or rows by other kernels.
    @Test(
        "go on with what a product gives", .serialized,
        arguments: [
            [30, 40, 50], [4200, 2048, 8], [1_100_000, 8, 16], [3, 2_900_000, 16], [1, 8_500_000, 2], [8_500_000, 1, 2],
        ])
    func products(sizes: [Int]) {
        let (m, n, k) = (sizes[0], sizes[1], sizes[2])
        let (weight, bias) = (Tensor.uniform([n, k]), Tensor.uniform([n]))
        @Sendable func function(_ x: Tensor) -> Tensor {
            let y = x.linear(weight, bias: bias)
            return (y.relu() + 1).square() - y
        }
        let compiled = Compiled { [function($0[0])] }
        for _ in 0..<3 {
            let x = Tensor.uniform([m, k])
            #expect(compiled(x).isIdentical(to: function(x)))
        }
        #expect(compiled.fallback == nil)
    }

    @Test("read slices of what was just computed", arguments: [4, 5000, 300_000])
    func slices(count: Int) {
        let functions: [@Sendable (Tensor) -> Tensor] = [
            { x in
                let y = x * 2
                return y + y[3]
            },
            { x in
                let y = x * 2
                return y * y[0] + y[1...2].sum() + 0 * Tensor.uniform([1])
            },
        ]
        for function in functions {
            let compiled = Compiled { [function($0[0])] }
            for seed in 1...4 as ClosedRange<UInt64> {
                let x = Tensor.normal([count], generator: Generator(seed: seed))
                #expect(compiled(x).isIdentical(to: function(x)))
            }
            #expect(compiled.fallback == nil)
        }
    }

    @Test("keep what was returned")
    func outputs() {
        let compiled = Compiled { [$0[0] + 1, $0[0], ($0[0] * 2).reshape([2, 1]), Tensor([7.0])] }
        let kept = (0..<5).map { compiled([Tensor([Double($0), 2])]) }
        for (index, outputs) in kept.enumerated() {
            let x = Tensor([Double(index), 2])
            #expect(outputs[0].isIdentical(to: x + 1))
            #expect(outputs[1].isIdentical(to: x))
            #expect(outputs[2].isIdentical(to: (x * 2).reshape([2, 1])))
            #expect(outputs[3].isIdentical(to: Tensor([7.0])))
        }
    }

    @Test("see parameters that were replaced, and inputs that are the same tensor")
    func parameters() throws {
        let (model, other) = (Linear(3, 2, generator: Generator(seed: 1)), Linear(3, 2, generator: Generator(seed: 2)))
        let x = Tensor.normal([4, 3], generator: Generator(seed: 3))
        let compiled = model.compiled(for: x)
        _ = compiled(x)
        try model.load(other.stateDict)
        #expect(compiled(x).isIdentical(to: evaluating { other(x) }))
        model.bias = nil
        #expect(compiled(x).isIdentical(to: evaluating { model(x) }))
        model.weight = .ones([5, 3])
        #expect(compiled(x).isIdentical(to: evaluating { model(x) }))

        let sum = Compiled { [$0[0] + $0[1]] }
        for _ in 0..<3 { _ = sum([x, x]) }
        #expect(sum([x, x * 2])[0].isIdentical(to: x + x * 2))
    }

    @Test("stay as they are where values are read")
    func reads() {
        let x = Tensor([1.0, -2, 3])
        let branch = Compiled { $0[0].sum().item() > 0 ? [$0[0] * 2] : [-$0[0]] }
        let shape = Compiled { [$0[0][$0[0] .> 0]] }
        for sign in [1.0, -1, 1, -1] {
            #expect(branch([x * sign])[0].isIdentical(to: sign > 0 ? x * 2 : x))
            #expect(shape([x * sign])[0].isIdentical(to: (x * sign)[(x * sign) .> 0]))
        }
        #expect(branch.fallback?.contains("reads") == true)
        #expect(shape.fallback?.contains("nonZero") == true)
    }

    @Test("stay as they are where something else changes")
    func outside() {
        let count = Atomic(0)
        let compiled = Compiled { [$0[0] * Double(count.add(1, ordering: .relaxed).newValue)] }
        let x = Tensor([1.0])
        let first = (0..<4).map { _ in compiled(x).item() }
        #expect(first == [1, 2, 3, 4])
        #expect(compiled.fallback != nil)
    }

    @Test("draw new random numbers, as the function does")
    func random() {
        @Sendable func noisy(_ x: Tensor, _ generator: Generator) -> Tensor {
            x + .normal(x.shape, generator: generator) + .uniform(x.shape, generator: generator)
        }
        let (a, b) = (Generator(seed: 5), Generator(seed: 5))
        let compiled = Compiled { [noisy($0[0], a)] }
        let x = Tensor([1.0, 2])
        for _ in 0..<4 { #expect(compiled(x).isIdentical(to: noisy(x, b))) }
        #expect(compiled.fallback == nil)
    }

    @Test("assign to slices, and index by inputs")
    func assignment() {
        @Sendable func function(_ x: Tensor, _ index: Tensor) -> Tensor {
            var y = Tensor.zeros([4, 3])
            y[1] = x[0]
            y[2, 1...] = x[1, ..<2] * 2
            return y.indexSelect(dim: 0, index)
        }
        let compiled = Compiled { [function($0[0], $0[1])] }
        for seed in 0..<4 as Range<UInt64> {
            let generator = Generator(seed: seed)
            let (x, index) = (
                Tensor.normal([2, 3], generator: generator), Tensor.integers([5], from: -4, to: 4, generator: generator)
            )
            #expect(compiled([x, index])[0].isIdentical(to: function(x, index)))
        }
        #expect(compiled.fallback == nil)
    }

    @Test("are called by several tasks at once")
    func tasks() async {
        let model = Example.all[1].model()
        let compiled = model.compiled()
        let right = await withTaskGroup(of: Bool.self) { group in
            for task in 0..<8 as Range<UInt64> {
                group.addTask {
                    (0..<50 as Range<UInt64>).allSatisfy { round in
                        let x = Tensor.normal([Int(round % 3) + 1, 30], generator: Generator(seed: task * 100 + round))
                        return compiled(x).isIdentical(to: evaluating { model(x) })
                    }
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(right)
    }
}
