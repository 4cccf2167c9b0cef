import Optim

/// Signum (Bernstein et al., 2018): a step of the same size in each coordinate, along the sign of a running mean.
struct Signum: UpdateRule {
    var beta = 0.9

    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
        // One pass over memory for float32 on the CPU, and the same in tensor operations for all else.
        let (beta, weight, rate) = (Float(beta), Float(1 - beta), Float(learningRate))
        let isDone = state.fusedUpdate(&parameter, with: gradient, "mean") { chunk in
            let (w, g, mean) = (chunk.parameter, chunk.gradient, chunk.state(0))
            for i in 0..<chunk.count {
                mean[i] = beta * mean[i] + weight * g[i]
                w[i] -= mean[i] > 0 ? rate : mean[i] < 0 ? -rate : 0
            }
        }
        if isDone { return }
        let mean = state["mean", like: parameter] * self.beta + gradient * (1 - self.beta)
        parameter -= learningRate * mean.sign()
        state["mean"] = mean
    }
}
