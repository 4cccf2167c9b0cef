// What a classifier's predictions are worth, with intervals. With `-`, they are read from standard input, a label of 0 or 1 and a
// probability on each line; without, two hundred cases are made up, whose probabilities are too extreme.
//
//     swift run --package-path Examples/ClassifierMetrics
//     swift run --package-path Examples/ClassifierMetrics ClassifierMetrics - < predictions.csv

import Metrics

let (labels, probabilities) = CommandLine.arguments.last == "-" ? readCases() : madeUp()

do {
    let area = try AUROC(probabilities, labels)
    let calibration = try Calibration(probabilities, labels)
    let confusion = try ConfusionMatrix(checking: probabilities .>= 0.5, labels: labels)

    row("cases", "\(confusion.count), \(confusion.truePositives + confusion.falseNegatives) of them positive")
    row("AUROC", rounded(area.value), interval { () throws(Undetermined) in try area.interval() })
    for (name, rate) in [
        ("accuracy at 0.5", ConfusionMatrix.Rate.accuracy), ("sensitivity", .sensitivity), ("specificity", .specificity),
        ("PPV", .positivePredictiveValue), ("NPV", .negativePredictiveValue),
    ] {
        let proportion = confusion.proportion(rate)
        row(name, rounded(proportion.value), "\(text(proportion.interval()))  \(proportion.successes)/\(proportion.count)")
    }
    row("average precision", rounded(averagePrecision(probabilities, labels)))
    row("Brier score", rounded(brierScore(probabilities, labels)), "scaled \(rounded(scaledBrierScore(probabilities, labels)))")
    row("log loss", rounded(logLoss(probabilities, labels)))
    for (name, fit) in [("calibration intercept", calibration.intercept), ("calibration slope", calibration.slope)] {
        switch fit {
        case .success(let estimate): row(name, rounded(estimate.value), text(estimate.interval()))
        case .failure(let reason): row(name, "none", "\(reason)")
        }
    }
    if calibration.clipped > 0 { row("", "\(calibration.clipped) probabilities were clipped for their logits") }

    let choice = try CostThreshold(probabilities, labels, missedCost: 5)
    row("threshold, if a miss costs 5", rounded(choice.threshold), "calibrated: \(rounded(calibratedThreshold(missedCost: 5)))")
    let decisions = try DecisionCurve(probabilities, labels, thresholds: [0.1, 0.25, 0.5])
    for (index, threshold) in decisions.thresholds.enumerated() {
        row(
            "net benefit at \(threshold)", rounded(decisions.model[index]),
            "treat all: \(rounded(decisions.treatAll[index])), none: 0")
    }
} catch {
    print(error)
}

func row(_ name: String, _ value: String, _ comment: String = "") {
    func padded(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
    print("\(padded(name, 30))\(padded(value, 10))\(comment)")
}

func interval(_ body: () throws(Undetermined) -> ConfidenceInterval) -> String {
    do { return text(try body()) } catch { return "no interval: \(error)" }
}

func text(_ interval: ConfidenceInterval) -> String { "[\(rounded(interval.lower)), \(rounded(interval.upper))]" }

/// To three digits after the point.
func rounded(_ x: Double) -> String { x.isFinite ? "\((x * 1000).rounded() / 1000)" : "undefined" }

func readCases() -> (labels: Tensor, probabilities: Tensor) {
    var (labels, probabilities): ([Double], [Double]) = ([], [])
    while let line = readLine() {
        let fields = line.split { $0 == "," || $0 == " " }.map { Double($0) ?? .nan }
        labels.append(fields.first ?? .nan)
        probabilities.append(fields.count == 2 ? fields[1] : .nan)
    }
    return (
        Tensor(labels, shape: [labels.count], dtype: .float64), Tensor(probabilities, shape: [labels.count], dtype: .float64)
    )
}

func madeUp() -> (labels: Tensor, probabilities: Tensor) {
    let generator = Generator(seed: 1)
    let logits = Tensor.normal([200], mean: -0.5, std: 1.5, generator: generator)
    let labels = (Tensor.uniform([200], generator: generator) .< logits.sigmoid()).to(.int64)
    return (labels, (2 * logits).sigmoid())
}
