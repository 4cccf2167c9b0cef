import Glibc
import Tensor

/// Draws positions with probabilities proportional to weights (torch's `WeightedRandomSampler`), to balance classes of unequal
/// size, for example.
///
/// Without replacement, each draw is proportional to the weights of the remaining elements (Efraimidis & Spirakis, 2006).
public struct WeightedRandomSampler: Sampler {
    /// The weight of each element.
    public let weights: [Double]
    public let count: Int
    /// Whether a position can be drawn more than once.
    public let replacement: Bool

    /// Draws from elements with these weights.
    ///
    ///   - weights: one for each element, not negative; they need not add up to 1.
    ///   - count: the number of positions of an epoch.
    ///   - replacement: whether a position can be drawn more than once.
    /// - Precondition: the weights are finite, and at least one is positive; without replacement, at least `count` are.
    public init(weights: [Double], count: Int, replacement: Bool = true) {
        if let wrong = weights.first(where: { !($0 >= 0 && $0 < .infinity) }) {
            trap("WeightedRandomSampler", "weights must be finite and not negative, got \(wrong)")
        }
        let positive = weights.count { $0 > 0 }
        if count < 0 || count > 0 && positive == 0 || !replacement && positive < count {
            trap("WeightedRandomSampler", "cannot draw \(count) samples from \(positive) elements with a positive weight")
        }
        self.weights = weights
        self.count = count
        self.replacement = replacement
    }

    public func positions(_ generator: Generator) -> Positions {
        Positions(replacement ? repeated(generator) : unique(generator))
    }

    private func repeated(_ generator: Generator) -> [Int] {
        var sums: [Double] = []
        sums.reserveCapacity(weights.count)
        let factor = self.factor
        for weight in weights { sums.append((sums.last ?? 0) + weight * factor) }
        let total = sums.last ?? 0
        // The last element with a positive weight, should rounding reach the end.
        let last = weights.lastIndex { $0 > 0 } ?? 0
        let draws = Tensor.uniform([count], dtype: .float64, generator: generator)
        return draws.array(of: Double.self).map { draw in min(sums.firstIndex(above: draw * total), last) }
    }

    /// A power of two that keeps the sum of the weights from overflowing, and their shares from losing bits where they are
    /// tiny; 1 for ordinary weights. It does not change any share.
    private var factor: Double {
        let largest = weights.max() ?? 0
        return largest > 0x1p900 ? 0x1p-200 : largest < 0x1p-900 ? 0x1p200 : 1
    }

    private func unique(_ generator: Generator) -> [Int] {
        let draws = Tensor.uniform([weights.count], dtype: .float64, generator: generator).array(of: Double.self)
        // log(u) / w in descending order: the arrivals of Poisson processes of rate w. Its logarithm neither overflows nor
        // underflows.
        let keys = zip(draws, weights).map { log($1) - log(-log(max($0, .leastNonzeroMagnitude))) }
        let drawable = keys.indices.filter { weights[$0] > 0 }
        return Array(drawable.sorted { (keys[$0], $1) > (keys[$1], $0) }.prefix(count))
    }
}

extension [Double] {
    /// The index of the first element of an ascending array that is larger than a value.
    fileprivate func firstIndex(above value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
