import Kindling

/// Something whose time is measured. `torch_step.py` has the same cases under the same names.
struct Case {
    let name: String
    /// Floating-point operations of a call, where they are what counts.
    var operations: Double?
    let body: () -> Void
}

/// The lesson's classifier: 30 measurements, one probability.
private struct Classifier: Module {
    let linear = Linear(30, 1)
    let sigmoid = Sigmoid()

    func callAsFunction(_ x: Tensor) -> Tensor { sigmoid(linear(x)) }
}

func allCases() -> [Case] {
    let generator = Generator(seed: 0)
    let x = Tensor.normal([32, 30], generator: generator)
    let y = Tensor.bernoulli([32, 1], generator: generator)
    let model = Classifier()
    let optimizer = Adam(model.parameters, learningRate: 1e-3)

    let row = Tensor.normal([1, 30], generator: generator)
    let (a, b) = (Tensor.normal([1024, 1024], generator: generator), Tensor.normal([1024, 1024], generator: generator))
    let rows = TensorDataset(
        .normal([455, 30], generator: generator), .bernoulli([455, 1], generator: generator))
    let batches = DataLoader(rows, batchSize: 32, shuffle: true, generator: generator)

    return [
        Case(name: "training step, 32 x 30") {
            optimizer.step(binaryCrossEntropy(model(x), y).gradients())
        },
        Case(name: "prediction, 1 x 30") {
            _ = evaluating { model(row) }
        },
        Case(name: "loader's epoch, 455 x 30 by 32") {
            for batch in batches { _ = batch }
        },
        Case(name: "matmul, 1024 x 1024", operations: 2 * 1024 * 1024 * 1024) {
            _ = a.matmul(b)
        },
    ]
}
