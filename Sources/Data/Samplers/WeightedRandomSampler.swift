import Glibc
import Tensor

/// Positions drawn in proportion to weights (torch's `WeightedRandomSampler`): of classes of unequal sizes, as many of each, say.
///
/// Without replacement, each draw is in proportion to the weights of those that are left (Efraimidis & Spirakis, 2006).
public struct WeightedRandomSampler: Sampler {
    public let weights: [Double]
    public let count: Int
    public let replacement: Bool

    /// - Parameters:
    ///   - weights: one an element, from 0 on; they need not add up to 1.
    ///   - count: how many positions an epoch has.
    /// - Precondition: finite weights, some of them positive; without replacement, at least `count` of them.
    public init(weights: [Double], count: Int, replacement: Bool = true) {
        if let wrong = weights.first(where: { !($0 >= 0 && $0 < .infinity) }) {
            trap("WeightedRandomSampler", "weights are finite numbers from 0 on, got \(wrong)")
        }
        let positive = weights.count { $0 > 0 }
        if count < 0 || count > 0 && positive == 0 || !replacement && positive < count {
            trap("WeightedRandomSampler", "\(positive) positive weights do not give \(count) samples")
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
        // The last element that can be drawn at all, should rounding reach the end.
        let last = weights.lastIndex { $0 > 0 } ?? 0
        let draws = Tensor.uniform([count], dtype: .float64, generator: generator)
        return draws.array(of: Double.self).map { draw in min(sums.firstIndex(above: draw * total), last) }
    }

    /// A power of two that keeps the sum of the weights from overflowing, and their shares from being rounded where they are tiny; 1
    /// for ordinary weights. It changes no share.
    private var factor: Double {
        let largest = weights.max() ?? 0
        return largest > 0x1p900 ? 0x1p-200 : largest < 0x1p-900 ? 0x1p200 : 1
    }

    private func unique(_ generator: Generator) -> [Int] {
        let draws = Tensor.uniform([weights.count], dtype: .float64, generator: generator).array(of: Double.self)
        // log(u) / w, the largest first: as if each waited for a time of rate w. Its logarithm neither overflows nor vanishes.
        let keys = zip(draws, weights).map { log($1) - log(-log(max($0, .leastNonzeroMagnitude))) }
        let drawable = keys.indices.filter { weights[$0] > 0 }
        return Array(drawable.sorted { (keys[$0], $1) > (keys[$1], $0) }.prefix(count))
    }
}

extension [Double] {
    /// The first position of a rising array whose element is above.
    fileprivate func firstIndex(above value: Double) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] > value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
