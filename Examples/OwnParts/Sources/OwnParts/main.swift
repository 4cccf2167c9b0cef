// Parts of one's own in every place that takes them: an optimizer, a layer, a dataset, an operation with its derivative.
//
//     swift run --package-path Examples/OwnParts

import Data
import GradientTesting
import Metrics
import NN
import Optim

// A derivative written by hand is checked before it is trusted.
try checkGradients(
    of: { SquaredDistances()($0[0], $0[1]) },
    at: [.normal([3, 2], generator: Generator(seed: 1)), .normal([4, 2], generator: Generator(seed: 2))])
print("the derivative of SquaredDistances, and that derivative's own, agree with finite differences")

let generator = Generator(seed: 1)
try train(Linear(2, 1, generator: generator), "a line")
try train(
    Sequential {
        RadialBasis(2, centres: 48, generator: generator)
        Linear(48, 1, generator: generator)
    }, "bumps")

func train(_ model: some Module<Tensor, Tensor>, _ name: String) throws {
    let optimizer = Optimizer(model.parameters, rule: Signum(), learningRate: 0.01)
    let batches = DataLoader(Spirals(), batchSize: 50, shuffle: true, generator: Generator(seed: 1))
    let (points, spirals) = (Tensor.stack(Spirals().map(\.0)), Tensor.stack(Spirals().map(\.1)))

    for epoch in 1...100 {
        for (points, spirals) in batches {
            optimizer.step(binaryCrossEntropyWithLogits(model(points), spirals).gradients())
        }
        if epoch % 25 == 0 {
            let predictions = evaluating { model(points) .> 0 }
            print("\(name), epoch \(epoch): \(accuracy(predictions, spirals)) of the points on the right spiral")
        }
    }
}
