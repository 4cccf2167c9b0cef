import Data
import Foundation
import Tensor
import Testing

@Suite("Random numbers in the functions of a batch")
struct AugmentationTests {
    typealias Numbers = [[Double]]

    /// A loader of batches that hold what their functions drew, each after a time of its own, so that workers overtake each other.
    enum Kind: CaseIterable {
        case collated, listed, transformed, twice, stream, shuffledStream, transformedStream
    }

    @Sendable private static func drawn(_ first: Double, _ generator: Generator) -> [Double] {
        usleep(UInt32(Int(first) % 4) * 200)
        return [first] + Tensor.uniform([2], generator: generator).array(of: Double.self)
    }

    private static func loader(_ kind: Kind) -> any ResumableLoader<[Double]> & Sendable {
        let numbers = (0..<20).map(Double.init)
        let generator = Generator(seed: 5)
        switch kind {
        case .collated:
            return DataLoader(numbers, batchSize: 3, shuffle: true, generator: generator) { drawn($0[0], $1) }
        case .listed:
            let batches = UniformBatchSampler(SequentialSampler(count: 20), batchSize: 3)
            return DataLoader(numbers, batches: batches, generator: generator) { drawn($0[0], $1) }
        case .transformed:
            let data = TensorDataset(Tensor(numbers), Tensor.zeros([20]))
            return DataLoader(data, batchSize: 3, generator: generator)
                .transformed { batch, generator in drawn(batch.features[0].item(), generator) }
        case .twice:
            return DataLoader(numbers, batchSize: 3, generator: generator) { drawn($0[0], $1) }
                .transformed { batch, generator in batch + drawn(batch[0], generator) }
                .transformed { $0.map { $0 + 1 } }
                .transformed { batch, generator in batch + drawn(batch[0], generator) }
        case .stream:
            return StreamLoader(numbers, batchSize: 3, generator: generator) { drawn($0[0], $1) }
        case .shuffledStream:
            return StreamLoader(numbers, batchSize: 3, shuffleBuffer: 5, generator: generator) { drawn($0[0], $1) }
        case .transformedStream:
            return StreamLoader(numbers, batchSize: 3, generator: generator, collate: { $0 })
                .transformed { batch, generator in drawn(batch[0], generator) }
        }
    }

    /// The same loader, whose batches are made by some threads, or none.
    private static func loader(_ kind: Kind, workers: Int) -> any ResumableLoader<[Double]> {
        func prefetched(_ loader: some ResumableLoader<[Double]> & Sendable) -> any ResumableLoader<[Double]> {
            if workers == 0 { return loader }
            if let loader = loader as? DataLoader<[Double]> { return loader.prefetched(workers: workers) }
            return (loader as! StreamLoader<[Double], [Double]>).prefetched(workers: workers)
        }
        return prefetched(loader(kind))
    }

    private static func epoch(_ loader: some ResumableLoader<[Double]>) -> Numbers { Array(loader) }

    @Test("are the same whatever makes the batches, others in each epoch", arguments: Kind.allCases)
    func threads(kind: Kind) {
        let plain = Self.loader(kind, workers: 0)
        let epochs = (0..<3).map { _ in Self.epoch(plain) }
        #expect(Set(epochs.flatMap { $0.flatMap { $0.dropFirst() } }).count >= 3 * 7 * 2)
        for workers in [1, 3] {
            let ahead = Self.loader(kind, workers: workers)
            for epoch in epochs { #expect(Self.epoch(ahead) == epoch) }
        }
    }

    @Test("are the same after resuming in mid-epoch, and in the epochs after it", arguments: Kind.allCases, [0, 1, 3])
    func resumed(kind: Kind, workers: Int) throws {
        func check(_ loader: some ResumableLoader<[Double]>, _ other: some ResumableLoader<[Double]>) throws {
            _ = Array(loader)
            for taken in [0, 3, 7] {
                var iterator = loader.makeIterator()
                for _ in 0..<taken { _ = iterator.next() }
                let position = iterator.position
                var rest: Numbers = []
                while let batch = iterator.next() { rest.append(batch) }
                #expect(rest.count == 7 - taken)
                let next = Array(loader)

                var resumed = try other.makeIterator(at: position)
                for batch in rest { #expect(resumed.next() == batch) }
                #expect(resumed.next() == nil)
                #expect(Array(other) == next)
                #expect(loader.generator.state == other.generator.state)
            }
        }
        try check(Self.loader(kind, workers: 0), Self.loader(kind, workers: workers))
    }

    @Test("are other ones for each function of a batch")
    func streams() {
        let loader = DataLoader(0..<4, batchSize: 2, generator: Generator(seed: 1)) { _, generator in [generator.state.seed] }
            .transformed { $0 + [$1.state.seed] }
            .transformed { $0 + [$1.state.seed] }
        #expect(Set(loader.flatMap { $0 }).count == 6)
    }

    @Test("are drawn of pairs too")
    func pairs() {
        let data = TensorDataset(Tensor.zeros([6, 2]), Tensor.zeros([6]))
        let loader = DataLoader(data, batchSize: 3, generator: Generator(seed: 1)).transformed { batch, generator in
            let (features, labels) = batch
            return (features + .normal(features.shape, generator: generator), labels)
        }
        let batches = Array(loader)
        #expect(batches[0].0.array(of: Float.self) != batches[1].0.array(of: Float.self))
        // A closure of two parameters takes a pair apart, as ever.
        let sums = DataLoader(data, batchSize: 3).transformed { features, labels in features.sum() + labels.sum() }
        #expect(sums.map { $0.item() } == [0, 0])
    }
}

@Suite("Loaders of every kind")
struct ResumableLoaderTests {
    /// A loader that is no loader of ours.
    private struct Countdown: ResumableLoader {
        let generator: Generator

        struct Iterator: PositionedIterator {
            let start: Int
            var position: LoaderPosition

            mutating func next() -> Int? {
                if position.batch == 10 { return nil }
                position.batch += 1
                return start - position.batch
            }
        }

        private func iterator(at position: LoaderPosition) -> Iterator {
            Iterator(start: generator.permutation(100)[0], position: position)
        }

        func makeIterator() -> Iterator { iterator(at: LoaderPosition(generator.state)) }

        func makeIterator(at position: LoaderPosition) throws(LoaderPositionError) -> Iterator {
            try position.check(batches: 10)
            generator.state = position.generator
            return iterator(at: position)
        }
    }

    @Test("go on in generic code, those of a user's own too")
    func generic() throws {
        func check<Loader: ResumableLoader>(_ make: () -> Loader, _ batches: Int) throws where Loader.Element: Equatable {
            let loader = make()
            _ = Array(loader)
            var iterator = loader.makeIterator()
            for _ in 0..<2 { _ = iterator.next() }
            let position = iterator.position
            var (rest, next): ([Loader.Element], [Loader.Element]) = ([], [])
            while let batch = iterator.next() { rest.append(batch) }
            next = Array(loader)
            #expect(rest.count == batches - 2 && iterator.position == LoaderPosition(position.generator, batch: batches))

            let other = make()
            var resumed = try other.makeIterator(at: position)
            for batch in rest { #expect(resumed.next() == batch) }
            #expect(resumed.next() == nil)
            #expect(Array(other) == next)
            #expect(throws: LoaderPositionError.pastEnd(batch: batches + 1, batches: batches)) {
                try other.makeIterator(at: LoaderPosition(position.generator, batch: batches + 1))
            }
        }
        func loader() -> DataLoader<[Int]> {
            DataLoader(0..<20, batchSize: 3, shuffle: true, generator: Generator(seed: 5)) { $0 }
        }
        func stream() -> StreamLoader<Range<Int>, [Int]> {
            StreamLoader(0..<20, batchSize: 3, shuffleBuffer: 6, generator: Generator(seed: 5)) { $0 }
        }
        try check(loader, 7)
        try check({ loader().prefetched(workers: 2) }, 7)
        try check(stream, 7)
        try check({ stream().prefetched(workers: 2) }, 7)
        try check({ Countdown(generator: Generator(seed: 5)) }, 10)
    }

    @Test("know their generator and their number of batches, made ahead or not")
    func generators() {
        let generator = Generator(seed: 5)
        let loader = DataLoader(0..<20, batchSize: 3, generator: generator) { $0 }
        #expect(loader.prefetched(workers: 2).generator === generator)
        #expect(loader.prefetched(workers: 2).underestimatedCount == 7)
        let stream = StreamLoader(0..<20, batchSize: 3, generator: generator) { $0 }
        #expect(stream.prefetched().generator === generator)
    }
}
