import Foundation
import Kindling

/// The cancer classifier's first 20 epochs, step by step: from torch's weights, in torch's order.
struct Lesson: CaseFile {
    /// The data that ships with the app.
    private static let data =
        URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Sources/CWisconsin/wdbc.csv").standardized.path

    private let tensors: [String: Tensor]
    private let batchSize = 32

    let count = 1

    func id(_ index: Int) -> String? { nil }

    init(contentsOf url: URL) throws { tensors = try TestedDevice.moved(Safetensors.read(url.path).tensors) }

    func verdict(_ index: Int) throws -> Verdict {
        let table = try CSV.read(Lesson.data)
        let device = try TestedDevice.current.get()
        let features = try table.numbers(columns: table.columns.filter { $0 != "diagnosis" }).to(device)
        let labels = try table.labels(column: "diagnosis", classes: ["B", "M"]).to(device).to(.float32).unsqueeze(1)
        let (train, test) = (try tensors.required("train_rows"), try tensors.required("test_rows"))

        let scaler = StandardScaler(fitting: features[train])
        for (name, ours) in [("mean", scaler.mean), ("scale", scaler.scale)] {
            if let difference = try difference(ours, tensors.required(name), relative: 1e-6, absolute: 0) {
                return .failed("the scaler's \(name) \(difference)")
            }
        }
        let x = scaler.transform(features).to(.float32)

        let linear = Linear(30, 1)
        linear.weight = try tensors.required("weight0")
        linear.bias = try tensors.required("bias0")
        let losses = self.train(linear, x[train], labels[train], order: try tensors.required("order"))
        let results = [
            ("losses", losses), ("weight", linear.weight.detached()), ("bias", (linear.bias ?? .zeros([])).detached()),
            ("test_probability", evaluating { linear(x[test]).sigmoid() }),
        ]
        for (name, ours) in results {
            if let difference = try difference(ours, tensors.required(name), relative: 1e-5, absolute: 1e-7) {
                return .failed("\(name) \(difference)")
            }
        }
        return .passed
    }

    /// The loss of each step.
    private func train(_ linear: Linear, _ x: Tensor, _ y: Tensor, order: Tensor) -> Tensor {
        let optimizer = Adam(linear.parameters, learningRate: 0.001)
        return .stack(
            order.unbind().flatMap { epoch in
                epoch.split(batchSize).map { batch in
                    let loss = binaryCrossEntropy(linear(x[batch]).sigmoid(), y[batch])
                    optimizer.step(loss.gradients())
                    return loss.detached()
                }
            })
    }
}
