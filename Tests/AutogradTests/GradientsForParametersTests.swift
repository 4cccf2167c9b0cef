import Autograd
import Tensor
import Testing

@Suite("Gradients for a list of parameters")
struct GradientsForParametersTests {
    /// A replica of y = x w + b, with a parameter that it does not use.
    private struct Replica {
        let weight = ParameterCell(random([3, 2]))
        let bias = ParameterCell(random([2], seed: 2))
        let unused = ParameterCell(Tensor([[1.0, 2]]))

        var parameters: [NamedParameter] {
            [NamedParameter("bias", bias), NamedParameter("unused", unused), NamedParameter("weight", weight)]
        }

        func gradients(_ x: Tensor) -> Gradients {
            (x.matmul(weight.tracked!) + bias.tracked!).square().mean().gradients()
        }
    }

    @Test("come in its order, with zeros in the parameter's shape and dtype where none arrived")
    func order() {
        let model = Replica()
        let gradients = model.gradients(random([4, 3]))
        let tensors = gradients.tensors(for: model.parameters)
        expect(tensors[0], is: gradients[model.bias]!.array(of: Double.self))
        expect(tensors[1], is: [0, 0])
        #expect(tensors[1].shape == [1, 2] && tensors[1].dtype == .float32)
        expect(tensors[2], is: gradients[model.weight]!.array(of: Double.self))
    }

    @Test("are made of a list again, in its order")
    func rebuilt() {
        let model = Replica()
        let gradients = model.gradients(random([4, 3]))
        let rebuilt = Gradients(gradients.tensors(for: model.parameters), for: model.parameters)
        #expect(rebuilt.count == 3)
        expect(rebuilt[model.weight], is: gradients[model.weight]!.array(of: Double.self))
        #expect(rebuilt.values.map(\.shape) == [[2], [1, 2], [3, 2]])
    }

    @Test("of two replicas average to those of the whole batch")
    func replicas() {
        let (first, second) = (Replica(), Replica())
        let x = random([8, 3])
        let a = first.gradients(x[0..<4]).tensors(for: first.parameters)
        let b = second.gradients(x[4..<8]).tensors(for: second.parameters)
        let average = Gradients(zip(a, b).map { ($0 + $1) / 2 }, for: second.parameters)
        let whole = first.gradients(x)
        expect(average[second.weight], is: whole[first.weight]!.array(of: Double.self), tolerance: 1e-12)
        expect(average[second.bias], is: whole[first.bias]!.array(of: Double.self), tolerance: 1e-12)
        #expect(average[first.weight] == nil)
    }

    @Test("of another shape, count or twice the same parameter trap")
    func preconditions() async {
        let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let model = Replica()
            _ = Gradients([Tensor([1.0])], for: [model.parameters[0]])
        }
        #expect(
            message(shape).contains("Gradients: the gradient of bias must be float64 [2] on cpu, got float32 [1] on cpu"))
        let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Gradients([], for: Replica().parameters)
        }
        #expect(message(count).contains("Gradients: got 0 tensors for 3 parameters"))
        let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let bias = Replica().parameters[0]
            _ = Gradients([double([1, 2]), double([3, 4])], for: [bias, bias])
        }
        #expect(message(twice).contains("Gradients: the parameter bias is given twice"))
    }
}
