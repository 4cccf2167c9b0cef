import Autograd
import Tensor
import Testing

@Suite("Recording and training")
struct ModeTests {
    private static var state: [Bool] { [Mode.isRecording, Mode.isTraining] }

    @Test("nest, and end with their braces")
    func nesting() throws {
        #expect(ModeTests.state == [true, true])
        noGrad {
            #expect(ModeTests.state == [false, true])
            evaluating {
                #expect(ModeTests.state == [false, false])
                training { #expect(ModeTests.state == [true, true]) }
                noGrad { #expect(ModeTests.state == [false, false]) }
            }
            #expect(ModeTests.state == [false, true])
        }
        #expect(ModeTests.state == [true, true])
        struct Stop: Error {}
        #expect(throws: Stop.self) { try evaluating { throw Stop() } }
        #expect(ModeTests.state == [true, true])
    }

    @Test("off: results of tracked tensors are not tracked")
    func off() {
        let x = double([2]).requiringGradient()
        #expect(!noGrad { x * x }.requiresGradient)
        #expect(!evaluating { x.exp().sum() }.requiresGradient)
        #expect(noGrad { training { x * x } }.requiresGradient)
        #expect((x * x).requiresGradient)
    }

    @Test("do not reach other tasks, and do reach those started inside")
    func tasks() async {
        async let other: Bool = {
            for _ in 0..<20 { await Task.yield() }
            return Mode.isRecording
        }()
        let detached = noGrad { Task.detached { Mode.isRecording } }
        let inside = evaluating { Task { [Mode.isRecording, Mode.isTraining] } }
        #expect(await other)
        #expect(await detached.value)
        #expect(await inside.value == [false, false])
    }
}
