import CKernels

/// Random numbers as data: which distribution a tensor is filled from, and which generator.
///
/// A ``Graph`` has them, since each execution draws again; `Tensor.normal` and its like draw from one at once.
public struct RandomSource: Sendable {
    /// How the elements are distributed, each by itself but in a permutation.
    public enum Distribution: Sendable, Hashable {
        /// Uniform in [from, to).
        case uniform(from: Double, to: Double)
        /// Normal.
        case normal(mean: Double, std: Double)
        /// Integers in from ..< to, each as likely.
        case integers(from: Int, to: Int)
        /// The numbers from 0 on in random order.
        case permutation
        /// A value with the probability, else 0.
        case bernoulli(probability: Double, value: Double = 1)
    }

    /// How the elements are distributed.
    public let distribution: Distribution
    /// The shape of the tensor.
    public let shape: Shape
    /// The type of the elements.
    public let dtype: DType
    /// Where the numbers come from.
    public let generator: Generator

    init(_ distribution: Distribution, _ shape: Shape, _ dtype: DType, _ generator: Generator) {
        self.distribution = distribution
        self.shape = shape
        self.dtype = dtype
        self.generator = generator
    }

    /// The next tensor from the generator, on the CPU.
    public func draw() -> Tensor { draw(from: generator) }

    /// The next tensor, which each execution of a graph draws anew.
    func resampledPerRun() -> Tensor { GraphTracer.current?.draw(self) ?? draw() }

    /// The next tensor from a generator.
    func draw(from generator: Generator) -> Tensor {
        switch distribution {
        case .uniform(let low, let high): uniform(low, high, generator)
        case .normal(let mean, let std): normal(mean, std, generator)
        case .integers(let low, let high): integers(low, high, generator)
        case .permutation: permutation(generator)
        case .bernoulli(let probability, let value): bernoulli(probability, value, generator)
        }
    }

    private func uniform(_ low: Double, _ high: Double, _ generator: Generator) -> Tensor {
        // Rounding could reach the upper end.
        let last = Swift.max(low, dtype.largest(below: high))
        let bits = Int32(dtype.significantBits)
        return filled(generator) { result, seed, block, range in
            let (first, count) = (range.lowerBound, range.count)
            result.dtype.dispatchFloat(
                float32: writing(result) { kindling_uniform_f32(seed, block, bits, low, high - low, last, $0 + first, count) },
                float64: writing(result) { kindling_uniform_f64(seed, block, bits, low, high - low, last, $0 + first, count) })
        }
    }

    private func normal(_ mean: Double, _ std: Double, _ generator: Generator) -> Tensor {
        filled(generator) { result, seed, block, range in
            // Halves have too few bits for the tails.
            let (bits, first, count) = (Int32(result.dtype.significantBits), range.lowerBound, range.count)
            result.dtype.dispatchFloat(
                float32: writing(result) { kindling_normal_f32(seed, block, bits, mean, std, $0 + first, count) },
                float64: writing(result) { kindling_normal_f64(seed, block, bits, mean, std, $0 + first, count) })
        }
    }

    private func bernoulli(_ probability: Double, _ value: Double, _ generator: Generator) -> Tensor {
        let limit = UInt64((probability * 0x1p53).rounded(.up))
        return filled(generator) { result, seed, block, range in
            let (first, count) = (range.lowerBound, range.count)
            result.dtype.dispatchFloat(
                float32: writing(result) { kindling_bernoulli_f32(seed, block, limit, Float(value), $0 + first, count) },
                float64: writing(result) { kindling_bernoulli_f64(seed, block, limit, value, $0 + first, count) })
        }
    }

    /// Elements that `fill` makes of the generator's blocks, in the dtype or, for others than float64, by way of float32.
    private func filled(
        _ generator: Generator, _ fill: (_ result: Tensor, _ seed: UInt64, _ block: UInt64, _ range: Range<Int>) -> Void
    ) -> Tensor {
        let result = Tensor.uninitialized(shape, dtype.isFloatingPoint ? dtype.upcast : .float32)
        let (philox, start) = generator.take(words: 2 * result.count)
        // An even grain, since two elements are made of a block.
        parallel(elements: result.count, grain: 1 << 14) { range in
            fill(result, philox.seed, start + UInt64(range.lowerBound / 2), range)
        }
        return result.to(dtype)
    }

    private func integers(_ low: Int, _ high: Int, _ generator: Generator) -> Tensor {
        let count = shape.elementCount
        let span = UInt64(bitPattern: Int64(high)) &- UInt64(bitPattern: Int64(low))
        let (philox, start) = generator.take(words: 2 * count)
        return Tensor(shape: shape, dtype: .int64) { target in
            let integers = target.bindMemory(to: Int.self)
            philox.forEachNumber(count, from: start) { index, number in
                // The high half of the product is uniform to within span / 2⁶⁴.
                integers[index] = low &+ Int(truncatingIfNeeded: number.multipliedFullWidth(by: span).high)
            }
        }
    }

    private func permutation(_ generator: Generator) -> Tensor {
        Tensor(shape: shape, dtype: .int64) { target in
            let order = target.bindMemory(to: Int.self)
            for index in 0..<target.count / MemoryLayout<Int>.size { order[index] = index }
            generator.shuffle(order)
        }
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
