import CKernels
import Tensor

/// Parts the rows of a stream at random in those to train on and those to test with. Each row goes where its number sends it, so
/// that every pass over the stream parts it alike, in tables of whatever size.
///
/// ```swift
/// let split = StreamSplit(testFraction: 0.2, seed: 7)
/// for part in CSV.stream("clicks.csv", rows: 4096) {
///     let table = try part.get()
///     let features = try table.numbers()[split(table.rows).train]
/// }
/// ```
public struct StreamSplit: Sendable, Equatable {
    /// The share of the rows that is left for the test, nearly.
    public let testFraction: Double
    public let seed: UInt64

    /// - Precondition: a fraction from 0 to 1.
    public init(testFraction: Double, seed: UInt64) {
        if !(0...1).contains(testFraction) { trap("StreamSplit", "\(testFraction) is no fraction") }
        self.testFraction = testFraction
        self.seed = seed
    }

    /// Where the rows of these numbers go: their positions among them, in order, int64 vectors.
    ///
    /// - Precondition: no number is negative.
    public func callAsFunction(_ rows: Range<Int>) -> (train: Tensor, test: Tensor) {
        if rows.lowerBound < 0 { trap("StreamSplit", "there is no row \(rows.lowerBound)") }
        var parts: (train: [Int], test: [Int]) = ([], [])
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 2 * rows.count) { numbers in
            guard let first = numbers.baseAddress else { return }
            kindling_philox(seed, UInt64(rows.lowerBound), first, numbers.count)
            for position in 0..<rows.count {
                let isTest = Double(numbers[2 * position] >> 11) * 0x1p-53 < testFraction
                if isTest { parts.test.append(position) } else { parts.train.append(position) }
            }
        }
        return (Tensor(parts.train, shape: [parts.train.count]), Tensor(parts.test, shape: [parts.test.count]))
    }
}
