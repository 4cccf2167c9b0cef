import Kindling

/// One point of a curve: `KindlingBenchmarks growth KIND NUMBER`, a process of its own, so that its peak of memory can be told.
///
/// Prints the median seconds of a training step; of rows, the seconds of the whole and the loss on the rows held back.
enum Growth {
    static func run(_ kind: String, _ argument: String) throws {
        switch (kind, Int(argument)) {
        case ("batch", let batch?): print(step(batch: batch, width: 128, depth: 2))
        case ("width", let width?): print(step(batch: 64, width: width, depth: 2))
        case ("depth", let depth?): print(step(batch: 64, width: 128, depth: depth))
        case ("rows", nil): try streamed(argument)
        default: fatalError("growth of \(kind) by \(argument)")
        }
    }

    /// A perceptron's step: forward, loss, gradients, Adam.
    private static func step(batch: Int, width: Int, depth: Int) -> Double {
        let model = Sequential {
            Linear(64, width)
            for _ in 1..<depth {
                ReLU()
                Linear(width, width)
            }
            ReLU()
            Linear(width, 10)
        }
        model.fillParameters()
        let optimizer = Adam(model.parameters)
        let (x, y) = (values([batch, 64], 1, -1, 1), integers(below: 10, batch).make(2))
        let steps = Measured {
            let loss = crossEntropy(model(x), y)
            optimizer.step(loss.gradients())
            return loss.detached()
        }
        let samples = Timing(steps, warmth: 0.1).samples(seconds: 0.5).sorted()
        return samples[samples.count / 2]
    }

    /// A file that need not fit in memory, in two passes: what the scaler must know; then scaling, splitting (each fifth row
    /// is held back) and an epoch of training.
    private static func streamed(_ path: String) throws {
        let model = LogisticRegression()
        model.fillParameters()
        let optimizer = Adam(model.parameters)
        let clock = ContinuousClock()
        let start = clock.now
        let part = 8192
        var (count, sum, squares) = (0.0, Tensor.zeros([30], dtype: .float64), Tensor.zeros([30], dtype: .float64))
        for table in CSV.stream(path, rows: part) {
            let x = try features(table.get())
            count += Double(x.shape[0])
            sum += x.sum(dim: 0)
            squares += x.square().sum(dim: 0)
        }
        let mean = sum / count
        let scaler = try StandardScaler(mean: mean, scale: (squares / count - mean.square()).sqrt())

        let isHeldBack = Tensor.arange(part).remainder(5) .== 4
        let (training, held) = (isHeldBack.logicalNot().nonZero().flatten(), isHeldBack.nonZero().flatten())
        var (loss, tests) = (0.0, 0.0)
        for table in CSV.stream(path, rows: part) {
            let table = try table.get()
            let x = try scaler.transform(features(table)).to(.float32)
            let y = try table.numbers(columns: ["label"], dtype: .float32)
            func rows(_ index: Tensor) -> TensorDataset { TensorDataset(x, y).rows(index.maskedSelect(index .< x.shape[0])) }
            for (features, labels) in DataLoader(rows(training), batchSize: 1024) {
                optimizer.step(binaryCrossEntropy(model(features), labels).gradients())
            }
            let test = rows(held)
            loss += evaluating { binaryCrossEntropy(model(test.features), test.labels, reduction: .sum).item() }
            tests += Double(test.count)
        }
        print((clock.now - start) / .seconds(1), loss / tests)
    }

    private static func features(_ table: Table) throws -> Tensor {
        try table.numbers(columns: table.columns.filter { $0 != "label" })
    }
}
