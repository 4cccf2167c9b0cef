import Diagnosis
import Kindling
import Testing

@Suite("Explanations")
struct ExplanationTests {
    /// Ways to make a classifier, and whether its contributions are exact.
    static let recipes: [(name: String, recipe: Recipe, isExact: Bool)] = {
        func recipe(_ change: (inout Recipe) -> Void) -> Recipe {
            var recipe = Recipe()
            recipe.epochs = 5
            change(&recipe)
            return recipe
        }
        return [
            ("logistic", recipe { _ in }, true),
            ("interactions", recipe { $0.architecture = .interactions }, true),
            ("mlp", recipe { $0.architecture = .mlp(hidden: [8], dropout: 0.2) }, false),
            ("ensemble", recipe { $0.ensemble = 3 }, true),
            (
                "ensemble of mlp, calibrated",
                recipe { ($0.architecture, $0.ensemble, $0.calibrates) = (.mlp(hidden: [4], dropout: 0), 2, true) }, false
            ),
        ]
    }()

    private let diagnoses: Diagnoses

    init() throws { diagnoses = try Diagnoses(Diagnoses.shipped()) }

    private func classifier(_ recipe: Recipe = recipes[0].recipe) throws -> Classifier {
        try recipe.fit(diagnoses, generator: Generator(seed: 1))
    }

    @Test("Contributions, the baseline and the gap add up to the logit", arguments: recipes.indices)
    func sums(index: Int) throws {
        let (name, recipe, isExact) = ExplanationTests.recipes[index]
        let classifier = try classifier(recipe)
        for explanation in classifier.explain(diagnoses.measurements[..<20]) {
            let sum = explanation.parts.reduce(explanation.baseline) { $0 + $1.contribution }
            #expect(abs(sum + explanation.gap - explanation.logit) < 1e-5, "\(name)")
            #expect(abs(explanation.gap) < (isExact ? 1e-12 : 0.05), "\(name)")
            #expect(explanation.method == (isExact ? .exact : .integratedGradients))
            let magnitudes = explanation.parts.map { abs($0.contribution) }
            #expect(magnitudes == magnitudes.sorted(by: >) && magnitudes[0] > 0)
        }
    }

    @Test("The explained logit is the network's own", arguments: [0, 1, 2])
    func logit(index: Int) throws {
        let classifier = try classifier(ExplanationTests.recipes[index].recipe)
        let (probabilities, _) = classifier.probabilities(diagnoses.measurements)
        let explained = Tensor(classifier.explain(diagnoses.measurements).map(\.logit)).sigmoid().array(of: Double.self)
        for (a, b) in zip(explained, probabilities.array(of: Double.self)) { #expect(abs(a - b) < 1e-5) }
    }

    @Test("Of a linear model, a feature contributes w (x - mean) / scale")
    func linear() throws {
        let classifier = try classifier()
        let (weights, bias) = try #require(classifier.linear)
        let row = diagnoses.measurements[..<1]
        let expected = (Tensor(weights) * (row - classifier.scaler.mean) / classifier.scaler.scale).array(of: Double.self)
        let explanation = classifier.explain(row)[0]
        #expect(explanation.baseline == bias && explanation.parts.count == 30)
        for part in explanation.parts {
            let column = try #require(diagnoses.features.firstIndex(of: part.name))
            #expect(abs(part.contribution - expected[column]) < 1e-6)
        }
    }

    @Test("A pair's contribution is the pair's: none of it is a feature's")
    func pairs() throws {
        let classifier = try classifier(ExplanationTests.recipes[1].recipe)
        let explanation = classifier.explain(diagnoses.measurements[..<1])[0]
        #expect(explanation.parts.count { $0.features.count == 1 } == 30)
        #expect(explanation.parts.count { $0.features.count == 2 } == 30 * 29 / 2)
        let pair = try #require(explanation.parts.first { $0.features.count == 2 })
        #expect(pair.name == "\(pair.features[0]) × \(pair.features[1])")
        // Over the training rows, no term contributes anything on average.
        let network = try #require(classifier.members[0] as? InteractionRegression)
        let x = classifier.standardized(diagnoses.measurements)
        #expect(network.values(ofTerms: x).mean(dim: 0).abs().amax().item() < 0.5)
    }

    @Test("Of the training rows' mean, nothing needs to be explained")
    func baseline() throws {
        let classifier = try classifier(ExplanationTests.recipes[2].recipe)
        let explanation = classifier.explain(classifier.scaler.mean.unsqueeze(0))[0]
        #expect(explanation.parts.allSatisfy { $0.contribution == 0 } && explanation.logit == explanation.baseline)
    }

    @Test("An ensemble's explanation is the mean of its members' explanations")
    func ensemble() throws {
        let classifier = try classifier(ExplanationTests.recipes[3].recipe)
        let sums = classifier.members.compactMap { $0 as? LogisticRegression }
        let mean = sums.map { $0.linear.weight.array(of: Double.self)[0] }.reduce(0, +) / 3
        let weight = try #require(classifier.termWeights?.weights.first { $0.name == diagnoses.features[0] })
        #expect(sums.count == 3 && abs(weight.weight - mean) < 1e-9)
        let explanation = classifier.explain(diagnoses.measurements[..<1])[0]
        let x = classifier.standardized(diagnoses.measurements[..<1]).to(.float64)[0, 0].item()
        let part = try #require(explanation.parts.first { $0.name == diagnoses.features[0] })
        #expect(explanation.members == 3 && abs(part.contribution - mean * x) < 1e-6)
    }

    @Test("What makes the probability of the logit is said")
    func calibration() throws {
        let classifier = try classifier(ExplanationTests.recipes[4].recipe)
        let calibration = try #require(classifier.explain(diagnoses.measurements[..<1])[0].calibration)
        #expect(calibration == classifier.calibration)
        #expect(try self.classifier().explain(diagnoses.measurements[..<1])[0].calibration == nil)
    }
}
