import Glibc

extension Tensor {
    /// Uniform in [low, high).
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        if !(low <= high && (high - low).isFinite) { trap("uniform", "there is no number from \(low) to \(high)") }
        // Rounding could reach the upper end.
        let last = Swift.max(low, dtype.largest(below: high))
        return random(shape, dtype, "uniform", generator) { words, index in
            Swift.min(low + (high - low) * unit(words, index, dtype), last)
        }
    }

    /// Normal with this mean and standard deviation (Box and Muller's method).
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(std >= 0) { trap("normal", "a standard deviation is not negative, got \(std)") }
        // Halves have too few bits for the tails.
        let precision = dtype.isHalf ? .float32 : dtype
        return random(shape, dtype, "normal", generator) { words, index in
            // Both numbers of a pair are made from the same two uniforms; 1 - u is never 0.
            let pair = index & ~1
            let radius = Glibc.sqrt(-2 * Glibc.log(1 - unit(words, pair, precision)))
            let angle = 2 * Double.pi * unit(words, pair + 1, precision)
            return mean + std * radius * (index == pair ? Glibc.cos(angle) : Glibc.sin(angle))
        }
    }

    /// int64, each as likely, in low ..< high.
    public static func integers(
        _ shape: Shape, from low: Int = 0, to high: Int, generator: Generator = .default
    ) -> Tensor {
        if low >= high { trap("integers", "there is no integer from \(low) to below \(high)") }
        let count = checked(shape, "integers").elementCount
        let (philox, start) = generator.take(words: 2 * count)
        let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
        return Tensor(shape: shape, dtype: .int64) { target in
            let integers = target.bindMemory(to: Int.self)
            philox.forEachNumber(count, from: start) { index, number in
                // The high half of the product is uniform to within span / 2⁶⁴.
                integers[index] = low &+ Int(truncatingIfNeeded: number.multipliedFullWidth(by: span).high)
            }
        }
    }

    /// The numbers 0 ..< n in random order, int64.
    public static func permutation(_ n: Int, generator: Generator = .default) -> Tensor {
        Tensor(shape: [checkedSize(n)], dtype: .int64) { target in
            let order = target.bindMemory(to: Int.self)
            for index in 0..<n { order[index] = index }
            generator.shuffle(order)
        }
    }

    /// 1 with the probability, else 0.
    public static func bernoulli(
        _ shape: Shape, probability: Double = 0.5, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(0...1).contains(probability) { trap("bernoulli", "\(probability) is no probability") }
        return random(shape, dtype, "bernoulli", generator) { words, index in
            unit(words, index, .float64) < probability ? 1 : 0
        }
    }

    /// A number in [0, 1) of the dtype's precision, from the words of one half of a block.
    private static func unit(_ words: Philox.Block, _ index: Int, _ dtype: DType) -> Double {
        let high = words[2 * index], low = words[2 * index + 1]
        switch dtype {
        case .float32: return Double(high >> 8) * 0x1p-24
        case .float16: return Double(high >> 21) * 0x1p-11
        case .bfloat16: return Double(high >> 24) * 0x1p-8
        default: break
        }
        return Double((UInt64(high) << 32 | UInt64(low)) >> 11) * 0x1p-53
    }

    /// A tensor whose elements 2 i and 2 i + 1 are made from block i.
    private static func random(
        _ shape: Shape, _ dtype: DType, _ name: String, _ generator: Generator,
        _ make: (_ words: Philox.Block, _ index: Int) -> Double
    ) -> Tensor {
        if !dtype.isFloatingPoint && name != "bernoulli" { trap(name, "takes a floating-point dtype, got \(dtype)") }
        let count = checked(shape, name).elementCount
        let (philox, start) = generator.take(words: 2 * count)
        func fill<T>(_ convert: (Double) -> T) -> [T] {
            [T](unsafeUninitializedCapacity: count) { buffer, initialized in
                for block in 0..<((count + 1) / 2) {
                    let words = philox.block(at: start + UInt64(block))
                    buffer.initializeElement(at: 2 * block, to: convert(make(words, 0)))
                    if 2 * block + 1 < count { buffer.initializeElement(at: 2 * block + 1, to: convert(make(words, 1))) }
                }
                initialized = count
            }
        }
        if dtype == .float64 { return Tensor(fill { $0 }, shape: shape, dtype: .float64) }
        return Tensor(fill { Float($0) }, shape: shape, dtype: dtype)
    }
}

extension DType {
    /// The largest number of a floating dtype below what another rounds to.
    fileprivate func largest(below high: Double) -> Double {
        switch self {
        case .float32: Double(Float(high).nextDown)
        case .float16: Double(Float16(high).nextDown)
        case .bfloat16: Double(BFloat16(Float(high)).nextDown.float)
        default: high.nextDown
        }
    }
}

extension Generator {
    /// The numbers 0 ..< n in random order (Fisher and Yates's shuffle).
    public func permutation(_ n: Int) -> [Int] {
        var order = Array(0..<checkedSize(n))
        shuffle(&order)
        return order
    }

    /// Puts the elements in random order.
    public func shuffle<T>(_ elements: inout [T]) {
        elements.withUnsafeMutableBufferPointer { shuffle($0) }
    }

    fileprivate func shuffle<T>(_ elements: UnsafeMutableBufferPointer<T>) {
        let n = elements.count
        if n < 2 { return }
        let (philox, start) = take(words: 2 * n)
        philox.forEachNumber(n - 1, from: start) { index, number in
            elements.swapAt(index, index + Int(number.multipliedFullWidth(by: UInt64(n - index)).high))
        }
    }
}

private func checkedSize(_ n: Int) -> Int {
    if n < 0 { trap("permutation", "there are no \(n) numbers") }
    return n
}
