// Trains an ensemble on the data that ships with Diagnosis, and says of some tumours what it thinks and why. With a file of
// measurements, in any form that the data goes around in, it says so of those.
//
//     swift run --package-path Examples/TumourDiagnosis
//     swift run --package-path Examples/TumourDiagnosis TumourDiagnosis tumours.csv

import Diagnosis
import Tensor

do {
    let diagnoses = try Diagnoses(Diagnoses.shipped())
    var recipe = Recipe()
    recipe.ensemble = 10
    recipe.calibrates = true
    recipe.threshold = .missedCost(biopsies: 20)
    let classifier = try recipe.fit(diagnoses, generator: Generator(seed: 42))

    let rows = try CommandLine.arguments.dropFirst().first.map { try Diagnoses(reading: $0) } ?? diagnoses
    let (predictions, _) = classifier.predict(rows.measurements[..<min(5, rows.count)], identifiers: rows.identifiers)
    for (index, (prediction, explanation)) in zip(predictions, classifier.explain(rows.measurements)).enumerated() {
        let spread = prediction.spread.map { ", networks from \(percent($0.lowerBound)) to \(percent($0.upperBound))" } ?? ""
        print(
            "\(prediction.identifier ?? "row \(index + 1)"): \(prediction.diagnosis), \(percent(prediction.probability))\(spread)"
        )
        for part in explanation.parts.prefix(3) {
            print("    \(part.name): \(part.contribution > 0 ? "for" : "against") malignancy")
        }
        for outlier in prediction.outOfRange { print("    \(outlier.feature) is far from all that was learnt from") }
    }
} catch {
    print(error)
}

func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
