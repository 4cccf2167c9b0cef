import Foundation
import Testing

@testable import Tensor

@Suite("Randomness")
struct RandomTests {
    @Test(
        "Philox4x32-10 gives Random123's known answers",
        arguments: [
            ([0, 0, 0, 0], [0, 0], [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8]),
            (
                [0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [0xffff_ffff, 0xffff_ffff],
                [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd]
            ),
            (
                [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344], [0xa409_3822, 0x299f_31d0],
                [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1]
            ),
        ] as [([UInt32], [UInt32], [UInt32])])
    func knownAnswers(counter: [UInt32], key: [UInt32], words: [UInt32]) {
        let philox = Philox(key: SIMD2(key[0], key[1]))
        #expect(
            philox.block(at: SIMD4(counter[0], counter[1], counter[2], counter[3]))
                == SIMD4(words[0], words[1], words[2], words[3]))
    }

    @Test("a seed and a position are key and counter, low words first")
    func packing() {
        let philox = Philox(seed: 0x299f_31d0_a409_3822)
        #expect(philox.key == SIMD2(0xa409_3822, 0x299f_31d0))
        #expect(philox.block(at: 0x85a3_08d3_243f_6a88) == philox.block(at: SIMD4(0x243f_6a88, 0x85a3_08d3, 0, 0)))
    }

    static let draws: [@Sendable (Generator) -> Tensor] = [
        { .uniform([7], generator: $0) }, { .uniform([7], dtype: .float64, generator: $0) },
        { .normal([3, 3], generator: $0) },
        { .integers([5], to: 1000, generator: $0) }, { .permutation(9, generator: $0) }, { .bernoulli([11], generator: $0) },
    ]

    @Test("the same seed gives the same numbers, another seed or a second draw others", arguments: draws.indices)
    func reproducible(draw: Int) {
        let draw = Self.draws[draw]
        let (a, b) = (Generator(seed: 42), Generator(seed: 42))
        let first = draw(a).array(of: Double.self)
        #expect(draw(b).array(of: Double.self) == first)
        let second = draw(a).array(of: Double.self)
        #expect(second != first)
        #expect(draw(b).array(of: Double.self) == second)
        #expect(draw(Generator(seed: 43)).array(of: Double.self) != first)
        a.manualSeed(42)
        #expect(draw(a).array(of: Double.self) == first)
    }

    @Test("a restored state continues with the same numbers")
    func state() {
        let generator = Generator(seed: 1)
        _ = Tensor.uniform([5], generator: generator)
        let state = generator.state
        let next = Tensor.normal([5], generator: generator).array(of: Float.self)
        generator.state = state
        #expect(Tensor.normal([5], generator: generator).array(of: Float.self) == next)
        #expect(Generator.State(seed: 1, position: state.position) == state)
    }

    @Test("each number is a function of its position, not of how many are drawn")
    func counterBased() {
        let long = Tensor.uniform([1000], generator: Generator(seed: 9)).array(of: Float.self)
        let short = Tensor.uniform([10], generator: Generator(seed: 9)).array(of: Float.self)
        #expect(Array(long[..<10]) == short)
    }

    @Test("generators that are split off have streams of their own")
    func split() {
        let generator = Generator(seed: 3)
        let (a, b) = (generator.split(), generator.split())
        #expect(a.state.seed != b.state.seed)
        #expect(Generator(seed: 3).split().state == a.state)
    }

    @Test("uniform numbers lie in [low, high), and have its moments", arguments: [.float32, .float64] as [DType])
    func uniform(dtype: DType) {
        let x = Tensor.uniform([100_000], from: -1, to: 3, dtype: dtype, generator: Generator(seed: 1))
        #expect(x.dtype == dtype && x.min().item() >= -1 && x.max().item() < 3)
        #expect(abs(x.mean().item() - 1) < 0.02 && abs(x.var().item() - 16.0 / 12) < 0.02)
    }

    @Test("rounding doesn't reach the upper end of a uniform range", arguments: [.float32, .float64] as [DType])
    func upperEnd(dtype: DType) {
        let low = dtype == .float32 ? 1 - 0x1p-24 : 1 - 0x1p-53
        let x = Tensor.uniform([1000], from: low, to: 1, dtype: dtype, generator: Generator(seed: 1))
        #expect(x.max().item() < 1)
        expect(Tensor.uniform([2], from: 5, to: 5, dtype: dtype), is: [5, 5])
    }

    @Test("normal numbers have their moments", arguments: [.float32, .float64] as [DType])
    func normal(dtype: DType) {
        let x = Tensor.normal([200_000], mean: 2, std: 3, dtype: dtype, generator: Generator(seed: 1)).to(.float64)
        let z = (x - 2) / 3
        #expect(x.isFinite().all().item(as: Bool.self))
        #expect(abs(z.mean().item()) < 0.01 && abs(z.var().item() - 1) < 0.02)
        #expect(abs((z * z * z).mean().item()) < 0.05 && abs(z.square().square().mean().item() - 3) < 0.1)
        // Neighbours are made of the same pair, and yet independent.
        let pairs = z.reshape(-1, 2)
        #expect(abs((pairs[.all, 0] * pairs[.all, 1]).mean().item()) < 0.02)
        #expect(abs((z.abs() .< 1.959964).to(.float64).mean().item() - 0.95) < 0.005)
    }

    @Test("integers are equally likely, and reach both ends")
    func integers() {
        let x = Tensor.integers([60_000], from: -2, to: 4, generator: Generator(seed: 1))
        #expect(x.dtype == .int64)
        for value in -2..<4 { #expect(abs((x .== value).sum().item() - 10_000) < 500) }
        #expect((x .>= -2).all().item(as: Bool.self) && (x .< 4).all().item(as: Bool.self))
        expect(Tensor.integers([3], from: 7, to: 8), is: [7, 7, 7])
        let wide = Tensor.integers([1000], from: .min, to: .max, generator: Generator(seed: 1)).array(of: Int.self)
        #expect(Set(wide).count == 1000 && wide.contains { $0 < 0 } && wide.contains { $0 > 0 })
    }

    @Test("a permutation has every number once, each order as likely")
    func permutation() {
        let generator = Generator(seed: 1)
        #expect(Tensor.permutation(1000, generator: generator).sort().values.array(of: Int.self) == Array(0..<1000))
        #expect(generator.permutation(0) == [] && generator.permutation(1) == [0])
        var counts: [[Int]: Int] = [:]
        for _ in 0..<6000 { counts[generator.permutation(3), default: 0] += 1 }
        #expect(counts.count == 6 && counts.values.allSatisfy { abs($0 - 1000) < 150 })
    }

    @Test("bernoulli is 1 with its probability", arguments: [0, 0.25, 1], [.float32, .bool, .int64] as [DType])
    func bernoulli(probability: Double, dtype: DType) {
        let x = Tensor.bernoulli([40_000], probability: probability, dtype: dtype, generator: Generator(seed: 1))
        #expect(x.dtype == dtype)
        #expect(abs(x.to(.float64).mean().item() - probability) < 0.01)
        #expect(((x .== 0).logicalOr(x .== 1)).all().item(as: Bool.self))
    }

    @Test("shapes without elements, scalars, odd counts", arguments: [[0], [], [1], [3], [2, 0]] as [Shape])
    func shapes(shape: Shape) {
        for draw in [Tensor.uniform(shape), .normal(shape), .bernoulli(shape), .integers(shape, to: 5)] {
            #expect(draw.shape == shape)
        }
    }

    @Test("a generator that is derived depends on the state and the indices alone, and advances nothing")
    func derived() {
        let state = Generator.State(seed: 7, position: 3)
        let first = state.derived(by: 0)
        let numbers = Tensor.integers([4], to: .max, generator: first).array(of: Int.self)
        #expect(Tensor.integers([4], to: .max, generator: state.derived(by: 0)).array(of: Int.self) == numbers)
        var seeds: Set<UInt64> = [first.state.seed, Generator(seed: 7).split().state.seed]
        for index in 1..<1000 as Range<UInt64> {
            seeds.insert(state.derived(by: index).state.seed)
            seeds.insert(state.derived(by: 0, index).state.seed)
            seeds.insert(state.derived(by: index, 0).state.seed)
            seeds.insert(Generator.State(seed: 7, position: 3 + index).derived(by: 0).state.seed)
            seeds.insert(Generator.State(seed: 7 + index, position: 3).derived(by: 0).state.seed)
        }
        #expect(seeds.count == 2 + 5 * 999)
        // Neighbouring indices do not go together.
        let draws = (0..<4096).map { Tensor.uniform([1], generator: state.derived(by: $0)).item() }
        #expect(abs(draws.reduce(0, +) / 4096 - 0.5) < 0.02)
        #expect(abs(zip(draws, draws.dropFirst()).reduce(0) { $0 + ($1.0 - 0.5) * ($1.1 - 0.5) } / 4095) < 0.005)
    }

    @Test("a state comes back from a file as it was, and one that no generator reaches is refused")
    func coded() throws {
        let generator = Generator(seed: .max)
        _ = Tensor.normal([100], generator: generator)
        let text = try JSONEncoder().encode(generator.state)
        #expect(try JSONDecoder().decode(Generator.State.self, from: text) == generator.state)
        let state = try JSONDecoder().decode(Generator.State.self, from: Data(#"{"seed": 3, "position": 5}"#.utf8))
        #expect(state == Generator.State(seed: 3, position: 5))
        for wrong in [#"{"seed": 3}"#, #"{"seed": -1, "position": 5}"#, #"{"seed": 3, "position": 18446744073709551615}"#] {
            #expect(throws: DecodingError.self) { try JSONDecoder().decode(Generator.State.self, from: Data(wrong.utf8)) }
        }
    }

    @Test("the default generator is seeded too")
    func defaultGenerator() {
        // Other tests draw from it at the same time: only its seed can be looked at.
        #expect(Generator.default === Generator.default)
    }
}
