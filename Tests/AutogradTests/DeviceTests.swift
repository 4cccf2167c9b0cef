import Autograd
import DeviceSupport
import GradientTesting
import Testing

@Suite("Derivatives on a device")
struct DeviceTests {
    @Test("have the CPU's bits, there", arguments: cases)
    func bits(of test: DeviceCase) throws {
        #expect(try test.difference() == nil)
    }

    private static let cases = [
        DeviceCase("gradient", [3, 4]) { [gradient(of: { ($0.exp() * $0.sin()).softmax(dim: 1).square().sum() }, at: $0)] },
        DeviceCase("hessian-vector product", [4]) { [hvp(of: { $0.exp().sum() }, at: $0, vector: $0)] },
        DeviceCase("jacobian", [4]) { [jacobian(of: { $0.exp() }, at: $0), jacobian(of: { $0.detached() }, at: $0)] },
        DeviceCase("hessian", [4]) { [hessian(of: { $0.exp().sum() }, at: $0)] },
        DeviceCase("forward derivative", [4]) { x in
            let (value, tangent) = jvp(of: { $0[0].exp() }, at: [x], tangents: [x])
            return [value, tangent]
        },
        DeviceCase("of a gradient", [4]) { x in
            [gradient(of: { gradient(of: { $0.exp().sum() }, at: $0, createGraph: true).square().sum() }, at: x)]
        },
        DeviceCase("checkpoint", [4, 5]) { x in
            [gradient(of: { checkpoint($0) { $0[0].tanh().exp() }.sum() }, at: x)]
        },
        DeviceCase("hook", [4]) { x in [gradient(of: { ($0.onGradient { $0 * 2 }).square().sum() }, at: x)] },
        DeviceCase("looking for anomalies", [4]) { x in [detectingAnomalies { gradient(of: { $0.square().sum() }, at: x) }] },
        DeviceCase("custom operation", [4]) { x in [gradient(of: { Squared()($0).sum() }, at: x)] },
        DeviceCase("indices", [4, 3]) { x in
            [
                gradient(
                    of: { ($0[Tensor([1, 1, 2])] * $0.sort(dim: 0).values[..<3]).unfold(dim: 0, size: 2, step: 1).sum() }, at: x
                )
            ]
        },
        DeviceCase("cross entropy's second derivative", [3, 4]) { x in
            let target = Tensor([0, 2, 1]).onDevice(of: x)
            let loss = CrossEntropy(dim: 1, .mean, labelSmoothing: 0.1)
            return [hvp(of: { Operation.crossEntropy(loss)($0, target) }, at: x, vector: x)]
        },
    ]

    private struct Squared: DifferentiableOperation {
        func forward(_ operands: [Tensor]) -> Tensor { operands[0] * operands[0] }
        func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] {
            [cotangent * 2 * operands[0]]
        }
    }

    @Test("of a transfer agree with finite differences, first and second")
    func differences() throws {
        try checkGradients(
            of: {
                let there = Operation.transfer(from: .cpu, to: .trapping)($0[0].sin()).sin()
                return Operation.transfer(from: .trapping, to: .cpu)(there).sin()
            }, at: [random([2, 3])])
    }

    @Test("come back to where the tensor came from")
    func transfer() throws {
        let x = Tensor([1.0, 2, 3]).requiringGradient()
        let there = try x.to(.trapping)
        #expect(there.requiresGradient)
        let loss = try (there * there).to(.otherTrapping).sum()
        let gradients = loss.gradients()
        let gradient = try #require(gradients[x])
        #expect(gradient.device == .cpu && gradient.array(of: Double.self) == [2, 4, 6])
        #expect(try !noGrad { try x.to(.trapping) }.requiresGradient)
    }

    @Test("reach a CPU scalar that is combined with a device's tensor")
    func number() throws {
        let factor = Tensor(3.0).requiringGradient()
        let x = try Tensor([[1.0, 2], [3, 4]]).to(.trapping)
        let gradient = try #require((x * factor).sum().gradients()[factor])
        #expect(gradient.device == .cpu && gradient.shape == [] && gradient.item() == 10)
    }
}
