extension Tensor {
    /// Uniformly distributed numbers in [low, high) (torch's `rand`).
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        if !(low <= high && (high - low).isFinite) { trap("uniform", "bounds must be finite and ascend, got \(low), \(high)") }
        return floating(.uniform(from: low, to: high), shape, dtype, "uniform", generator)
    }

    /// Normally distributed numbers with this mean and standard deviation (torch's `normal`), by the Box-Muller method.
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(std >= 0) { trap("normal", "std must not be negative, got \(std)") }
        return floating(.normal(mean: mean, std: std), shape, dtype, "normal", generator)
    }

    /// Uniformly distributed integers in low ..< high, int64 (torch's `randint`).
    public static func integers(
        _ shape: Shape, from low: Int = 0, to high: Int, generator: Generator = .default
    ) -> Tensor {
        if low >= high { trap("integers", "the bounds must ascend, got \(low) and \(high)") }
        return RandomSource(.integers(from: low, to: high), checked(shape, "integers"), .int64, generator).resampledPerRun()
    }

    /// The numbers 0 ..< n in random order, int64 (torch's `randperm`).
    public static func permutation(_ n: Int, generator: Generator = .default) -> Tensor {
        RandomSource(.permutation, [checkedSize(n)], .int64, generator).resampledPerRun()
    }

    /// 1 with this probability, otherwise 0 (torch's `bernoulli`).
    public static func bernoulli(
        _ shape: Shape, probability: Double = 0.5, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(0...1).contains(probability) { trap("bernoulli", "the probability must be in [0, 1], got \(probability)") }
        return bernoulli(shape, times: 1, probability: probability, dtype: dtype, generator: generator)
    }

    /// A value with the probability, else 0.
    package static func bernoulli(
        _ shape: Shape, times value: Double, probability: Double, dtype: DType, generator: Generator
    ) -> Tensor {
        RandomSource(.bernoulli(probability: probability, value: value), checked(shape, "bernoulli"), dtype, generator)
            .resampledPerRun()
    }

    private static func floating(
        _ distribution: RandomSource.Distribution, _ shape: Shape, _ dtype: DType, _ name: String, _ generator: Generator
    ) -> Tensor {
        if !dtype.isFloatingPoint { trap(name, "takes a floating-point dtype, got \(dtype)") }
        return RandomSource(distribution, checked(shape, name), dtype, generator).resampledPerRun()
    }
}

extension Generator {
    /// The numbers 0 ..< n in random order (Fisher-Yates shuffle).
    public func permutation(_ n: Int) -> [Int] {
        var order = Array(0..<checkedSize(n))
        shuffle(&order)
        return order
    }

    /// Puts the elements in random order, in place.
    public func shuffle<T>(_ elements: inout [T]) {
        elements.withUnsafeMutableBufferPointer { shuffle($0) }
    }

    func shuffle<T>(_ elements: UnsafeMutableBufferPointer<T>) {
        let n = elements.count
        if n < 2 { return }
        let (philox, start) = take(words: 2 * n)
        philox.forEachNumber(n - 1, from: start) { index, number in
            elements.swapAt(index, index + Int(number.multipliedFullWidth(by: UInt64(n - index)).high))
        }
    }
}

private func checkedSize(_ n: Int) -> Int {
    if n < 0 { trap("permutation", "the count must not be negative, got \(n)") }
    return n
}
