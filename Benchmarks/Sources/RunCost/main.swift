// What a step costs in a TrainingRun, beside the same loop written by hand; with --soak, the memory of a million steps with callbacks.
import Glibc
import Kindling

struct Row: TrainingRow {
    var loss = Mean()
    var validationLoss: Double?
}

struct LogisticRegression: Module {
    let linear = Linear(30, 1, generator: Generator(seed: 1))

    func callAsFunction(_ x: Tensor) -> Tensor { linear(x).sigmoid() }
}

struct Course {
    let loader: DataLoader<(features: Tensor, labels: Tensor)>
    let model = LogisticRegression()
    let optimizer: Optimizer

    init() {
        let x = Tensor.normal([32 * 1000, 30], generator: Generator(seed: 2))
        let y = (x.sum(dim: 1, keepDim: true) .> 0).to(.float32)
        loader = DataLoader(TensorDataset(x, y), batchSize: 32, shuffle: true, generator: Generator(seed: 3))
        optimizer = Adam(model.parameters, learningRate: 1e-4)
    }

    func step(_ batch: (features: Tensor, labels: Tensor)) -> Tensor {
        let loss = binaryCrossEntropy(model(batch.features), batch.labels)
        optimizer.step(loss.gradients())
        return loss
    }

    /// Some epochs as they are written without a run.
    func byHand(epochs: Int) -> Double {
        var mean = 0.0
        for _ in 0..<epochs {
            var (sum, count) = (0.0, 0.0)
            for batch in loader {
                sum += step(batch).item()
                count += 1
            }
            mean = sum / count
        }
        return mean
    }

    func inRun(epochs: Int, @CallbackBuilder<Row> _ callbacks: () -> [AnyCallback<Row>] = { [] }) throws -> Double {
        let run = try TrainingRun<Row>({ Saved("model", model) }, callbacks: callbacks)
        for epoch in run.epochs(through: epochs) {
            for batch in epoch.batches(loader) { run.row.loss.add(step(batch)) }
        }
        return try run.finish().history.last?.row.loss.value ?? .nan
    }
}

func nanoseconds(_ body: () throws -> Double) rethrows -> Double {
    let start = ContinuousClock.now
    _ = try body()
    return (ContinuousClock.now - start) / .nanoseconds(1)
}

/// Numbers in place of batches, which cost nothing to make.
struct Numbers: ResumableLoader {
    let generator: Tensor::Generator = Tensor::Generator(seed: 0)

    struct Iterator: PositionedIterator {
        var position: LoaderPosition

        mutating func next() -> Int? {
            if position.batch == 1_000_000 { return nil }
            position.batch += 1
            return position.batch
        }
    }

    func makeIterator() -> Iterator { Iterator(position: LoaderPosition(generator.state)) }
    func makeIterator(at position: LoaderPosition) -> Iterator { Iterator(position: position) }
}

/// What is left of a step that does nothing but to give a loss.
func costOfNothing() throws {
    let (numbers, loss) = (Numbers(), Tensor(0.5))
    func byHand() -> Double {
        var (sum, count) = (0.0, 0.0)
        for _ in numbers {
            sum += loss.item()
            count += 1
        }
        return sum / count
    }
    func inRun() throws -> Double {
        let run = try TrainingRun<Row>({})
        for epoch in run.epochs(through: 1) { for _ in epoch.batches(numbers) { run.row.loss.add(loss) } }
        return try run.finish().history[0].row.loss.value ?? .nan
    }
    var differences: [Double] = []
    for _ in 0..<21 { differences.append((try nanoseconds(inRun) - nanoseconds(byHand)) / 1e6) }
    differences.sort()
    print("a step that only gives a loss: \(differences[10]) ns more than by hand (\(differences[5]) to \(differences[15]))")
}

func cost() throws {
    try costOfNothing()
    let (course, epochs, steps) = (Course(), 3, 3000.0)
    let ways: [(name: String, run: () throws -> Double)] = [
        ("by hand", { course.byHand(epochs: epochs) }),
        ("in a run", { try course.inRun(epochs: epochs) }),
        ("in a run with StopAtNonFinite at every step", { try course.inRun(epochs: epochs) { StopAtNonFinite(\.loss) } }),
    ]
    for way in ways { _ = try way.run() }
    var times = ways.map { _ in [Double]() }
    for _ in 0..<60 {
        for (index, way) in ways.enumerated() { times[index].append(try nanoseconds(way.run) / steps) }
    }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    for (index, way) in ways.enumerated() {
        let differences = zip(times[index], times[0]).map { $0 - $1 }
        print("\(way.name): \(Int(median(times[index]))) ns a step, \(Int(median(differences))) ns more than by hand")
    }
}

/// The memory that the process has now.
func memoryInMiB() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
    let pages = line.withUnsafeBufferPointer { strtol(strchr($0.baseAddress!, 32), nil, 10) }
    return pages * sysconf(Int32(_SC_PAGESIZE)) / 1_048_576
}

func soak(in folder: String, epochs: Int) throws {
    let course = Course()
    let run = try TrainingRun<Row>(in: folder, fresh: true) {
        Saved("model", course.model)
        Saved("optimizer", course.optimizer)
    } callbacks: {
        CSVLog("history.csv")
        JSONLinesLog("history.jsonl", everySteps: 1000)
        TensorBoardLog(everySteps: 1000, histogramsEvery: 100)
        EarlyStopping(on: \.validationLoss, patience: 10_000)
        StopAtNonFinite(\.loss)
        Checkpoints(every: .steps(10_000), keeping: 2, best: \.validationLoss)
    }
    for epoch in run.epochs(through: epochs) {
        for batch in epoch.batches(course.loader) { run.row.loss.add(course.step(batch)) }
        run.row.validationLoss = run.row.loss.value
        if epoch.number.isMultiple(of: epochs / 10) { print("step \(run.step + 1): \(memoryInMiB()) MiB") }
    }
    try run.finish()
}

let arguments = CommandLine.arguments
if arguments.count >= 3, arguments[1] == "--soak" {
    try soak(in: arguments[2], epochs: arguments.count > 3 ? Int(arguments[3]) ?? 1000 : 1000)
} else {
    try cost()
}
