import Data
import Tensor
import Testing

@Suite("The split of a stream")
struct StreamSplitTests {
    private func numbers(_ split: StreamSplit, _ count: Int, by size: Int) -> (train: [Int], test: [Int]) {
        var (train, test): ([Int], [Int]) = ([], [])
        for start in stride(from: 0, to: count, by: size) {
            let parts = split(start..<min(start + size, count))
            train += parts.train.array(of: Int.self).map { $0 + start }
            test += parts.test.array(of: Int.self).map { $0 + start }
        }
        return (train, test)
    }

    @Test("sends each row to one side, the same whatever the tables' size", arguments: [1, 7, 1000, 10_000])
    func sides(size: Int) {
        let split = StreamSplit(testFraction: 0.2, seed: 7)
        let (train, test) = numbers(split, 10_000, by: size)
        #expect((train + test).sorted() == Array(0..<10_000))
        #expect(abs(test.count - 2000) < 160)
        let whole = split(0..<10_000)
        #expect(train == whole.train.array(of: Int.self) && test == whole.test.array(of: Int.self))
    }

    @Test("follows the seed, and leaves all on one side for 0 and 1")
    func seeds() {
        let other = StreamSplit(testFraction: 0.2, seed: 8)
        #expect(numbers(other, 1000, by: 100).test != numbers(StreamSplit(testFraction: 0.2, seed: 7), 1000, by: 100).test)
        #expect(StreamSplit(testFraction: 0, seed: 1)(0..<100).test.count == 0)
        #expect(StreamSplit(testFraction: 1, seed: 1)(0..<100).train.count == 0)
        #expect(StreamSplit(testFraction: 0.5, seed: 1)(5..<5).train.count == 0)
    }
}
