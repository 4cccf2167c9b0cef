import Data
import Foundation
import Synchronization
import Tensor
import Testing

@Suite("Batches made ahead")
struct PrefetchTests {
    /// Numbers whose batches take different times, so that workers overtake each other.
    private static func loader(_ count: Int, made: (@Sendable (Int) -> Void)? = nil) -> DataLoader<[Int]> {
        DataLoader(0..<count, batchSize: 3, shuffle: true, generator: Generator(seed: 5)) { numbers in
            usleep(UInt32(numbers[0] % 4) * 300)
            made?(numbers[0])
            return numbers
        }
    }

    @Test("come in the same order for any number of workers", arguments: [1, 2, 5], [1, 3, 8])
    func order(workers: Int, depth: Int) {
        let (plain, ahead) = (Self.loader(50), Self.loader(50).prefetched(workers: workers, depth: depth))
        for _ in 1...2 { #expect(Array(ahead) == Array(plain)) }
    }

    @Test("wait while they are not taken")
    func backpressure() {
        let count = Counter()
        let iterator = Self.loader(300) { _ in count.add() }.prefetched(workers: 3, depth: 4).makeIterator()
        for taken in 1...5 {
            _ = iterator.next()
            usleep(20_000)
            #expect(count.value <= taken + 4)
        }
        #expect(count.value >= 5)
    }

    private final class Counter: Sendable {
        private let count = Mutex(0)
        func add(_ more: Int = 1) { count.withLock { $0 += more } }
        var value: Int { count.withLock { $0 } }
    }

    @Test("may be left in the midst of an epoch")
    func abandoned() {
        for _ in 0..<20 {
            let ahead = Self.loader(90).prefetched(workers: 4, depth: 2)
            for (index, _) in ahead.enumerated() where index == 2 { break }
            var iterator = ahead.makeIterator()
            _ = iterator.next()
            iterator = ahead.makeIterator()
        }
    }

    @Test("are let go with the iterator, and the worker is told that goes on", .timeLimit(.minutes(5)))
    func released() async throws {
        struct Stop: Error {}
        let (alive, waiting, told) = (Counter(), Counter(), Counter())
        let loader = DataLoader(0..<1000, batchSize: 1) { numbers in
            // The last batch that may be made, once three are taken, ends when nobody waits for it any more.
            if numbers[0] == 6 {
                waiting.add()
                while !Task.isCancelled { usleep(100) }
                told.add()
            }
            return Token(alive)
        }
        let ahead = loader.prefetched(workers: 2, depth: 4)
        /// Leaves the `round`th epoch where `leave` does, while that batch is being made.
        @Sendable func leaveEpoch(_ round: Int, _ leave: () throws -> Void) rethrows {
            for (index, _) in ahead.enumerated() where index == 2 {
                while waiting.value < round { usleep(100) }
                return try leave()
            }
        }
        func expectAllGone(_ round: Int) async throws {
            while told.value < round || alive.value > 0 { try await Task.sleep(for: .milliseconds(1)) }
        }
        leaveEpoch(1) {}
        try await expectAllGone(1)
        #expect(throws: Stop.self) { try leaveEpoch(2) { throw Stop() } }
        try await expectAllGone(2)
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { (try? leaveEpoch(3) { while true { try Task.checkCancellation() } }) == nil }
            group.cancelAll()
            #expect(await group.next() == true)
        }
        try await expectAllGone(3)
    }

    /// Counts how many of its kind there are.
    private final class Token: Sendable {
        private let alive: Counter
        init(_ alive: Counter) {
            self.alive = alive
            alive.add()
        }
        deinit { alive.add(-1) }
    }

    @Test("of hundreds of iterators and of hundreds of workers all come", .timeLimit(.minutes(5)))
    func many() async {
        let loader = DataLoader(0..<24, batchSize: 3) { $0 }
        let expected = Array(loader)
        // Some batches of each epoch have to wait until others were taken.
        let ahead = loader.prefetched(workers: 4, depth: 4)
        let iterators = (0..<80).map { _ in ahead.makeIterator() }
        for iterator in iterators { #expect(Array(IteratorSequence(iterator)) == expected) }
        #expect(Array(loader.prefetched(workers: 300)) == expected)

        let epochs = await withTaskGroup(of: [[Int]].self) { group in
            for _ in 0..<80 {
                group.addTask {
                    var batches: [[Int]] = []
                    for batch in ahead {
                        batches.append(batch)
                        await Task.yield()
                    }
                    return batches
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(epochs == Array(repeating: expected, count: 80))
    }

    @TaskLocal private static var place = "outside"

    @Test("are made with the task-local values of the place where iteration starts")
    func taskLocals() async {
        let loader = DataLoader(0..<4, batchSize: 2) { _ in Self.place }
        let numbers = StreamTests.Numbers(4) { _ in #expect(Self.place == "inside") }
        let stream = StreamLoader(numbers, batchSize: 2) { _ in Self.place }
        @Sendable func check() {
            Self.$place.withValue("inside") {
                #expect(Array(loader.prefetched()) == ["inside", "inside"])
                #expect(Array(stream.prefetched(workers: 2)) == ["inside", "inside"])
            }
            let made = Self.$place.withValue("inside") { loader.prefetched().makeIterator() }
            #expect(Array(IteratorSequence(made)) == ["inside", "inside"])
            let ahead = Self.$place.withValue("inside") { loader.prefetched() }
            #expect(Array(ahead) == ["outside", "outside"])
        }
        check()
        // Where no task is.
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                check()
                continuation.resume()
            }
        }
    }

    @Test("of a dataset of tensors are the loader's")
    func tensors() {
        func loader() -> DataLoader<(features: Tensor, labels: Tensor)> {
            DataLoader(DataLoaderTests.dataset(40), batchSize: 7, shuffle: true, generator: Generator(seed: 2))
        }
        let labels = loader().prefetched(workers: 2).map { $0.labels.array(of: Int.self) }
        #expect(labels == loader().map { $0.labels.array(of: Int.self) })
        #expect(Array(DataLoader(0..<0, batchSize: 2, collate: { $0 }).prefetched(workers: 2)).isEmpty)
    }

    @Test(
        "A loader's position goes on in mid-epoch, and the next epochs are what they would have been", arguments: [0, 1, 4, 17])
    func resumed(taken: Int) throws {
        let first = Self.loader(50)
        _ = Array(first)
        var iterator = first.makeIterator()
        for _ in 0..<taken { _ = iterator.next() }
        let position = iterator.position
        #expect(position.batch == taken)
        let (rest, next) = (Array(IteratorSequence(iterator)), Array(first))

        let second = Self.loader(50)
        #expect(try Array(second.makeIterator(at: position)) == rest)
        #expect(Array(second) == next)

        let third = Self.loader(50)
        let ahead = try third.prefetched(workers: 2).makeIterator(at: position)
        #expect(ahead.next() == rest.first)
        #expect(ahead.position.batch == min(taken + 1, 17))
    }

    @Test("The position of batches made ahead is of those that were taken")
    func position() throws {
        let loader = Self.loader(50)
        let iterator = loader.prefetched(workers: 3, depth: 6).makeIterator()
        for _ in 0..<4 { _ = iterator.next() }
        let position = iterator.position
        #expect(position.batch == 4)
        var rest: [[Int]] = []
        while let batch = iterator.next() { rest.append(batch) }
        #expect(try Array(Self.loader(50).makeIterator(at: position)) == rest)
    }
}

@Suite("Streams")
struct StreamTests {
    /// Counts up, and how far it was read.
    struct Numbers: Sequence, Sendable {
        let end: Int
        let read: (@Sendable (Int) -> Void)?

        init(_ end: Int, read: (@Sendable (Int) -> Void)? = nil) { (self.end, self.read) = (end, read) }

        func makeIterator() -> AnyIterator<Int> {
            var next = 0
            return AnyIterator {
                if next == end { return nil }
                defer { next += 1 }
                read?(next)
                return next
            }
        }
    }

    @Test("come in batches, in order or shuffled within a window")
    func batches() {
        #expect(Array(StreamLoader(Numbers(7), batchSize: 3, collate: { $0 })) == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(Array(StreamLoader(Numbers(7), batchSize: 3, dropLast: true, collate: { $0 })).count == 2)
        #expect(Array(StreamLoader(Numbers(0), batchSize: 3, collate: { $0 })).isEmpty)

        let shuffled = StreamLoader(
            Numbers(1000), batchSize: 10, shuffleBuffer: 50, generator: Generator(seed: 3), collate: { $0 })
        let (first, second) = (shuffled.flatMap { $0 }, shuffled.flatMap { $0 })
        #expect(first.sorted() == Array(0..<1000) && first != second && first != first.sorted())
        // What goes next was read at most a window before.
        #expect(first.enumerated().allSatisfy { $1 < $0 + 50 })
        let again = StreamLoader(
            Numbers(1000), batchSize: 10, shuffleBuffer: 50, generator: Generator(seed: 3), collate: { $0 })
        #expect(again.flatMap { $0 } == first)
    }

    @Test("are read no further than they are used")
    func lazy() {
        let furthest = Mutex(0)
        let loader = StreamLoader(Numbers(.max), batchSize: 4, collate: { $0 })
        for (index, batch) in loader.enumerated() {
            furthest.withLock { $0 = batch[3] }
            if index == 2 { break }
        }
        #expect(furthest.withLock { $0 } == 11)
    }

    @Test("that wait hold up neither what was read before nor who lets them go", .timeLimit(.minutes(5)))
    func waiting() {
        let more = DispatchSemaphore(value: 0)
        let stream = Numbers(.max) { if $0 == 4 { more.wait() } }
        do {
            let iterator = StreamLoader(stream, batchSize: 2, collate: { $0 }).prefetched(workers: 2, depth: 4).makeIterator()
            #expect(iterator.next() == [0, 1])
            #expect(iterator.next() == [2, 3])
        }
        more.signal()
    }

    @Test("are made ahead in order, and go on from a position", arguments: [1, 4], [0, 20])
    func ahead(workers: Int, buffer: Int) throws {
        func loader() -> StreamLoader<Numbers, [Int]> {
            StreamLoader(Numbers(100), batchSize: 3, shuffleBuffer: buffer, generator: Generator(seed: 9)) { numbers in
                usleep(UInt32(numbers[0] % 3) * 200)
                return numbers
            }
        }
        let plain = Array(loader())
        #expect(Array(loader().prefetched(workers: workers, depth: 5)) == plain)
        let iterator = loader().prefetched(workers: workers).makeIterator()
        for _ in 0..<6 { _ = iterator.next() }
        let other = loader()
        #expect(try Array(other.makeIterator(at: iterator.position)) == Array(plain[6...]))
        #expect(try Array(loader().prefetched(workers: workers).makeIterator(at: iterator.position)) == Array(plain[6...]))
    }
}

@Suite("Padding")
struct PaddingTests {
    @Test("makes sequences as long as the longest")
    func pad() {
        let sequences = [Tensor([1, 2, 3]), Tensor([4]), Tensor([] as [Int])]
        #expect(padSequence(sequences, value: -1).array(of: Int.self) == [1, 2, 3, 4, -1, -1, -1, -1, -1])
        #expect(padSequence(sequences).dtype == .int64)
        let lengths = lengths(of: sequences)
        #expect(lengths.array(of: Int.self) == [3, 1, 0])
        let mask = paddingMask(lengths: lengths)
        #expect(mask.shape == [3, 3])
        #expect(mask.array(of: Bool.self) == [true, true, true, true, false, false, false, false, false])
        #expect(paddingMask(lengths: lengths, longest: 5).shape == [3, 5])
        #expect(padSequence([Tensor.ones([2, 4]), .ones([3, 4])], value: 0.5).shape == [2, 3, 4])
    }

    @Test("is a loader's collation")
    func collation() {
        let sentences = (1...5).map { Tensor(Array(0..<$0)) }
        let loader = DataLoader(sentences, batchSize: 2) { (padSequence($0), lengths(of: $0)) }
        #expect(loader.map { $0.0.shape } == [[2, 2], [2, 4], [1, 5]])
        #expect(loader.flatMap { $0.1.array(of: Int.self) } == [1, 2, 3, 4, 5])
    }
}
