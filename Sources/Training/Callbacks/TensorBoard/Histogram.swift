/// How numbers are distributed over TensorBoard's buckets, whose limits grow by a tenth from 1e-12 to 1e20 on both sides of 0.
struct Histogram: Equatable {
    private(set) var minimum = Double.infinity
    private(set) var maximum = -Double.infinity
    /// Of the finite ones, which alone are counted.
    private(set) var count = 0.0
    private(set) var sum = 0.0
    private(set) var sumOfSquares = 0.0
    /// The upper limit of each bucket, which begins at the limit before; successive empty ones are one.
    private(set) var limits: [Double] = []
    private(set) var counts: [Double] = []

    private static let allLimits: [Double] = {
        let positive = Array(sequence(first: 1e-12) { $0 * 1.1 < 1e20 ? $0 * 1.1 : nil }) + [.greatestFiniteMagnitude]
        return positive.reversed().map { -$0 } + [0] + positive
    }()

    /// - Returns: nil where no number is finite.
    init?(of numbers: UnsafeBufferPointer<Float>) {
        let limits = Histogram.allLimits
        var buckets = [Double](repeating: 0, count: limits.count)
        for number in numbers where number.isFinite {
            let x = Double(number)
            minimum = min(minimum, x)
            maximum = max(maximum, x)
            count += 1
            sum += x
            sumOfSquares += x * x
            buckets[Histogram.bucket(of: x, limits)] += 1
        }
        if count == 0 { return nil }
        for (limit, bucket) in zip(limits, buckets) {
            if bucket == 0 && counts.last == 0 {
                self.limits[self.limits.count - 1] = limit
            } else {
                self.limits.append(limit)
                counts.append(bucket)
            }
        }
    }

    /// The first bucket whose limit is above a number.
    private static func bucket(of x: Double, _ limits: [Double]) -> Int {
        var (low, high) = (0, limits.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if x < limits[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
