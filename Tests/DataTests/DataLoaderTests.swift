import Data
import Tensor
import Testing

@Suite struct DataLoaderTests {
    /// Row i is [2 i, 2 i + 1], its label i.
    static func dataset(_ count: Int) -> TensorDataset {
        TensorDataset(.arange(2 * count).reshape(count, 2), .arange(count))
    }

    struct Case: CustomTestStringConvertible {
        var rows: Int, batchSize: Int, dropLast: Bool, sizes: [Int]
        var testDescription: String { "\(rows) rows by \(batchSize)\(dropLast ? ", last dropped" : "")" }
    }

    static let cases = [
        Case(rows: 10, batchSize: 4, dropLast: false, sizes: [4, 4, 2]),
        Case(rows: 10, batchSize: 4, dropLast: true, sizes: [4, 4]),
        Case(rows: 8, batchSize: 4, dropLast: false, sizes: [4, 4]),
        Case(rows: 3, batchSize: 4, dropLast: false, sizes: [3]),
        Case(rows: 3, batchSize: 4, dropLast: true, sizes: []),
        Case(rows: 0, batchSize: 4, dropLast: false, sizes: []),
        Case(rows: 5, batchSize: .max, dropLast: false, sizes: [5]),
        Case(rows: 455, batchSize: 32, dropLast: false, sizes: Array(repeating: 32, count: 14) + [7]),
    ]

    @Test("An epoch has every row once, in batches of the size asked for", arguments: cases, [false, true])
    func epoch(_ test: Case, shuffle: Bool) {
        let loader = DataLoader(
            Self.dataset(test.rows), batchSize: test.batchSize, shuffle: shuffle, dropLast: test.dropLast,
            generator: Generator(seed: 1))
        var seen: [Int] = []
        var sizes: [Int] = []
        for (features, labels) in loader {
            let rows = labels.array(of: Int.self)
            #expect(features.shape == [rows.count, 2])
            #expect(features.array(of: Int.self) == rows.flatMap { [2 * $0, 2 * $0 + 1] })
            seen += rows
            sizes.append(rows.count)
        }
        #expect(sizes == test.sizes)
        #expect(loader.count == test.sizes.count)
        #expect(Set(seen).count == seen.count)
        if !shuffle { #expect(seen == Array(0..<seen.count)) }
    }

    @Test("Each epoch has a new order, determined by the seed")
    func seeds() {
        func epochs(seed: UInt64) -> [[Int]] {
            let loader = DataLoader(Self.dataset(50), batchSize: 8, shuffle: true, generator: Generator(seed: seed))
            return (0..<3).map { _ in loader.flatMap { $0.labels.array(of: Int.self) } }
        }
        let first = epochs(seed: 3)
        #expect(first == epochs(seed: 3))
        #expect(first[0] != first[1] && first[1] != first[2])
        #expect(first != epochs(seed: 4))
        #expect(first.allSatisfy { $0.sorted() == Array(0..<50) })
    }

    @Test("Unshuffled batches are views of the dataset's memory")
    func views() {
        let dataset = Self.dataset(6)
        let second = Array(DataLoader(dataset, batchSize: 2))[1]
        #expect(second.features.address == dataset.features.address + 4 * 8)
    }

    @Test("Features that are transposed in memory are read by rows")
    func transposed() {
        let dataset = TensorDataset(Tensor.arange(6).reshape(2, 3).t(), .arange(3))
        let batches = Array(DataLoader(dataset, batchSize: 3))
        #expect(batches[0].features.array(of: Int.self) == [0, 3, 1, 4, 2, 5])
    }

    @Test("A dataset is a collection of its rows, and a range of it can be loaded")
    func slices() {
        let dataset = Self.dataset(10)
        #expect(dataset.count == 10)
        #expect(dataset[3].features.array(of: Int.self) == [6, 7])
        #expect(dataset.map { $0.labels.item(as: Int.self) } == Array(0..<10))
        for shuffle in [false, true] {
            let loader = DataLoader(dataset[4..<9], batchSize: 2, shuffle: shuffle, generator: Generator(seed: 5))
            #expect(loader.flatMap { $0.labels.array(of: Int.self) }.sorted() == [4, 5, 6, 7, 8])
        }
    }

    @Test("A subset has the elements at its positions, of a dataset of tensors as of any collection")
    func subsets() {
        let positions = Tensor([7, 2, 5])
        let rows = Subset(Self.dataset(10), positions)
        #expect(rows.map { $0.labels.item(as: Int.self) } == [7, 2, 5])
        #expect(DataLoader(rows, batchSize: 2).map { $0.labels.array(of: Int.self) } == [[7, 2], [5]])
        let shuffled = DataLoader(rows, batchSize: 2, shuffle: true, generator: Generator(seed: 2))
        #expect(shuffled.flatMap { $0.labels.array(of: Int.self) }.sorted() == [2, 5, 7])
        #expect(Self.dataset(10).rows(positions).labels.array(of: Int.self) == [7, 2, 5])

        let words = Subset(Array("abcdefghij")[...], Tensor([7, 2, 5]))
        #expect(String(words) == "hcf")
    }

    @Test("Elements of other collections are stacked, or collated by a function")
    func collections() {
        let pairs: [(Tensor, Tensor)] = (0..<5).map { (Tensor([$0, 10 * $0]), Tensor($0)) }
        var shapes: [[Int]] = []
        for (features, labels) in DataLoader(pairs[1...], batchSize: 3) {
            shapes.append(Array(features.shape) + Array(labels.shape))
            #expect(features.select(dim: 1, 1).array(of: Int.self) == labels.array(of: Int.self).map { 10 * $0 })
        }
        #expect(shapes == [[3, 2, 3], [1, 2, 1]])

        let tensors = (0..<3).map { Tensor([$0, $0]) }
        #expect(DataLoader(tensors, batchSize: 2).map(\.shape) == [[2, 2], [1, 2]])

        let sums = DataLoader(1...10, batchSize: 4, collate: { $0.reduce(0, +) })
        #expect(Array(sums) == [10, 26, 19])
    }

    /// A dataset of one's own, whose elements could be stacked too.
    struct Squares: Dataset {
        var endIndex: Int { 6 }
        subscript(position: Int) -> (Tensor, Tensor) { (Tensor(position), Tensor(position * position)) }
        func batch(at positions: Positions) -> (Tensor, Tensor) {
            let x = positions.rows(of: .arange(6))
            return (x, -x * x)
        }
    }

    @Test("A custom dataset makes its batches itself")
    func custom() {
        let batches = Array(DataLoader(Squares(), batchSize: 4, shuffle: true, generator: Generator(seed: 1)))
        #expect(batches.map(\.0.count) == [4, 2])
        #expect(batches.allSatisfy { ($0.0 * $0.0 + $0.1).array(of: Int.self).allSatisfy { $0 == 0 } })
    }

    @Test("Mistakes of a programmer trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = DataLoader([1, 2], batchSize: 0, collate: { $0.count }) }
        await #expect(processExitsWith: .failure) { _ = TensorDataset(.zeros([3, 2]), .zeros([2])) }
        await #expect(processExitsWith: .failure) { _ = Subset([1, 2], Tensor([2])) }
    }
}
