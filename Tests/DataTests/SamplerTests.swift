import Data
import Tensor
import Testing

@Suite("Samplers")
struct SamplerTests {
    static func order(_ sampler: some Sampler, seed: UInt64 = 1) -> [Int] {
        let positions = Array(sampler.positions(Generator(seed: seed)))
        #expect(positions.count == sampler.count)
        return positions
    }

    @Test("go through all, or a part, in order or at random; the seed decides how")
    func plain() {
        #expect(Self.order(SequentialSampler(count: 4)) == [0, 1, 2, 3])
        let random = RandomSampler(size: 50)
        #expect(Self.order(random).sorted() == Array(0..<50))
        #expect(Self.order(random) != Array(0..<50))
        #expect(Self.order(random) == Self.order(random))
        #expect(Self.order(random) != Self.order(random, seed: 2))
        #expect(Self.order(SubsetRandomSampler([5, 7, 9])).sorted() == [5, 7, 9])
        #expect(Self.order(SubsetRandomSampler(Tensor([5, 7, 9]))).sorted() == [5, 7, 9])
        #expect(Self.order(SequentialSampler(count: 0)).isEmpty)
        #expect(Self.order(RandomSampler(size: 0)).isEmpty)
    }

    @Test("draw more or fewer than there are, with and without replacement")
    func samples() {
        let few = Self.order(RandomSampler(size: 10, samples: 4))
        #expect(Set(few).count == 4)
        let many = Self.order(RandomSampler(size: 4, samples: 10))
        #expect(many[..<4].sorted() == [0, 1, 2, 3] && many[4..<8].sorted() == [0, 1, 2, 3])
        let drawn = Self.order(RandomSampler(size: 10, replacement: true, samples: 1000))
        #expect(Set(drawn) == Set(0..<10))
        #expect((0..<10).allSatisfy { number in (60..<140).contains(drawn.count { $0 == number }) })
    }

    @Test("draw in proportion to weights")
    func weights() {
        let weights = [0, 1, 3, 0, 4.0, 0]
        let drawn = Self.order(WeightedRandomSampler(weights: weights, count: 8000))
        for (position, weight) in weights.enumerated() {
            let share = Double(drawn.count { $0 == position }) / 8000
            #expect(abs(share - weight / 8) < 0.02)
        }
        let unique = Self.order(WeightedRandomSampler(weights: weights, count: 3, replacement: false))
        #expect(unique.sorted() == [1, 2, 4])
        // The heaviest comes first half of the time.
        let first = (0..<2000).count { seed in
            Self.order(WeightedRandomSampler(weights: weights, count: 1, replacement: false), seed: UInt64(seed))[0] == 4
        }
        #expect((900..<1100).contains(first))
    }

    @Test("draw in proportion to weights of any size", arguments: [1e308, 1.7e308, 1, 1e-300, .leastNonzeroMagnitude])
    func extremeWeights(size: Double) {
        let weights = [size, 0, size, size, 0]
        let drawn = Self.order(WeightedRandomSampler(weights: weights, count: 3000))
        let plain = Self.order(WeightedRandomSampler(weights: [1, 0, 1, 1, 0], count: 3000))
        #expect(drawn == plain)
        #expect([0, 2, 3].allSatisfy { number in (900...1100).contains(drawn.count { $0 == number }) })
        let orders = (0..<60).map {
            Self.order(WeightedRandomSampler(weights: weights, count: 3, replacement: false), seed: UInt64($0))
        }
        #expect(Set(orders).count == 6 && orders.allSatisfy { $0.sorted() == [0, 2, 3] })
    }

    @Test("that stratify have every class in every run of neighbours", arguments: 1...5)
    func stratified(seed: UInt64) {
        let labels = (0..<60).map { $0 % 6 == 0 ? 1 : 0 }
        let order = Self.order(StratifiedSampler(Tensor(labels)), seed: seed)
        #expect(order.sorted() == Array(0..<60))
        for start in stride(from: 0, to: 60, by: 12) {
            #expect((1...3).contains(order[start..<start + 12].count { labels[$0] == 1 }))
        }
        #expect(order != Self.order(StratifiedSampler(Tensor(labels)), seed: seed + 10))
    }

    @Test("of several processes part one order among them", arguments: [false, true])
    func distributed(dropLast: Bool) {
        let whole = Self.order(RandomSampler(size: 11))
        let shares = (0..<3).map {
            Self.order(DistributedSampler(RandomSampler(size: 11), rank: $0, of: 3, dropLast: dropLast))
        }
        let count = dropLast ? 3 : 4
        #expect(shares.map(\.count) == [count, count, count])
        let dealt = (0..<3 * count).map { shares[$0 % 3][$0 / 3] }
        #expect(dealt == (dropLast ? Array(whole[..<9]) : whole + [whole[0]]))
    }

    @Test("give a loader its order, whatever the dataset")
    func loader() {
        let dataset = DataLoaderTests.dataset(10)
        let sampler = SubsetRandomSampler([1, 3, 5, 7, 9])
        let batches = DataLoader(dataset, batchSize: 2, sampler: sampler, generator: Generator(seed: 1))
        #expect(batches.count == 3)
        let labels = batches.map { $0.labels.array(of: Int.self) }
        #expect(labels.map(\.count) == [2, 2, 1])
        #expect(labels.flatMap { $0 } == Self.order(sampler))
        let letters = DataLoader(
            Array("abcdefghij"), batchSize: 5, sampler: sampler, generator: Generator(seed: 1), collate: { String($0) })
        #expect(Array(letters).joined() == Self.order(sampler).map { String(Array("abcdefghij")[$0]) }.joined())
    }

    @Test("put positions in batches")
    func batches() {
        let uniform = UniformBatchSampler(SequentialSampler(count: 7), batchSize: 3)
        #expect(uniform.batches(Generator(seed: 1)).map { Array($0) } == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(UniformBatchSampler(SequentialSampler(count: 7), batchSize: 3, dropLast: true).count == 2)

        let lengths = [9, 1, 5, 1, 9, 5, 2, 8]
        let sampler = LengthBatchSampler(lengths: lengths, batchSize: 2)
        let batches = sampler.batches(Generator(seed: 3)).map { Array($0) }
        #expect(batches.flatMap { $0 }.sorted() == Array(0..<8))
        #expect(
            batches.map { $0.map { lengths[$0] }.sorted() }.sorted { $0[0] < $1[0] } == [[1, 1], [2, 5], [5, 8], [9, 9]])
        let loader = DataLoader(DataLoaderTests.dataset(8), batches: sampler, generator: Generator(seed: 3))
        #expect(loader.count == 4)
        #expect(loader.map { $0.labels.array(of: Int.self) } == batches)
    }

    struct Wrong: Sampler {
        var count: Int { 2 }
        func positions(_ generator: Generator) -> Positions { Positions([0, 10]) }
    }

    @Test("are refused where they leave the dataset, or mean nothing")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            for _ in DataLoader(DataLoaderTests.dataset(10), batchSize: 1, sampler: Wrong()) {}
        }
        await #expect(processExitsWith: .failure) { _ = WeightedRandomSampler(weights: [1, -1], count: 1) }
        await #expect(processExitsWith: .failure) { _ = WeightedRandomSampler(weights: [1, .nan], count: 1) }
        await #expect(processExitsWith: .failure) { _ = WeightedRandomSampler(weights: [1, .infinity], count: 1) }
        await #expect(processExitsWith: .failure) { _ = WeightedRandomSampler(weights: [0, 0], count: 1) }
        await #expect(processExitsWith: .failure) { _ = StratifiedSampler(Tensor([1, Float.nan])) }
        await #expect(processExitsWith: .failure) { _ = DistributedSampler(SequentialSampler(count: 3), rank: 2, of: 2) }
        await #expect(processExitsWith: .failure) {
            _ = DataLoader(DataLoaderTests.dataset(3), batchSize: 1, shuffle: true, sampler: SequentialSampler(count: 3))
        }
    }
}
