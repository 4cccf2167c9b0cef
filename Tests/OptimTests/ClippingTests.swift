import Optim
import Testing

@Suite("Clipping is torch's")
struct ClippingTests {
    private let a = parameter([0, 0], name: "a"), b = parameter([0], name: "b")

    private var slopes: Gradients { gradients((a, [3, 4]), (b, [-12])) }

    @Test(
        "by the norm of all gradients together",
        arguments: [
            (1.0, [0.23076921301775288, 0.3076922840236705, -0.9230768520710115]),
            (13.0, [2.9999997692307874, 3.9999996923077163, -11.99999907692315]), (20.0, [3, 4, -12]),
        ])
    func norm(limit: Double, expected: [Double]) {
        #expect(slopes.norm == 13)
        let clipped = slopes.clipped(norm: limit)
        expect(
            clipped[a.cell]!.array(of: Double.self) + clipped[b.cell]!.array(of: Double.self), is: expected, relative: 1e-14)
        #expect(slopes.norm == 13)
    }

    @Test("in place does not change other copies")
    func inPlace() {
        let w = parameter([0, 0], dtype: .float32)
        var slopes = gradients((w, [3, 4]))
        let (copy, tensor) = (slopes, slopes[w.cell]!)
        #expect(slopes.clip(norm: 1) == 5)
        #expect(slopes.clip(norm: 2) < 1)
        expect(slopes[w.cell]!.array(of: Double.self), is: [0.6, 0.8], relative: 1e-6)
        slopes.clip(value: 0.7)
        expect(slopes[w.cell]!.array(of: Double.self), is: [0.6, 0.7], relative: 1e-6)
        #expect(copy[w.cell]!.array(of: Double.self) == [3, 4])
        #expect(tensor.array(of: Double.self) == [3, 4])
    }

    @Test("by value")
    func value() {
        let clipped = slopes.clipped(value: 3.5)
        #expect(clipped[a.cell]?.array(of: Double.self) == [3, 3.5])
        #expect(clipped[b.cell]?.array(of: Double.self) == [-3.5])
        #expect(clipped[a.cell]?.dtype == .float64)
    }

    @Test("of float32 stays float32, and its norm does not overflow")
    func large() {
        let w = parameter([0, 0], dtype: .float32)
        let slopes = gradients((w, [3e30, 4e30]))
        #expect(abs(slopes.norm / 5e30 - 1) < 1e-6)
        let clipped = slopes.clipped(norm: 1)
        #expect(clipped[w.cell]?.dtype == .float32)
        expect(clipped[w.cell]!.array(of: Double.self), is: [0.6, 0.8], relative: 1e-6)
    }

    @Test("of float64 is right where squares overflow or underflow", arguments: [1e200, 1e-200, .leastNonzeroMagnitude])
    func extremes(size: Double) {
        let w = parameter([0, 0])
        let slopes = gradients((w, [3 * size, 4 * size]))
        expect([slopes.norm / size], is: [5], relative: 1e-14)
        let clipped = slopes.clipped(norm: size == 1e200 ? 1 : 0)
        let expected = size == 1e200 ? [0.6, 0.8] : [0, 0]
        expect(clipped[w.cell]!.array(of: Double.self), is: expected, relative: 1e-14)
    }

    @Test("by a factor that float32 cannot represent exactly")
    func smallFactor() {
        let w = parameter([0, 0], dtype: .float32)
        let clipped = gradients((w, [6e37, 8e37])).clipped(norm: 1e-4)
        expect(clipped[w.cell]!.array(of: Double.self).map { $0 * 1e4 }, is: [0.6, 0.8], relative: 1e-6)
    }

    @Test("reports infinity and NaN")
    func notFinite() {
        let w = parameter([0, 0])
        #expect(gradients((w, [.infinity, 1])).norm == .infinity)
        #expect(gradients((w, [.infinity, .nan])).norm.isNaN)
        #expect(gradients((w, [0, 0])).norm == 0)
    }

    @Test("of no gradients returns none")
    func none() {
        #expect(Gradients().clipped(norm: 1).count == 0)
        #expect(Gradients().norm == 0)
    }
}
