import Glibc
import Kindling

/// Whether memory stays what it is: `KindlingBenchmarks flat eager|compiled STEPS`, a process of its own.
///
/// Trains the lesson's classifier, batch after batch of a shuffled loader, and prints how many steps there were and the KiB that the
/// process holds, at 1e3 steps, at 1e4, and so on.
enum Flat {
    static func run(_ kind: String, steps: Int) {
        let model = LogisticRegression()
        model.fillParameters()
        let optimizer = Adam(model.parameters)
        let compiled = TrainingStep(optimizer) { x, y in binaryCrossEntropy(model(x), y) }
        let data = TensorDataset(uniform(455, 30).make(1), integers(below: 2, 455, 1).make(2).to(.float32))
        let batches = DataLoader(data, batchSize: 32, shuffle: true, generator: Generator(seed: 0))
        var (step, next) = (0, 1000)
        while step < steps {
            for (x, y) in batches {
                if kind == "compiled" {
                    compiled(x, y)
                } else {
                    optimizer.step(binaryCrossEntropy(model(x), y).gradients())
                }
                step += 1
                if step == next || step == steps {
                    print(step, residentKiB)
                    next *= 10
                }
                if step == steps { return }
            }
        }
    }

    private static var residentKiB: Int {
        guard let file = fopen("/proc/self/statm", "r") else { fatalError("/proc/self/statm cannot be read") }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 256)
        let pages = fgets(&line, 256, file).flatMap { String(cString: $0).split(separator: " ").dropFirst().first }
        return (pages.flatMap { Int($0) } ?? 0) * Int(getpagesize()) / 1024
    }
}
