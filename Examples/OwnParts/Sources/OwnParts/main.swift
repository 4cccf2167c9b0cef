// Custom components: an optimizer, a layer, a dataset, an operation with its derivative.
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

// A primitive has its derivative, whoever asks for it.
try checkGradients(of: { BlurPool()($0[0]) }, at: [.normal([1, 2, 5, 4], generator: Generator(seed: 1))])
print("BlurPool of [8, 3, 33, 32] gives \(BlurPool()(Tensor.ones([8, 3, 33, 32])).shape)")

let generator = Generator(seed: 1)
try train(Linear(2, 1, generator: generator), "a line")
try train(
    Sequential {
        RadialBasis(2, centres: 48, generator: generator)
        Linear(48, 1, generator: generator)
    }, "bumps")

compareSpeeds()

/// A rule of one's own, in Swift, beside one that the library has in C.
func compareSpeeds() {
    for count in [100, 1_000_000] {
        let gradient = Tensor.normal([count], generator: Generator(seed: 2))
        func microseconds(_ rule: some UpdateRule) -> Double {
            let cell = ParameterCell(.zeros([count]))
            let optimizer = Optimizer([NamedParameter("w", cell)], rule: rule, learningRate: 0.01)
            let gradients = (cell.tracked! * gradient).sum().gradients()
            let steps = count > 1000 ? 20 : 20_000
            return (0..<9).map { _ in
                ContinuousClock().measure { for _ in 0..<steps { optimizer.step(gradients) } } / .microseconds(steps)
            }.min()!
        }
        let (own, builtIn) = (microseconds(Signum()), microseconds(LionRule()))
        print("a step of \(count) parameters: Signum \(rounded(own)) µs, Lion \(rounded(builtIn)) µs")
    }
}

func rounded(_ x: Double) -> Double { (x * 1000).rounded() / 1000 }

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
