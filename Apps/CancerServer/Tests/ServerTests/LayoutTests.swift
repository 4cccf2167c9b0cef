import Diagnosis
import Tensor
import Testing

/// `Metrics` has another name in this package, since swift-metrics has a module of that name.
@Suite("Values of Diagnosis")
struct LayoutTests {
    @Test("are read where their own module writes them")
    func values() throws {
        var recipe = Recipe()
        (recipe.epochs, recipe.calibrates, recipe.coverage, recipe.threshold) = (1, true, 0.8, .fixed(probability: 0.25))
        let diagnoses = try Diagnoses(Diagnoses.shipped())
        let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 1))
        #expect(classifier.threshold == 0.25 && classifier.recipe == recipe && classifier.record?.rows == 569)
        #expect(classifier.predictionSets?.coverage == 0.8)
        let explanation = classifier.explain(diagnoses.measurements[..<1])[0]
        #expect(explanation.members == 1 && explanation.parts.count == 30)
    }
}
