import Tensor
import Testing

@Suite("Sliding windows")
struct SlidingWindowTests {
    @Test(
        "have as many outputs as a convolution of these sizes",
        arguments: [(5, 3, 1, 0, 1), (5, 3, 2, 1, 1), (7, 2, 3, 1, 2), (3, 3, 1, 0, 1), (1, 1, 1, 4, 1)])
    func outputs(input: Int, kernel: Int, stride: Int, padding: Int, dilation: Int) {
        let window = SlidingWindow(
            input: [input], kernel: [kernel], stride: [stride], padding: [padding], dilation: [dilation])
        let x = Tensor.arange(input).to(.float32).reshape(1, 1, input)
        let weight = Tensor.arange(kernel).to(.float32).reshape(1, 1, kernel)
        let y = x.conv1d(weight, stride: stride, padding: ConvolutionPadding(padding), dilation: dilation)
        #expect(window.output == [y.shape[2]])
        #expect(Operation.convolution(Convolution(window: window))(x, weight).array(of: Float.self) == y.array(of: Float.self))
    }

    @Test("and even shares of the input are poolings")
    func poolings() {
        let x = Tensor.arange(30).to(.float32).reshape(1, 5, 6)
        let window = SlidingWindow(input: [5, 6], kernel: [2, 3], stride: [2, 3], padding: [0, 0], dilation: [1, 1])
        #expect(Operation.maxPool(Pooling(window))(x).array(of: Int.self) == x.maxPool2d([2, 3]).array(of: Int.self))
        let even = Operation.averagePool(Pooling(input: [5, 6], output: [2, 4]), .inside)(x)
        #expect(even.array(of: Float.self) == x.adaptiveAvgPool2d([2, 4]).array(of: Float.self))
        let positions = Pooling(input: [5], output: [2]).positions(ofOutput: 1, dim: 0)
        #expect(positions.start == 2 && positions.count == 3)
    }

    /// What must not be, and what the message says of it.
    enum Mistake: String, CaseIterable, Codable {
        case rank, kernel, size, output, groups, share

        func make() -> Any {
            switch self {
            case .rank: SlidingWindow(input: [5, 5], kernel: [3], stride: [1], padding: [0], dilation: [1])
            case .kernel: SlidingWindow(input: [5], kernel: [0], stride: [1], padding: [0], dilation: [1])
            case .size: SlidingWindow(input: [5], kernel: [4], stride: [1], padding: [0], dilation: [2])
            case .output: SlidingWindow(input: [5], kernel: [1], stride: [2], padding: [0], dilation: [1], output: [4])
            case .groups:
                Convolution(
                    window: SlidingWindow(input: [5], kernel: [1], stride: [2], padding: [0], dilation: [1]), groups: 0)
            case .share: Pooling(input: [5], output: [0])
            }
        }

        var message: String {
            switch self {
            case .rank: "SlidingWindow: takes a number for each of 1 to 3 dims, got [[5, 5], [3], [1], [0], [1], [5, 5]]"
            case .kernel: "SlidingWindow: kernel must be in 1...2147483647, got 0"
            case .size: "SlidingWindow: a kernel [4] is larger than an input [5] with padding [0]"
            case .output: "SlidingWindow: an output [4] needs more than an input [5] with padding [0]"
            case .groups: "Convolution: groups must be at least 1, got 0"
            case .share: "Pooling: takes sizes of 1 to 3 dims, none below 1, got an input [5] and an output [0]"
            }
        }
    }

    @Test("that cannot be are refused", arguments: Mistake.allCases)
    func refused(mistake: Mistake) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
            _ = mistake.make()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains(mistake.message), "\(text.prefix(300))")
    }
}
