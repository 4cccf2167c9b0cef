import Kindling

/// What is trained, and on what: the models of the table's training steps.
private struct Training<Model: Module<Tensor, Tensor>> {
    let name: String
    let model: @Sendable () -> Model
    let x, y: Tensor
    let loss: (Tensor, Tensor) -> Tensor
    var optimizer: ([NamedParameter]) -> Optimizer = { Adam($0) }

    /// The losses of five steps and the weights after them, as it is written and compiled.
    func lines() {
        for kind in ["eager", "compiled"] {
            let model = model()
            model.fillParameters()
            let optimizer = optimizer(model.parameters)
            let step = TrainingStep(optimizer) { x, y in loss(model(x), y) }
            let losses = (0..<5).map { _ in
                if kind == "compiled" { return step(x, y) }
                let loss = loss(model(x), y)
                optimizer.step(loss.gradients())
                return loss.detached()
            }
            line("\(name), \(kind): losses", losses)
            line("\(name), \(kind): weights", model.stateDict.sorted { $0.key < $1.key }.map(\.value))
        }
    }
}

private let optimizers: [(name: String, make: @Sendable ([NamedParameter]) -> Optimizer)] = [
    ("SGD", { SGD($0, learningRate: 0.01) }),
    ("SGD with momentum", { SGD($0, learningRate: 0.01, momentum: 0.9, weightDecay: 0.01, nesterov: true) }),
    ("Momentum", { Momentum($0) }),
    ("Adam", { Adam($0, weightDecay: 0.01, amsgrad: true) }),
    ("AdamW", { AdamW($0) }),
    ("Adamax", { Adamax($0) }),
    ("NAdam", { NAdam($0) }),
    ("RAdam", { RAdam($0) }),
    ("Adagrad", { Adagrad($0) }),
    ("Adadelta", { Adadelta($0) }),
    ("Adafactor", { Adafactor($0) }),
    ("RMSprop", { RMSprop($0, momentum: 0.9, centered: true) }),
    ("Rprop", { Rprop($0) }),
    ("ASGD", { ASGD($0) }),
    ("Lion", { Lion($0) }),
    ("LAMB", { LAMB($0) }),
]

func trainingLines() {
    let binary: (Tensor, Tensor) -> Tensor = { binaryCrossEntropy($0, $1) }
    let classes: (Tensor, Tensor) -> Tensor = { crossEntropy($0, $1) }
    let nextToken: (Tensor, Tensor) -> Tensor = { crossEntropy($0.flatten(from: 0, to: 1), $1.flatten()) }
    let (rows, labels) = (uniform(32, 30).make(1), integers(below: 2, 32, 1).make(2).to(.float32))
    let tokens = integers(below: 256, 8, 128).make(1)
    Training(name: "logistic regression", model: { LogisticRegression() }, x: rows, y: labels, loss: binary).lines()
    Training(name: "MLP 30-64-64-1", model: { SmallMLP() }, x: rows, y: labels, loss: binary).lines()
    let (pixels, digits) = (uniform(128, 784).make(1), integers(below: 10, 128).make(2))
    Training(name: "MLP 784-512-512-10", model: { MLP() }, x: pixels, y: digits, loss: classes).lines()
    let (images, shown) = (uniform(64, 1, 28, 28).make(1), integers(below: 10, 64).make(2))
    Training(name: "CNN", model: { CNN() }, x: images, y: shown, loss: classes).lines()
    Training(name: "GPT", model: { GPT() }, x: tokens, y: tokens, loss: nextToken, optimizer: { AdamW($0) }).lines()
    for (name, make) in optimizers {
        Training(name: name, model: { SmallMLP() }, x: rows, y: labels, loss: binary, optimizer: make).lines()
    }
}
