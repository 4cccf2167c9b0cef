// One task, three optimizers: the same model from the same seed, on the same batches, and what is left of the loss.
//
//     swift run --package-path Examples/ThreeOptimizers

import Kindling

let x = Tensor.linspace(-3, 3, count: 256).unsqueeze(1)
let curve = TensorDataset(x, (2 * x).sin() + 0.3 * x)

let optimizers: [(name: String, make: ([NamedParameter]) -> Optimizer)] = [
    ("SGD", { SGD($0, learningRate: 0.05) }),
    ("Momentum", { Momentum($0, learningRate: 0.05) }),
    ("Adam", { Adam($0, learningRate: 0.01) }),
]

for (name, make) in optimizers {
    let generator = Generator(seed: 1)
    let model = Sequential {
        Linear(1, 32, generator: generator)
        Tanh()
        Linear(32, 32, generator: generator)
        Tanh()
        Linear(32, 1, generator: generator)
    }
    let optimizer = make(model.parameters)
    let batches = DataLoader(curve, batchSize: 32, shuffle: true, generator: generator)

    var report: [String] = []
    for epoch in 1...100 {
        var total = 0.0
        for (x, y) in batches {
            let loss = mseLoss(model(x), y)
            optimizer.step(loss.gradients())
            total += loss.item()
        }
        if [1, 10, 50, 100].contains(epoch) { report.append("epoch \(epoch): \(rounded(total / Double(batches.count)))") }
    }
    print(name, report.joined(separator: "   "), separator: "\t")
}

/// To four digits after the point.
func rounded(_ x: Double) -> Double { (x * 1e4).rounded() / 1e4 }
