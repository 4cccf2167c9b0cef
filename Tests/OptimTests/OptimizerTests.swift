import Optim
import Testing

/// A third party's rule, written against the public interface.
private struct Lion: UpdateRule {
    var beta1 = 0.9, beta2 = 0.99

    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let mean = state["mean", like: parameter]
        parameter -= learningRate * mean.lerp(gradient, 1 - beta1).sign()
        state["mean"] = mean.lerp(gradient, 1 - beta2)
    }
}

/// Counts its steps, to see what a rule is given.
private struct Steps: UpdateRule {
    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        parameter = .full(like: parameter, Double(state.step) + learningRate)
    }
}

@Suite("The driver of the rules")
struct OptimizerTests {
    @Test("runs a custom rule")
    func ownRule() {
        let w = parameter([1, -2, 0.5])
        let optimizer = Optimizer([w], rule: Lion(), learningRate: 0.1)
        optimizer.step(gradients((w, [3, -1, 0])))
        expect(w.values, is: [0.9, -1.9, 0.5])
        optimizer.step(gradients((w, [-0.1, -1, 2])))
        expect(w.values, is: [0.8, -1.8, 0.4])
        expect(optimizer.stateDict["w/mean"]!.array(of: Double.self), is: [0.0287, -0.0199, 0.02])
    }

    @Test("tells a rule its step and rate")
    func steps() {
        let w = parameter([0])
        let optimizer = Optimizer([w], rule: Steps(), learningRate: 0.5)
        for step in 1...3 {
            optimizer.step(gradients((w, [1])))
            #expect(w.values == [Double(step) + 0.5])
        }
    }

    @Test("gives each group its own rule and rate")
    func groups() {
        let (a, b) = (parameter([1], name: "a"), parameter([1], name: "b"))
        let optimizer = SGD([a], learningRate: 0.1)
        optimizer.addGroup([b], rule: MomentumRule(beta: 0.5), learningRate: 1)
        optimizer.step(gradients((a, [1]), (b, [1])))
        expect(a.values, is: [0.9])
        expect(b.values, is: [0.5])
        optimizer.learningRate = 0
        optimizer.step(gradients((a, [1]), (b, [1])))
        expect(a.values + b.values, is: [0.9, 0.5])
        #expect(optimizer.groups.map(\.learningRate) == [0, 0])
    }

    @Test("does not change parameters without a gradient, and keeps no state for them")
    func untouched() {
        let (a, b) = (parameter([1], name: "a"), parameter([2], name: "b"))
        let optimizer = Adam([a, b], weightDecay: 0.1)
        optimizer.step(gradients((a, [1])))
        #expect(b.values == [2])
        #expect(optimizer.stateDict.keys.filter { $0.hasPrefix("b/") }.isEmpty)
        b.cell.requiresGradient = false
        optimizer.step((a.cell.tracked! * b.cell.tracked!).sum().gradients())
        #expect(b.values == [2])
    }

    @Test("does not change what was read before a step", arguments: [DType.float32, .float64])
    func copyOnWrite(dtype: DType) {
        let w = parameter([1, 2, 3], dtype: dtype)
        for optimizer in [Adam([w]), SGD([w], learningRate: 0.1, momentum: 0.9), Momentum([w])] {
            let (before, kept) = (w.cell.value!, w.values)
            let part = before[1...]
            optimizer.step(gradients((w, [1, 1, 1])))
            #expect(before.array(of: Double.self) == kept)
            #expect(part.array(of: Double.self) == Array(kept[1...]))
            #expect(w.values != kept)
            let saved = optimizer.stateDict
            let copies = saved.mapValues { $0.array(of: Double.self) }
            optimizer.step(gradients((w, [1, 1, 1])))
            #expect(saved.mapValues { $0.array(of: Double.self) } == copies)
        }
    }

    @Test("takes gradients and parameters that are not contiguous")
    func strided() {
        let cell = ParameterCell(Tensor([[1.0, 2, 3], [4, 5, 6]]).t())
        let w = NamedParameter("w", cell)
        let optimizer = Adam([w], learningRate: 0.5)
        let cotangent = Tensor([[1.0, -1, 1], [-1, 1, -1]]).t()
        optimizer.step(cell.tracked!.gradients(cotangent: cotangent))
        expect(w.values, is: [0.5, 4.5, 2.5, 4.5, 2.5, 6.5], relative: 1e-6)
    }

    @Test("trains: each optimizer fits a line", arguments: ["sgd", "momentum", "adam", "lion"])
    func fits(name: String) {
        let (slope, offset) = (parameter([0], name: "slope"), parameter([0], name: "offset"))
        let all = [slope, offset]
        let optimizer: Optimizer =
            switch name {
            case "sgd": SGD(all, learningRate: 0.1, momentum: 0.5)
            case "momentum": Momentum(all, learningRate: 0.2)
            case "adam": Adam(all, learningRate: 0.05)
            default: Optimizer(all, rule: Lion(), learningRate: 0.01)
            }
        let x = double([-1, -0.5, 0, 0.5, 1])
        for _ in 0..<500 {
            let error = x * slope.cell.tracked! + offset.cell.tracked! - (x * 2 + 1)
            optimizer.step(error.square().mean().gradients())
        }
        #expect(abs(slope.values[0] - 2) < 0.05)
        #expect(abs(offset.values[0] - 1) < 0.05)
    }

    @Test("names mistakes: repeated parameters and names, invalid rates, gradients with another shape")
    func mistakes() async {
        let cell = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let w = parameter([1])
            _ = SGD([w, NamedParameter("again", w.cell)])
        }
        #expect(message(cell).contains("Optimizer: again appears twice"))
        let name = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let optimizer = SGD([parameter([1])])
            optimizer.addGroup([parameter([2])], rule: SGDRule(), learningRate: 0.1)
        }
        #expect(message(name).contains("Optimizer: two parameters are named w"))
        let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Adam([parameter([1])], learningRate: -1)
        }
        #expect(message(rate).contains("Optimizer: the learning rate must not be negative, got -1.0"))
        let replaced = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let w = parameter([1, 2], dtype: .float32)
            let optimizer = Adam([w])
            optimizer.step(gradients((w, [1, 1])))
            w.cell.value = .ones([5000])
            optimizer.step(w.cell.tracked!.sum().gradients())
        }
        #expect(message(replaced).contains("step: mean is float32 [2], the parameter float32 [5000]"))
        let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let w = parameter([1, 2])
            SGD([w]).step(gradients((w, [1, 1])).mapValues { $0.sum() })
        }
        #expect(message(shape).contains("step: w is float64 [2], its gradient float64 []"))
    }

    @Test("keeps infinities: without decay they are not multiplied by 0", arguments: [DType.float32, .float64])
    func infinities(dtype: DType) {
        let cell = ParameterCell(Tensor([Double.infinity, 1], dtype: dtype))
        let optimizer = SGD([NamedParameter("w", cell)], learningRate: 0.1)
        optimizer.step((cell.tracked! * Tensor([1.0, 1], dtype: dtype)).sum().gradients())
        #expect(cell.value![0].item() == .infinity)
        let steep = ParameterCell(Tensor([1.0], dtype: dtype))
        let momentum = SGD([NamedParameter("w", steep)], learningRate: 0.1, momentum: 0.9)
        momentum.step((steep.tracked! * Tensor([Double.infinity], dtype: dtype)).sum().gradients())
        #expect(steep.value![0].item() == -.infinity)
    }

    @Test("distinguishes the parameters of two models by prefixes")
    func prefixed() {
        let optimizer = SGD([parameter([1])].prefixed("a.") + [parameter([1])].prefixed("b."))
        #expect(optimizer.groups[0].parameters.map(\.name) == ["a.w", "b.w"])
    }
}
