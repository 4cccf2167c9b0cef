import Optim

/// Signum (Bernstein et al., 2018): a step of the same size in each coordinate, along the sign of a running mean.
struct Signum: UpdateRule {
    var beta = 0.9

    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        let mean = state["mean", like: parameter].lerp(gradient, 1 - beta)
        parameter -= learningRate * mean.sign()
        state["mean"] = mean
    }
}
