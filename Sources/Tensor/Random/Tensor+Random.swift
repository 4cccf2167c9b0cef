import CKernels
import Glibc

extension Tensor {
    /// Uniformly distributed numbers in [low, high) (torch's `rand`).
    public static func uniform(
        _ shape: Shape, from low: Double = 0, to high: Double = 1, dtype: DType = .default,
        generator: Generator = .default
    ) -> Tensor {
        if !(low <= high && (high - low).isFinite) { trap("uniform", "bounds must be finite and ascend, got \(low), \(high)") }
        // Rounding could reach the upper end.
        let last = Swift.max(low, dtype.largest(below: high))
        return random(shape, dtype, "uniform", generator) { result, philox, start in
            parallel(elements: result.count, grain: grain) { part in
                let (block, bits) = (start + UInt64(part.lowerBound / 2), Int32(dtype.significantBits))
                if dtype == .float64 {
                    let target: UnsafeMutablePointer<Double> = result.pointer() + part.lowerBound
                    kindling_uniform_f64(philox.seed, block, bits, low, high - low, last, target, part.count)
                } else {
                    let target: UnsafeMutablePointer<Float> = result.pointer() + part.lowerBound
                    kindling_uniform_f32(philox.seed, block, bits, low, high - low, last, target, part.count)
                }
            }
        }
    }

    /// Normally distributed numbers with this mean and standard deviation (torch's `normal`), by the Box-Muller method.
    public static func normal(
        _ shape: Shape, mean: Double = 0, std: Double = 1, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(std >= 0) { trap("normal", "std must not be negative, got \(std)") }
        return random(shape, dtype, "normal", generator) { result, philox, start in
            parallel(elements: result.count, grain: grain) { part in
                // Halves have too few bits for the tails.
                let (block, bits) = (start + UInt64(part.lowerBound / 2), Int32(result.dtype.significantBits))
                if result.dtype == .float64 {
                    kindling_normal_f64(philox.seed, block, bits, mean, std, result.pointer() + part.lowerBound, part.count)
                } else {
                    kindling_normal_f32(philox.seed, block, bits, mean, std, result.pointer() + part.lowerBound, part.count)
                }
            }
        }
    }

    /// Uniformly distributed integers in low ..< high, int64 (torch's `randint`).
    public static func integers(
        _ shape: Shape, from low: Int = 0, to high: Int, generator: Generator = .default
    ) -> Tensor {
        if low >= high { trap("integers", "the bounds must ascend, got \(low) and \(high)") }
        let count = checked(shape, "integers").elementCount
        let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
        return anew {
            let (philox, start) = generator.take(words: 2 * count)
            return Tensor(shape: shape, dtype: .int64) { target in
                let integers = target.bindMemory(to: Int.self)
                philox.forEachNumber(count, from: start) { index, number in
                    // The high half of the product is uniform to within span / 2⁶⁴.
                    integers[index] = low &+ Int(truncatingIfNeeded: number.multipliedFullWidth(by: span).high)
                }
            }
        }
    }

    /// The numbers 0 ..< n in random order, int64 (torch's `randperm`).
    public static func permutation(_ n: Int, generator: Generator = .default) -> Tensor {
        let size = checkedSize(n)
        return anew {
            Tensor(shape: [size], dtype: .int64) { target in
                let order = target.bindMemory(to: Int.self)
                for index in 0..<size { order[index] = index }
                generator.shuffle(order)
            }
        }
    }

    /// 1 with this probability, otherwise 0 (torch's `bernoulli`).
    public static func bernoulli(
        _ shape: Shape, probability: Double = 0.5, dtype: DType = .default, generator: Generator = .default
    ) -> Tensor {
        if !(0...1).contains(probability) { trap("bernoulli", "the probability must be in [0, 1], got \(probability)") }
        return drawn(shape, 1, probability, dtype, generator)
    }

    /// A value with the probability, else 0.
    package static func drawn(
        _ shape: Shape, _ value: Double, _ probability: Double, _ dtype: DType, _ generator: Generator
    ) -> Tensor {
        let limit = UInt64((probability * 0x1p53).rounded(.up))
        let size = checked(shape, "bernoulli")
        return anew {
            let result = uninitialized(size, dtype == .float64 ? .float64 : .float32)
            let (philox, start) = generator.take(words: 2 * result.count)
            parallel(elements: result.count, grain: grain) { part in
                let (block, first) = (start + UInt64(part.lowerBound / 2), part.lowerBound)
                if dtype == .float64 {
                    kindling_bernoulli_f64(philox.seed, block, limit, value, result.pointer() + first, part.count)
                } else {
                    kindling_bernoulli_f32(philox.seed, block, limit, Float(value), result.pointer() + first, part.count)
                }
            }
            return result.to(dtype)
        }
    }

    /// Even, since two elements are made of a block.
    private static var grain: Int { 1 << 14 }

    /// A tensor that `fill` fills from the generator's blocks, in the dtype or, for halves, in float32.
    private static func random(
        _ shape: Shape, _ dtype: DType, _ name: String, _ generator: Generator,
        fill: @escaping @Sendable (_ result: Tensor, _ philox: Philox, _ start: UInt64) -> Void
    ) -> Tensor {
        if !dtype.isFloatingPoint { trap(name, "takes a floating-point dtype, got \(dtype)") }
        let size = checked(shape, name)
        return anew {
            let result = uninitialized(size, dtype == .float64 ? .float64 : .float32)
            let (philox, start) = generator.take(words: 2 * result.count)
            fill(result, philox, start)
            return result.to(dtype)
        }
    }

    /// A tensor of random numbers, which a captured program draws anew at each run.
    private static func anew(_ make: @escaping @Sendable () -> Tensor) -> Tensor {
        if let capture = Capture.now { capture.source(make) } else { make() }
    }
}

extension DType {
    /// How many bits of a number in [0, 1) a floating dtype holds.
    fileprivate var significantBits: Int {
        switch self {
        case .float16: 11
        case .bfloat16: 8
        case .float64: 53
        default: 24
        }
    }

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
    if n < 0 { trap("permutation", "the count must not be negative, got \(n)") }
    return n
}
