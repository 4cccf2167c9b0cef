import Tensor
import Testing

@Suite("Activations")
struct ActivationTests {
    @Test("at kinks and beyond are torch's", arguments: [.float32, .float64] as [DType])
    func kinks(dtype: DType) {
        let x = Tensor([-4, -3, -1, 0, 1, 3, 7, Double.nan], dtype: dtype)
        expect(x.relu6(), is: [0, 0, 0, 0, 1, 3, 6, .nan], dtype: dtype)
        expect(x.hardtanh(min: -3, max: 1), is: [-3, -3, -1, 0, 1, 1, 1, .nan])
        expect(x.hardsigmoid() * 6, is: [0, 0, 2, 3, 4, 6, 6, .nan])
        expect(x.hardswish() * 3, is: [-0.0, -0.0, -1, 0, 2, 9, 21, .nan])
        expect(x.leakyRelu(negativeSlope: 0.5), is: [-2, -1.5, -0.5, 0, 1, 3, 7, .nan])
        expect(x.hardshrink(lambda: 1), is: [-4, -3, 0, 0, 0, 3, 7, .nan])
        expect(x.softshrink(lambda: 1), is: [-3, -2, -0.0, 0, 0, 2, 6, .nan])
        expect(x.threshold(1, value: 9), is: [9, 9, 9, 9, 9, 3, 7, .nan])
        expect(x.softplus(beta: 2, threshold: 1)[4...], is: [1, 3, 7, .nan])
    }

    @Test("of whole numbers, where torch has them")
    func whole() {
        let x = Tensor([-4, 3, 9])
        expect(x.relu6(), is: [0, 3, 6], dtype: .int64)
        expect(x.threshold(3, value: 7), is: [7, 7, 9], dtype: .int64)
        expect(x.softsign(), is: [-0.8, 0.75, 0.9].map { Double(Float($0)) }, dtype: .float32)
    }

    @Test("reach their limits without NaN")
    func limits() {
        let x = Tensor([-1000.0, 1000])
        expect(x.silu(), is: [-0.0, 1000])
        expect(x.mish(), is: [-0.0, 1000])
        expect(x.gelu(), is: [-0.0, 1000])
        expect(x.gelu(approximate: .tanh), is: [-0.0, 1000])
        expect(x.logSigmoid(), is: [-1000, 0])
        expect(x.elu(alpha: 2), is: [-2, 1000])
    }

    @Test("GELU keeps the digits of its lower tail")
    func geluTail() {
        let truth = [-1.4332578593959697e-6, -7.61985302416053e-23]
        expect(Tensor([-5.0, -10], dtype: .float64).gelu(), isNear: truth, units: 64)
        expect(Tensor([-5.0]).gelu(), isNear: [truth[0]], units: 16)
    }

    @Test("take any strides and no elements")
    func strides() {
        let x = Tensor.normal([3, 4], generator: Generator(seed: 2))
        expect(x.t().silu(), is: x.silu().t().array(of: Double.self), shape: [4, 3])
        expect(x.expand(2, 3, 4).mish()[1], is: x.mish().array(of: Double.self))
        #expect(Tensor.ones([0, 3]).gelu().shape == [0, 3])
        expect(Tensor(2.0).relu6(), is: [2], shape: [])
    }

    @Test("PReLU has one weight, or one a channel")
    func prelu() {
        let x = Tensor([[-1.0, -1], [-2, 2]])
        expect(x.prelu(Tensor([0.5])), is: [-0.5, -0.5, -1, 2])
        expect(x.prelu(Tensor([0.5, 0.25])), is: [-0.5, -0.25, -1, 2])
    }

    @Test("GLU gates the first half by the second, along any dim")
    func glu() {
        let x = Tensor([[3.0, 0], [5, 0]])
        expect(x.glu(), is: [1.5, 2.5], shape: [2, 1])
        expect(x.t().glu(dim: 0), is: [1.5, 2.5], shape: [1, 2])
    }
}

@Suite("Clamping")
struct ClampTests {
    @Test("by numbers, in each dtype", arguments: DType.allCases.filter { $0 != .bool })
    func numbers(dtype: DType) {
        let x = Tensor([0, 1, 2, 3], dtype: dtype)
        expect(x.clamp(min: 1, max: 2), is: [1, 1, 2, 2], dtype: dtype)
        expect(x.clamp(min: 2), is: [2, 2, 2, 3], dtype: dtype)
        expect(x.clamp(max: 1), is: [0, 1, 1, 1], dtype: dtype)
        expect(x.clamp(min: 3, max: 1), is: [1, 1, 1, 1], dtype: dtype)
        expect(x.clamp(min: 0.5), is: [0.5, 1, 2, 3], dtype: dtype.isFloatingPoint ? dtype : .float32)
    }

    @Test("a bound outside of the dtype's range has no effect")
    func beyond() {
        expect(Tensor([0, 200], dtype: .uint8).clamp(min: -5, max: 300), is: [0, 200], dtype: .uint8)
        expect(Tensor([Int(Int32.min)], dtype: .int32).clamp(min: Int.min), is: [Double(Int32.min)], dtype: .int32)
        expect(Tensor([Int.max]).clamp(max: Int.max - 1) .== Int.max - 1, is: [1])
    }

    @Test("by tensors that broadcast both ways")
    func tensors() {
        let x = Tensor([[1.0, 5, 9]])
        expect(x.clamp(min: Tensor([[2.0], [6]]), max: Tensor([8.0])), is: [2, 5, 8, 6, 6, 8], shape: [2, 3])
        expect(Tensor([1, 5]).clamp(min: Tensor(2.5, dtype: .float64)), is: [2.5, 5], dtype: .float64)
    }

    @Test("NaN passes, as element and as bound")
    func nan() {
        expect(Tensor([Double.nan, 1]).clamp(min: 0, max: 2), is: [.nan, 1])
        expect(Tensor([1.0, 2]).clamp(min: Double.nan, max: 5.0), is: [.nan, .nan])
        expect(Tensor([1.0]).clamp(max: Tensor([Double.nan])), is: [.nan])
    }

    @Test("NaN and infinities become numbers")
    func nanToNum() {
        let x = Tensor([Double.nan, Double.infinity, -Double.infinity, 1])
        let greatest = Double(Float.greatestFiniteMagnitude)
        expect(x.nanToNum(), is: [0, greatest, -greatest, 1])
        expect(x.nanToNum(nan: 7, positiveInfinity: 8, negativeInfinity: 9), is: [7, 8, 9, 1])
        expect(x.to(.float64).nanToNum()[1], is: [Double.greatestFiniteMagnitude])
    }
}
