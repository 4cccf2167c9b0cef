import Compilation
import DeviceSupport
import Testing

@Suite("Functions on a device that compiles none run eagerly, and say so")
struct DeviceTests {
    @Test("compiled models", arguments: Example.all)
    func model(example: Example) throws {
        let model = example.model()
        let expected = evaluating { model(example.input(1)) }
        try model.to(.trapping)
        let compiled = model.compiled()
        for _ in 0..<3 {
            let found = try evaluating { compiled(try example.input(1).to(.trapping)) }
            #expect(found.device == .trapping && found.hasSameBits(as: expected))
        }
        #expect(compiled.fallback != nil)
    }

    @Test("functions of a number of the CPU and parameters that are there")
    func parameters() throws {
        let weight = ParameterCell(try Tensor([1.0, 2]).to(.trapping))
        let compiled = Compiled { inputs in [weight.tracked! * inputs[0]] }
        for _ in 0..<3 { #expect(compiled(Tensor(2.0)).array(of: Float.self) == [2, 4]) }
        #expect(compiled.fallback != nil)
    }

    @Test("training steps", arguments: Example.all)
    func step(example: Example) throws {
        var runs: [(losses: [Tensor], state: [String: Tensor])] = []
        for device in [Device.cpu, .trapping] {
            let model = example.model()
            try model.to(device)
            let optimizer = SGD(model.parameters, learningRate: 0.1)
            let step = TrainingStep(optimizer) { x, y in mseLoss(model(x), y) }
            let losses = try (0..<4 as Range<UInt64>).map { round in
                let x = try example.input(round).to(device)
                let y = noGrad { model(x) * 0 + 0.5 }
                return step(x, y)
            }
            #expect((step.fallback != nil) == (device == .trapping))
            #expect(losses.allSatisfy { $0.device == device })
            runs.append((losses, model.stateDict))
        }
        // The fused update of float32 and its tensor form may differ in the last bit.
        for (here, there) in zip(runs[0].losses, runs[1].losses) {
            #expect(abs(here.item() - there.item()) <= 1e-5 * max(1, abs(here.item())))
        }
        #expect(runs[1].state.values.allSatisfy { $0.device == .trapping })
    }
}
