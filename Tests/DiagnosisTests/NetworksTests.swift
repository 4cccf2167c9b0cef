import Diagnosis
import Kindling
import Testing

@Suite("Networks")
struct NetworksTests {
    private let x = Tensor.normal([50, 4], generator: Generator(seed: 1))

    @Test("The logit with interactions is the bias and each term times its weight; terms have mean 0 and deviation 1")
    func interactions() throws {
        let network = InteractionRegression(features: 4, generator: Generator(seed: 2))
        network.prepare(for: x, ignoring: [])
        let terms = network.values(ofTerms: x).to(.float64)
        #expect(network.terms == [[0], [1], [2], [3], [0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]])
        let raw = (x.select(dim: 1, 1) * x.select(dim: 1, 3)).to(.float64)
        let centered = raw - raw.mean()
        let expected = centered / centered.square().mean().sqrt()
        #expect(terms.select(dim: 1, 8).isClose(expected, relative: 1e-5, absolute: 1e-6).all().item(as: Bool.self))

        network.linear.weight = .uniform([1, 10], generator: Generator(seed: 3))
        let weights = network.linear.weight.detached().to(.float64)
        let bias: Double = try #require(network.linear.bias).item()
        let sums = (terms * weights).sum(dim: 1) + bias
        let logits = network.logits(x).detached().to(.float64).reshape([50])
        #expect(logits.isClose(sums, relative: 1e-5, absolute: 1e-5).all().item(as: Bool.self))
    }

    @Test("With interactions, training begins with a logistic regression")
    func start() {
        let network = InteractionRegression(features: 4, generator: Generator(seed: 2))
        network.prepare(for: x, ignoring: [])
        let weights = network.linear.weight.array(of: Double.self)
        #expect(weights[..<4].allSatisfy { $0 != 0 } && weights[4...].allSatisfy { $0 == 0 })
    }

    @Test("A multilayer perceptron is layers that can be copied: linear, ReLU, dropout, ..., linear")
    func perceptron() {
        let network = MultilayerPerceptron(features: 4, hidden: [8, 3], dropout: 0.5, generator: Generator(seed: 1))
        let shapes = network.stateDict.mapValues { Array($0.shape) }
        #expect(
            shapes == [
                "layers.0.weight": [8, 4], "layers.0.bias": [8], "layers.3.weight": [3, 8], "layers.3.bias": [3],
                "layers.6.weight": [1, 3], "layers.6.bias": [1],
            ])
        let copy = Sequential {
            Linear(4, 8)
            ReLU()
            Dropout(0.5)
            Linear(8, 3)
            ReLU()
            Dropout(0.5)
            Linear(3, 1)
        }
        #expect(throws: Never.self) {
            try copy.load(Dictionary(uniqueKeysWithValues: network.stateDict.map { (String($0.dropFirst(7)), $1) }))
        }
        evaluating { #expect(copy(x).array(of: Float.self) == network.logits(x).array(of: Float.self)) }
        #expect(network.logits(x).array(of: Float.self) != network.logits(x).array(of: Float.self))
    }

    static let architectures: [Architecture] = [.logistic, .interactions, .mlp(hidden: [8], dropout: 0)]

    @Test(
        "A measurement that is constant in the training rows has no weight, also where training batches are noisy",
        arguments: architectures)
    func constant(_ architecture: Architecture) throws {
        let shipped = try Diagnoses.shipped()
        var rows = ["diagnosis,a,b,c"]
        for (index, label) in try Diagnoses(shipped).labels.array(of: Int.self).prefix(80).enumerated() {
            rows.append("\(label == 1 ? "M" : "B"),\(Double(index % 7) + Double(label)),3.5,\(index % 5 - 2 * label)")
        }
        let text = Array(rows.joined(separator: "\n").utf8)
        let diagnoses = try Diagnoses(CSV.read(bytes: text, name: "t.csv"), features: ["a", "b", "c"])
        let recipe = Recipe.with {
            $0.architecture = architecture
            $0.augmentation = .noise(standardDeviation: 0.3)
            $0.epochs = 20
            $0.optimizer = .adamw
        }
        let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 1))
        let other = diagnoses.measurements + Tensor([0.0, 100, 0]).to(.float64)
        #expect(
            classifier.probabilities(other).probabilities.array(of: Float.self)
                == classifier.probabilities(diagnoses.measurements).probabilities.array(of: Float.self))
    }

    @Test("Interactions take 2 to 256 measurements")
    func features() throws {
        #expect(Architecture.interactions.problem(features: 1) == "a network with interactions takes 2 to 256 features, got 1")
        #expect(
            Architecture.interactions.problem(features: 257) != nil && Architecture.interactions.problem(features: 2) == nil)
        #expect(Architecture.logistic.problem(features: 1) == nil)
    }
}
