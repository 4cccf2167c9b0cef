import Tensor
import Testing

@Suite("Convolutions")
struct ConvolutionTests {
    struct Setting: Sendable, CustomTestStringConvertible {
        var input: Shape
        var weight: Shape
        var stride = 1
        var padding = 0
        var dilation = 1
        var testDescription: String { "\(input) with \(weight), stride \(stride), padding \(padding), dilation \(dilation)" }

        func random(_ shape: Shape, seed: UInt64, _ dtype: DType = .float64) -> Tensor {
            .normal(shape, dtype: dtype, generator: Generator(seed: seed))
        }
    }

    static let settings = [
        Setting(input: [2, 3, 7, 6], weight: [4, 3, 3, 2]),
        Setting(input: [1, 2, 9, 9], weight: [3, 2, 3, 3], stride: 2, padding: 1),
        Setting(input: [2, 2, 8, 5], weight: [1, 2, 2, 2], padding: 2, dilation: 3),
        Setting(input: [1, 5, 6, 6], weight: [7, 5, 1, 1]), Setting(input: [1, 5, 6, 6], weight: [7, 5, 1, 1], stride: 2),
        // Of more columns than are made at a time.
        Setting(input: [1, 16, 70, 70], weight: [3, 16, 3, 3], padding: 1),
        Setting(input: [2, 1, 1, 1], weight: [1, 1, 1, 1]),
        Setting(input: [1, 1, 2, 2], weight: [1, 1, 3, 3], stride: 5, padding: 3),
        // Phases of different sizes, in several tiles, of whole vectors and remainders, and of channels as lanes.
        Setting(input: [2, 2, 61, 131], weight: [7, 2, 3, 4], stride: 2, padding: 1),
        Setting(input: [1, 3, 31, 61], weight: [2, 3, 2, 4], stride: 3),
        Setting(input: [1, 16, 27, 70], weight: [3, 16, 3, 3], stride: 2, dilation: 2),
    ]

    @Test("are sums of products of the kernel and the input under it", arguments: settings)
    func products(setting: Setting) {
        let (x, w) = (setting.random(setting.input, seed: 1), setting.random(setting.weight, seed: 2))
        let result = x.conv2d(
            w, stride: setting.stride, padding: ConvolutionPadding(setting.padding), dilation: setting.dilation)
        let columns = x.unfold(
            kernelSize: Array(w.shape.suffix(2)), dilation: setting.dilation, padding: setting.padding, stride: setting.stride)
        let expected = w.flatten(from: 1).matmul(columns).reshape(result.shape)
        #expect(result.allClose(expected, relative: 1e-10, absolute: 1e-10))
        let narrow = x.to(.float32).conv2d(
            w.to(.float32), stride: setting.stride, padding: ConvolutionPadding(setting.padding), dilation: setting.dilation)
        #expect(narrow.to(.float64).allClose(expected, relative: 1e-4, absolute: 1e-4))
    }

    @Test("have transposed ones as their adjoints", arguments: settings)
    func adjoint(setting: Setting) {
        let (x, w) = (setting.random(setting.input, seed: 1), setting.random(setting.weight, seed: 2))
        let y = x.conv2d(w, stride: setting.stride, padding: ConvolutionPadding(setting.padding), dilation: setting.dilation)
        let dy = setting.random(y.shape, seed: 3)
        let lost = (2..<4).map { dim in
            let reach = (y.shape[dim] - 1) * setting.stride + (w.shape[dim] - 1) * setting.dilation + 1
            return max(x.shape[dim] + 2 * setting.padding - reach, 0)
        }
        func transposed(_ dtype: DType) -> Tensor {
            dy.to(dtype).convTranspose2d(
                w.to(dtype), stride: setting.stride, padding: setting.padding, outputPadding: lost, dilation: setting.dilation)
        }
        let dx = transposed(.float64)
        #expect((dx * x).sum().allClose((dy * y).sum(), relative: 1e-10))
        #expect(transposed(.float32).to(.float64).allClose(dx, relative: 1e-4, absolute: 1e-4))
    }

    @Test("have a gradient of 0 at inputs that no window covers")
    func gaps() {
        let (x, w) = (Tensor.normal([1, 32, 1, 5, 5]), Tensor.normal([32, 32, 1, 3, 3]))
        let y = x.convTranspose3d(w, stride: [2, 1, 1], outputPadding: [1, 0, 0])
        #expect(y.narrow(dim: 2, start: 0, length: 1).allClose(x.convTranspose3d(w), absolute: 1e-4))
        #expect(y.narrow(dim: 2, start: 1, length: 1).allClose(.zeros([1, 32, 1, 7, 7])))
    }

    @Test("keep groups of channels apart")
    func groups() {
        let (x, w) = (Tensor.normal([2, 6, 5], dtype: .float64), Tensor.normal([4, 3, 2], dtype: .float64))
        let groups = zip(x.chunk(2, dim: 1), w.chunk(2)).map { $0.conv1d($1) }
        #expect(x.conv1d(w, groups: 2).allClose(.concatenate(groups, dim: 1), relative: 1e-12))
    }

    @Test("of integers are exact, and of an empty batch are empty")
    func others() {
        let x = Tensor([[1, 2, 3, 4]])
        expect(x.conv1d(Tensor([[[1, -1]]]), bias: Tensor([10])), is: [9, 9, 9], shape: [1, 3], dtype: .int64)
        #expect(Tensor.zeros([0, 2, 5]).conv1d(.zeros([3, 2, 2])).shape == [0, 3, 4])
        #expect(Tensor.zeros([2, 5, 5]).conv2d(.zeros([3, 2, 2, 4]), padding: .same).shape == [3, 5, 5])
        #expect(Tensor.zeros([2, 5, 4]).conv2d(.zeros([3, 2, 2, 4]), padding: .valid).shape == [3, 4, 1])
    }

    @Test("do not spread infinity and NaN beyond the windows that contain them", arguments: [Double.infinity, .nan])
    func notFinite(value: Double) {
        let setting = Setting(input: [1, 32, 12, 12], weight: [32, 32, 3, 3])
        var x = setting.random(setting.input, seed: 1, .float32)
        let weight = setting.random(setting.weight, seed: 2, .float32)
        x[0, 3, 5, 6] = Tensor(value)
        let y = x.conv2d(weight, padding: 1)
        #expect(y.isFinite().logicalNot().sum().item() == 32 * 9)
        #expect(y[0, 0, 4...6, 5...7].isFinite().any().item(as: Bool.self) == false)
    }

    @Test("read views as they are")
    func views() {
        let x = Tensor.normal([5, 6, 3, 2], dtype: .float64).permute(3, 2, 0, 1)
        let w = Tensor.normal([2, 2, 3, 4], dtype: .float64).permute(3, 2, 0, 1)
        #expect(x.conv2d(w).allClose(x.contiguous().conv2d(w.contiguous()), relative: 1e-12))
    }

    @Test("refuse operands that do not match")
    func refusals() async {
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 3, 5]).conv1d(.zeros([2, 2, 2])) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 2, 3]).conv1d(.zeros([2, 2, 4])) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 2, 3]).conv1d(.zeros([2, 2, 2]), dilation: Int.max) }
        await #expect(processExitsWith: .failure) {
            _ = Tensor.zeros([1, 2, 3]).convTranspose1d(.zeros([2, 2, 2]), padding: 9)
        }
    }
}
