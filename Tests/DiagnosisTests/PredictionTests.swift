import Diagnosis
import Kindling
import Testing

@Suite("Predictions")
struct PredictionTests {
    private let diagnoses: Diagnoses

    init() throws { diagnoses = try Diagnoses(Diagnoses.shipped()) }

    private func classifier(_ change: (inout Recipe) -> Void = { _ in }) throws -> Classifier {
        var recipe = Recipe()
        recipe.epochs = 5
        change(&recipe)
        return try recipe.fit(diagnoses, generator: Generator(seed: 1))
    }

    @Test("A row is called malignant from the threshold on, and confidence is the diagnosis's probability")
    func diagnosis() throws {
        let classifier = try classifier { $0.threshold = .fixed(probability: 0.1) }
        let (predictions, badRow) = classifier.predict(diagnoses.measurements)
        let probabilities = classifier.probabilities(diagnoses.measurements).probabilities.array(of: Double.self)
        #expect(predictions.map(\.probability) == probabilities && badRow == nil)
        for prediction in predictions {
            #expect(prediction.isMalignant == (prediction.probability >= 0.1))
            #expect(prediction.diagnosis == (prediction.isMalignant ? "malignant" : "benign"))
            #expect(prediction.confidence == (prediction.isMalignant ? prediction.probability : 1 - prediction.probability))
        }
        #expect(predictions.contains { $0.isMalignant && $0.probability < 0.5 })
    }

    @Test("What a classifier was not made for is nil")
    func plain() throws {
        let prediction = try classifier().predict(diagnoses.measurements[..<1]).predictions[0]
        #expect(prediction.spread == nil && prediction.set == nil && prediction.identifier == nil)
        #expect(prediction.outOfRange.isEmpty)
    }

    @Test("An ensemble's spread lies within its members' probabilities, and a set holds the likelier diagnosis or both or none")
    func uncertainty() throws {
        let classifier = try classifier { ($0.ensemble, $0.coverage) = (5, 0.9) }
        let (predictions, _) = classifier.predict(diagnoses.measurements)
        let members = classifier.memberProbabilities(diagnoses.measurements)
        for (row, prediction) in predictions.enumerated() {
            let each = members[row].array(of: Double.self)
            let spread = try #require(prediction.spread)
            #expect(each.min() ?? 1 <= spread.lowerBound && spread.upperBound <= each.max() ?? 0)
            let set = try #require(prediction.set)
            #expect(set.names.count == set.count)
            if set.count == 1 { #expect(set.contains(malignant: prediction.probability > 0.5)) }
        }
        #expect(predictions.contains { $0.set?.names == ["malignant"] } && predictions.contains { $0.set?.names == ["benign"] })
    }

    @Test("Identifiers stay with their rows; a row that is too large ends the list")
    func rows() throws {
        var measurements = diagnoses.measurements[..<3]
        let (all, none) = try classifier().predict(measurements, identifiers: ["a", "b", "c"])
        #expect(all.map(\.identifier) == ["a", "b", "c"] && none == nil)
        measurements[1, 0] = Tensor(1e300, dtype: .float64)
        measurements[1, 1] = Tensor(-1e300, dtype: .float64)
        let (some, badRow) = try classifier().predict(measurements, identifiers: ["a", "b", "c"])
        #expect(some.map(\.identifier) == ["a"] && badRow == 1)
    }

    @Test("A measurement far outside the training range is listed with its distance")
    func extreme() throws {
        let classifier = try classifier()
        var measurements = diagnoses.measurements[..<1]
        measurements[0, 3] = Tensor(10_000.0, dtype: .float64)
        let list = classifier.predict(measurements).predictions[0].outOfRange
        let deviations = (10_000 - classifier.scaler.mean[3].item()) / classifier.scaler.scale[3].item()
        #expect(list.map(\.feature) == ["mean area"] && list[0].value == 10_000)
        #expect(abs(list[0].deviations - deviations) < 1e-9)
    }
}
