import Data
import Tensor
import Testing

@Suite("Datasets of datasets")
struct CompositionTests {
    @Test("one after the other are one, of any collection as of tensors")
    func concatenated() {
        let letters = ConcatDataset([Array("abc"), [], Array("de")])
        #expect(String(letters) == "abcde")
        #expect(ConcatDataset<[Int]>([]).isEmpty)

        let dataset = DataLoaderTests.dataset(10)
        let parts = ConcatDataset([dataset.rows(Tensor([0, 1, 2])), dataset.rows(Tensor([3])), dataset.rows(.arange(4, 10))])
        #expect(parts.map { $0.labels.item(as: Int.self) } == Array(0..<10))
        for shuffle in [false, true] {
            let loader = DataLoader(parts, batchSize: 4, shuffle: shuffle, generator: Generator(seed: 4))
            let whole = DataLoader(dataset, batchSize: 4, shuffle: shuffle, generator: Generator(seed: 4))
            #expect(loader.map { $0.features.array(of: Int.self) } == whole.map { $0.features.array(of: Int.self) })
            #expect(loader.map { $0.labels.array(of: Int.self) } == whole.map { $0.labels.array(of: Int.self) })
        }
    }

    @Test("parted at random, have each element once")
    func split() {
        let parts = randomSplit(Array(0..<10), counts: [7, 0, 3], generator: Generator(seed: 1))
        #expect(parts.map(\.count) == [7, 0, 3])
        #expect(parts.flatMap { Array($0) }.sorted() == Array(0..<10))
        #expect(parts[0].map { $0 } != Array(0..<7))
        // Rounded down they are 3, 3, 3: the first gets what is left over.
        let thirds = randomSplit(Array(0..<10), fractions: [1.0 / 3, 1.0 / 3, 1.0 / 3], generator: Generator(seed: 1))
        #expect(thirds.map(\.count) == [4, 3, 3])
        #expect(randomSplit(DataLoaderTests.dataset(4), counts: [4])[0].count == 4)
    }

    @Test("sizes that do not add up trap")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = randomSplit([1, 2, 3], counts: [1, 1]) }
        await #expect(processExitsWith: .failure) { _ = randomSplit([1, 2, 3], counts: [.max, .max, 5]) }
        await #expect(processExitsWith: .failure) { _ = randomSplit([1, 2, 3], counts: [4, -1]) }
        await #expect(processExitsWith: .failure) { _ = randomSplit([1, 2, 3], fractions: [0.5, 0.4]) }
    }
}
