import CKernels
import Tensor

/// Splits the rows of a stream at random into training and test rows. A row's number alone decides where it goes, so that every
/// pass over the stream splits it in the same way, whatever the size of the tables.
///
/// ```swift
/// let split = StreamSplit(testFraction: 0.2, seed: 7)
/// for part in CSV.stream("clicks.csv", rows: 4096) {
///     let table = try part.get()
///     let features = try table.numbers()[split(table.rows).train]
/// }
/// ```
public struct StreamSplit: Sendable, Equatable {
    /// The approximate fraction of test rows.
    public let testFraction: Double
    /// The seed of the random decision. The same seed gives the same split.
    public let seed: UInt64

    /// A split with a fraction and a seed.
    ///
    /// - Precondition: `testFraction` is in 0...1.
    public init(testFraction: Double, seed: UInt64) {
        if !(0...1).contains(testFraction) { trap("StreamSplit", "testFraction must be in 0...1, got \(testFraction)") }
        self.testFraction = testFraction
        self.seed = seed
    }

    /// Assigns the rows with these numbers: their positions in `rows`, in order, as int64 vectors.
    ///
    /// - Precondition: no number is negative.
    public func callAsFunction(_ rows: Range<Int>) -> (train: Tensor, test: Tensor) {
        if rows.lowerBound < 0 { trap("StreamSplit", "row numbers must not be negative, got \(rows.lowerBound)") }
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
