import Glibc
import Tensor
import Testing

/// A reduction, and the same of an array.
struct Fold: CustomTestStringConvertible {
    let testDescription: String
    let of: @Sendable (Tensor, [Int], Bool) -> Tensor
    let truth: @Sendable ([Double]) -> Double

    init(
        _ name: String, _ of: @escaping @Sendable (Tensor, [Int], Bool) -> Tensor,
        _ truth: @escaping @Sendable ([Double]) -> Double
    ) {
        (testDescription, self.of, self.truth) = (name, of, truth)
    }

    static let all: [Fold] = [
        Fold("sum", { $0.sum(dims: $1, keepDim: $2) }, { $0.reduce(0, +) }),
        Fold("mean", { $0.mean(dims: $1, keepDim: $2) }, { $0.reduce(0, +) / Double($0.count) }),
        Fold("prod", { $0.prod(dims: $1, keepDim: $2) }, { $0.reduce(1, *) }),
        Fold("amax", { $0.amax(dims: $1, keepDim: $2) }, { $0.max() ?? .nan }),
        Fold("amin", { $0.amin(dims: $1, keepDim: $2) }, { $0.min() ?? .nan }),
        Fold("any", { $0.any(dims: $1, keepDim: $2) }, { $0.contains { $0 != 0 } ? 1 : 0 }),
        Fold("all", { $0.all(dims: $1, keepDim: $2) }, { $0.allSatisfy { $0 != 0 } ? 1 : 0 }),
        Fold("var", { $0.var(dims: $1, correction: 0, keepDim: $2) }, variance),
        Fold("std", { $0.std(dims: $1, correction: 0, keepDim: $2) }, { variance($0).squareRoot() }),
        Fold("norm", { $0.norm(dims: $1, keepDim: $2) }, { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }),
        Fold("logSumExp", { $0.logSumExp(dims: $1, keepDim: $2) }, { Glibc.log($0.reduce(0) { $0 + Glibc.exp($1) }) }),
    ]

    @Sendable private static func variance(_ x: [Double]) -> Double {
        let mean = x.reduce(0, +) / Double(x.count)
        return x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
    }
}

@Suite("Reductions")
struct ReductionTests {
    static let dims: [[Int]] = [[], [0], [1], [2], [-1], [0, 1], [1, 2], [0, -1], [0, 1, 2]]

    /// Every kind of stride, and sizes of 1.
    static let operands: [Tensor] = {
        let x = Tensor.uniform([3, 4, 5], from: -1, to: 1, dtype: .float64, generator: Generator(seed: 1))
        let wide = Tensor.uniform([6, 8, 40], from: -1, to: 1, dtype: .float64, generator: Generator(seed: 2))
        return [
            x, x.permute(2, 0, 1), x.transpose(0, 1), x.flip(0, 1, 2), x.flip(1), wide[.slice(step: 2), 1..., 3..<38],
            wide[.ellipsis, .slice(step: -3)], x[.all, 1..<2].expand(3, 4, 5), x[1, 1].expand(2, 3, 5), x[0..<1],
            x[.all, 2..<3],
            x[.ellipsis, ..<1], x.permute(0, 2, 1).to(.float32),
        ]
    }()

    @Test("over any dims of any strides", arguments: Fold.all, operands.indices)
    func folds(fold: Fold, operand: Int) {
        let x = Self.operands[operand]
        for dims in Self.dims {
            let axes = dims.isEmpty ? [0, 1, 2] : dims.map { $0 < 0 ? $0 + 3 : $0 }
            let kept = (0..<3).filter { !axes.contains($0) }
            let groups = x.permute(kept + axes).reshape(Shape([kept.map { x.shape[$0] }.reduce(1, *), -1]))
            let truth = groups.unbind().map { fold.truth($0.array(of: Double.self)) }
            let tolerance = x.dtype == .float64 ? 1e-12 : 2e-6
            let found = fold.of(x, dims, false)
            #expect(found.shape == Shape(kept.map { x.shape[$0] }))
            for (value, truth) in zip(found.array(of: Double.self), truth) {
                #expect(Swift.abs(value - truth) <= tolerance * Swift.max(1, Swift.abs(truth)), "\(dims)")
            }
            let keeping = fold.of(x, dims, true)
            #expect(keeping.shape == Shape((0..<3).map { axes.contains($0) ? 1 : x.shape[$0] }))
            expect(keeping, is: found.array(of: Double.self))
        }
    }

    @Test("a scalar reduces to itself", arguments: Fold.all)
    func scalar(fold: Fold) {
        for dims in [[], [0], [-1]] {
            expect(fold.of(Tensor(2.0), dims, false), isNear: [fold.truth([2])], units: 1)
            #expect(fold.of(Tensor(2.0), dims, true).shape == [])
        }
    }

    @Test("of no elements, torch's identities")
    func empty() {
        let x = Tensor.ones([0, 3])
        expect(x.sum(dim: 0), is: [0, 0, 0])
        expect(x.sum(), is: [0], shape: [])
        expect(x.sum(dim: 1), is: [], shape: [0])
        expect(x.prod(dim: 0, keepDim: true), is: [1, 1, 1], shape: [1, 3])
        expect(x.mean(dim: 0), is: [.nan, .nan, .nan])
        expect(x.var(), is: [.nan])
        expect(x.any(), is: [0], dtype: .bool)
        expect(x.all(dim: 0), is: [1, 1, 1], dtype: .bool)
        expect(x.logSumExp(dim: 0), is: [-.infinity, -.infinity, -.infinity])
        expect(x.amax(dim: 1), is: [], shape: [0])
        expect(x.t().sum(dim: 1), is: [0, 0, 0])
        expect(Tensor.ones([0, 3], dtype: .int32).sum(dim: 0), is: [0, 0, 0], dtype: .int64)
    }

    @Test("sums and products of integers and bools are int64 and wrap around", arguments: DType.allCases)
    func dtypes(dtype: DType) {
        let x = Tensor([[1, 0, 1], [1, 1, 0]], dtype: dtype)
        let wide: DType = dtype.isFloatingPoint ? dtype : .int64
        expect(x.sum(), is: [4], dtype: wide)
        expect(x.sum(dim: 0), is: [2, 1, 1], dtype: wide)
        expect(x.prod(dim: 1), is: [0, 0], dtype: wide)
        expect(x.amax(dim: 0), is: [1, 1, 1], dtype: dtype)
        expect(x.amin(dim: 1), is: [0, 0], dtype: dtype)
        expect(x.any(dim: 1), is: [1, 1], dtype: .bool)
        expect(x.all(dim: 0), is: [1, 0, 0], dtype: .bool)
        expect(x.countNonZero(dim: 0), is: [2, 1, 1], dtype: .int64)
    }

    @Test("extremes of whole numbers reach their limits")
    func integerExtremes() {
        expect(Tensor([UInt8(5), 200, 255]).amin(), is: [5], dtype: .uint8)
        expect(Tensor([[UInt8(5), 200], [9, 7]]).amin(dim: 0), is: [5, 7])
        expect(Tensor([UInt8(5), 200]).amax(), is: [200])
        #expect(Tensor([Int.min, Int.min]).amax().item(as: Int.self) == .min)
        #expect(Tensor([Int.max, Int.max]).amin().item(as: Int.self) == .max)
        #expect(Tensor([Int32.min, 3]).amin().item(as: Int32.self) == .min)
        #expect(Tensor(Array(repeating: Int.max, count: 40)).sum().item(as: Int.self) == -40)
        #expect(Tensor([Int32.max, Int32.max]).sum().item(as: Int.self) == 2 * Int(Int32.max))
    }

    @Test("NaN propagates as both maximum and minimum, wherever it is", arguments: 0..<5)
    func nan(position: Int) {
        var values = [3.0, 1, .infinity, -.infinity, 2]
        values[position] = .nan
        for x in [Tensor(values), Tensor(values, dtype: .float64).flip(0)] {
            expect(x.amax(), is: [.nan])
            expect(x.amin(), is: [.nan])
            expect(x.sum(), is: [.nan])
        }
        let columns = Tensor(values).unsqueeze(1).expand(5, 3).contiguous()
        expect(columns.amax(dim: 0), is: [.nan, .nan, .nan])
        expect(columns.amin(dim: 0), is: [.nan, .nan, .nan])
        expect(Tensor([-.infinity, -Double.infinity]).amax(), is: [-.infinity])
    }

    @Test("a sum of a million float32 stays accurate, along whatever stride")
    func millions() {
        let x = Tensor.full([1000, 1000], Float(0.1))
        let truth = Double(Float(0.1)) * 1e6
        expect(x.sum(), isNear: [truth], units: 0.5)
        expect(x.t().flip(0).sum(), isNear: [truth], units: 0.5)
        expect(x.flatten().sum(dim: 0), isNear: [truth], units: 0.5)
        expect(x.mean(), isNear: [Double(Float(0.1))], units: 0.5)
        expect(x.sum(dim: 0), isNear: Array(repeating: truth / 1000, count: 1000), units: 0.5)
        expect(x.sum(dim: 1), isNear: Array(repeating: truth / 1000, count: 1000), units: 0.5)
        expect(Tensor(Float(0.1)).expand(1_000_000).sum(), isNear: [truth], units: 0.5)
        expect(Tensor([1e8, 1, -1e8] + Array(repeating: 0.0, count: 100)).sum(), is: [1])
    }

    @Test("variance with Bessel's and any other correction", arguments: [0, 1, 2, 3, 4] as [Double])
    func correction(correction: Double) {
        let x = Tensor([1.0, 2, 6], dtype: .float64)
        let expected = correction < 3 ? 14 / (3 - correction) : .infinity
        expect(x.var(correction: correction), is: [expected])
        expect(x.std(correction: correction), is: [expected.squareRoot()])
        expect(Tensor([5.0]).var(), is: [.nan])
        expect(Tensor([1.0, 2, 6]).var(), is: [7])
    }

    @Test("variance survives a large mean")
    func varianceOfOffset() {
        let x = Tensor([1e6, 1e6 + 0.25, 1e6 + 1])
        expect(x.var(), isNear: [0.2708333333333333], units: 4)
        #expect(Tensor.full([1000], 0.1, dtype: .float64).std().item() < 1e-16)
        let spread = Tensor.uniform([10000], generator: Generator(seed: 3)) + 30000
        let exact = spread.to(.float64).var().item()
        #expect(Swift.abs(spread.var().item() / exact - 1) < 1e-5)
    }

    @Test("indices of extremes: the first of equal ones, NaN before all")
    func argExtremes() {
        let x = Tensor([[3.0, 7, 7, 1], [2, 2, 0, 0]])
        expect(x.argmax(dim: 1), is: [1, 0], shape: [2], dtype: .int64)
        expect(x.argmin(dim: 1, keepDim: true), is: [3, 2], shape: [2, 1])
        expect(x.argmax(dim: 0), is: [0, 0, 0, 0])
        expect(x.argmin(dim: -2), is: [1, 1, 1, 1])
        expect(x.argmax(), is: [1], shape: [])
        expect(x.argmin(), is: [6])
        expect(x.argmax(keepDim: true), is: [1], shape: [1, 1])
        expect(x.flip(1).argmax(dim: 1), is: [1, 2])
        expect(x.t().argmax(), is: [2])
        expect(Tensor([1, Double.nan, 9, .nan]).argmax(), is: [1])
        expect(Tensor([1, Double.nan, -9, .nan]).argmin(), is: [1])
        expect(Tensor([Double.nan, 1]).argmin(), is: [0])
        expect(Tensor([-.infinity, -Double.infinity]).argmax(), is: [0])
        expect(Tensor(4.0).argmax(dim: 0), is: [0], shape: [])
        expect(Tensor([UInt8(3), 250]).argmax(), is: [1])
        expect(Tensor.ones([0, 2]).argmax(dim: 1), is: [], shape: [0])
    }

    @Test("extremes along a dim come with their indices")
    func extremes() {
        let x = Tensor([[3.0, 7, 7], [.nan, 2, 9]])
        let (values, indices) = x.max(dim: 1)
        expect(values, is: [7, .nan], shape: [2])
        expect(indices, is: [1, 0], shape: [2])
        let low = x.min(dim: 0, keepDim: true)
        expect(low.values, is: [.nan, 2, 7], shape: [1, 3])
        expect(low.indices, is: [1, 1, 0], shape: [1, 3])
        expect(x[0].max(), is: [7], shape: [])
        expect(Tensor(2.0).max(dim: 0).values, is: [2], shape: [])
    }
}
