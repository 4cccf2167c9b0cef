import Autograd
import Glibc
import Tensor
import Testing

/// Derivatives whose squares would leave the range of the dtype.
@Suite("Derivatives at large and small numbers")
struct RangeTests {
    /// A function with f(s x) = sᵈ f(x), whose gradient is of degree d - 1.
    struct Homogeneous: CustomTestStringConvertible {
        let testDescription: String
        let degree: Double
        let function: @Sendable (Tensor) -> Tensor

        init(_ name: String, degree: Double = 0, _ function: @escaping @Sendable (Tensor) -> Tensor) {
            (testDescription, self.degree, self.function) = (name, degree, function)
        }

        static let all: [Homogeneous] = [
            Homogeneous("norm", degree: 1) { $0.norm() },
            Homogeneous("norm of order 3", degree: 1) { $0.norm(3) },
            Homogeneous("norms of columns", degree: 1) { $0.norm(dim: 0) },
            Homogeneous("std", degree: 1) { $0.std(dim: 1) },
            Homogeneous("hypot", degree: 1) { $0[0].hypot($0[1]) },
            Homogeneous("atan2") { $0[0].atan2($0[1]) },
            Homogeneous("normalize") { $0.normalize() },
            Homogeneous("cosineSimilarity") { $0[0].cosineSimilarity($0[1], dim: 0) },
            Homogeneous("cdist", degree: 1) { $0.cdist($0.flip(0), mode: .product) },
            Homogeneous("corrcoef") { $0.corrcoef() },
            Homogeneous("layerNorm") { $0.layerNorm([4], weight: weight($0)) },
            Homogeneous("rmsNorm") { $0.rmsNorm([4], weight: weight($0)) },
            Homogeneous("batchNorm") { $0.t().batchNorm(weight: weight($0)[..<2]) },
            Homogeneous("batchNorm of images") { $0.reshape(1, 2, 4).batchNorm(weight: weight($0)[..<2]) },
            Homogeneous("groupNorm") { $0.reshape(1, 4, 2).groupNorm(2, weight: weight($0)) },
            Homogeneous("instanceNorm") { $0.reshape(1, 2, 4).instanceNorm() },
        ]

        private static func weight(_ x: Tensor) -> Tensor { Tensor([1.0, -2, 0.5, 3], dtype: x.dtype) }

        /// The gradient of the results, each weighted in another way.
        func gradient(_ x: Tensor) -> Tensor {
            let x = x.requiringGradient()
            let y = function(x)
            let weights = (Tensor.arange(y.count).to(x.dtype) * 0.7).sin() + 1.5
            return (y.flatten() * weights).sum().gradients()[x]!
        }
    }

    @Test(
        "are those at ordinary numbers, scaled", arguments: Homogeneous.all,
        [(DType.float32, 60), (.float32, -60), (.float64, 600), (.float64, -480)])
    func scaled(of function: Homogeneous, _ scaling: (dtype: DType, exponent: Int)) {
        // Epsilons matter beside small numbers.
        if scaling.exponent < 0 && function.degree == 0 && function.testDescription != "atan2"
            && function.testDescription != "corrcoef"
        {
            return
        }
        let scale = Double(sign: .plus, exponent: scaling.exponent, significand: 1)
        let x = Tensor([1.0, 2.5, -0.5, 3, 0.25, -2, 1.5, 4], shape: [2, 4], dtype: scaling.dtype)
        let expected = function.gradient(x).to(.float64)
        let found = function.gradient(x * scale).to(.float64) / Glibc.pow(scale, function.degree - 1)
        let error = (found - expected).abs().amax().item() / expected.abs().amax().item()
        #expect(error < (scaling.dtype == .float32 ? 2e-5 : 1e-5), "\(found) instead of \(expected)")
    }

    @Test("of inverse functions near and far from 1")
    func inverses() {
        func slope(_ x: Double, _ dtype: DType, _ function: (Tensor) -> Tensor) -> Double {
            let x = Tensor(x, dtype: dtype).requiringGradient()
            return function(x).gradients()[x]!.item()
        }
        let below = Double(Float(1).nextDown)
        let complement = (1 - below) * (1 + below)
        func expect(_ found: Double, _ expected: Double, sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(abs(found / expected - 1) < 1e-6, "\(found) instead of \(expected)", sourceLocation: sourceLocation)
        }
        expect(slope(below, .float32) { $0.asin() }, 1 / complement.squareRoot())
        expect(slope(below, .float32) { $0.acos() }, -1 / complement.squareRoot())
        expect(slope(below, .float32) { $0.atanh() }, 1 / complement)
        let above = Double(Float(1).nextUp)
        expect(slope(above, .float32) { $0.acosh() }, 1 / ((above - 1) * (above + 1)).squareRoot())
        expect(slope(1e25, .float32) { $0.asinh() }, 1e-25)
        expect(slope(1e25, .float32) { $0.acosh() }, 1e-25)
        expect(slope(-1e200, .float64) { $0.asinh() }, 1e-200)
        expect(slope(1e200, .float64) { $0.acosh() }, 1e-200)
    }
}
