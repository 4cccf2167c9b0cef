import Kindling

@RowBuilder var trainingSteps: [Row] {
    Row.steps("logistic regression 30-1, b 32, Adam", LogisticRegression(), features(32, 30), classes(32), loss: binary) {
        Adam($0)
    }
    Row.steps("MLP 30-64-64-1, b 32, Adam", SmallMLP(), features(32, 30), classes(32), loss: binary) { Adam($0) }
    Row.steps("MLP 784-512-512-10, b 128, SGD", MLP(), features(128, 784), digits(128)) { SGD($0, learningRate: 0.01) }
    Row.steps("MLP 784-512-512-10, b 128, Adam", MLP(), features(128, 784), digits(128)) { Adam($0) }
    Row.steps("MLP 784-512-512-10, b 128, AdamW", MLP(), features(128, 784), digits(128)) { AdamW($0) }
    Row.steps("CNN 28 x 28, b 64, Adam", CNN(), features(64, 1, 28, 28), digits(64)) { Adam($0) }
    Row.steps("GPT d 128, 4 layers, T 128, b 8, AdamW", GPT(), tokens(8, 128), tokens(8, 128), loss: nextToken) { AdamW($0) }
}

private typealias Loss = @Sendable (Tensor, Tensor) -> Tensor

private let binary: Loss = { binaryCrossEntropy($0, $1) }
private let nextToken: Loss = { crossEntropy($0.flatten(from: 0, to: 1), $1.flatten()) }
private func features(_ sizes: Int...) -> Tensor { values(Shape(sizes), 1, -1, 1) }
private func classes(_ count: Int) -> Tensor { integers(below: 2, count, 1).make(2).to(.float32) }
private func digits(_ count: Int) -> Tensor { integers(below: 10, count).make(2) }
private func tokens(_ batch: Int, _ length: Int) -> Tensor { integers(below: 256, batch, length).make(1) }

extension Row {
    /// Forward, loss, gradients, and the optimizer's step, as it is written and compiled; the results are the losses of several
    /// steps.
    fileprivate static func steps<Model: Module<Tensor, Tensor>>(
        _ name: String, _ model: @autoclosure @escaping @Sendable () -> Model,
        _ x: @autoclosure @escaping @Sendable () -> Tensor,
        _ y: @autoclosure @escaping @Sendable () -> Tensor, loss: @escaping Loss = { crossEntropy($0, $1) },
        optimizer: @escaping @Sendable ([NamedParameter]) -> Optimizer
    ) -> [Row] {
        [false, true].map { isCompiled in
            Row(name: "step: \(name)" + (isCompiled ? ", compiled" : "")) {
                let (model, x, y) = (model(), x(), y())
                model.fillParameters()
                let optimizer = optimizer(model.parameters)
                let step = TrainingStep(optimizer) { x, y in loss(model(x), y) }
                if isCompiled { return Measured { step(x, y) } }
                return Measured {
                    let loss = loss(model(x), y)
                    optimizer.step(loss.gradients())
                    return loss.detached()
                }
            }
        }
    }
}
