import Optim
import Testing

/// A running mean of gradients, and steps by its sign: once in one pass, once in tensor operations.
private struct SignOfMean: UpdateRule {
    var isFused = true

    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        let rate = Float(learningRate)
        let isDone =
            isFused
            && state.fusedUpdate(&parameter, with: gradient, "mean", "largest") { chunk in
                let (w, g, mean, largest) = (chunk.parameter, chunk.gradient, chunk.state(0), chunk.state(1))
                for i in 0..<chunk.count {
                    mean[i] = 0.75 * mean[i] + 0.25 * g[i]
                    largest[i] = max(largest[i], g[i])
                    w[i] -= rate * mean[i] * largest[i]
                }
            }
        if isDone { return }
        let mean = state["mean", like: parameter] * 0.75 + gradient * 0.25
        let largest = state["largest", like: parameter].maximum(gradient)
        (state["mean"], state["largest"]) = (mean, largest)
        parameter -= mean * learningRate * largest
    }
}

@Suite("A fused update")
struct FusedUpdateTests {
    private func steps(_ rule: SignOfMean, _ w: NamedParameter, keeping: Bool = false) -> Optimizer {
        let optimizer = Optimizer([w], rule: rule, learningRate: 0.125)
        let slope = Tensor.normal(w.cell.value!.shape, generator: Generator(seed: 2)).to(w.cell.value!.dtype)
        var kept: [Tensor] = []
        for _ in 1...3 {
            let gradients = (w.cell.tracked! * slope).sum().gradients()
            if keeping { kept.append(w.cell.value!) }
            optimizer.step(gradients)
        }
        #expect(kept.count == (keeping ? 3 : 0))
        return optimizer
    }

    private func start(_ count: Int, _ dtype: DType = .float32) -> NamedParameter {
        NamedParameter("w", ParameterCell(Tensor.normal([count], generator: Generator(seed: 1)).to(dtype)))
    }

    @Test("gives the bits of the same arithmetic in tensor operations", arguments: [0, 1, 100, 40_000])
    func bits(count: Int) {
        let (fused, composed) = (start(count), start(count))
        let state = steps(SignOfMean(), fused).stateDict, expected = steps(SignOfMean(isFused: false), composed).stateDict
        #expect(fused.values == composed.values)
        for name in ["w/mean", "w/largest"] {
            #expect(state[name]!.array(of: Float.self) == expected[name]!.array(of: Float.self))
        }
    }

    @Test("gives the same bits where others hold the parameter, which stays theirs", arguments: [100, 40_000])
    func shared(count: Int) {
        let (own, shared) = (start(count), start(count))
        let before = shared.cell.value!
        _ = steps(SignOfMean(), own)
        _ = steps(SignOfMean(), shared, keeping: true)
        #expect(own.values == shared.values)
        #expect(before.array(of: Double.self) == start(count).values)
    }

    @Test("is not made of other dtypes, and halves come as float32", arguments: [DType.float64, .float16, .bfloat16])
    func dtypes(dtype: DType) {
        let (fused, composed) = (start(100, dtype), start(100, dtype))
        let state = steps(SignOfMean(), fused).stateDict
        _ = steps(SignOfMean(isFused: false), composed)
        #expect(fused.values == composed.values)
        #expect(state["w/mean"]?.dtype == (dtype == .float64 ? .float64 : .float32))
    }

    @Test("refuses a gradient of another shape")
    func shapes() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (state, w) = (OptimizerState(), Tensor.zeros([3]))
            _ = state.fusedUpdate(&w, with: .zeros([4])) { _ in }
        }
        #expect(message(result).contains("fusedUpdate: the parameter's shape is [3], the gradient's [4]"))
    }
}
