import Optim

/// Lion (Chen et al., 2023): a step of the same size in each coordinate, in the direction of a running mean's sign.
struct Lion: UpdateRule {
    var beta1 = 0.9, beta2 = 0.99

    func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout Slots, learningRate: Double) {
        let mean = state["mean", like: parameter]
        parameter -= learningRate * mean.lerp(gradient, 1 - beta1).sign()
        state["mean"] = mean.lerp(gradient, 1 - beta2)
    }
}
