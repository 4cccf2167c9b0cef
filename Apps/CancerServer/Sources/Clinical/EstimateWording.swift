/// An estimate in sentences, the same for records and for cards.
struct EstimateWording {
    /// What everything that the service says comes with.
    static let disclaimer = "Demonstration, not a medical device."
    /// The most contributions that are named.
    private static let maximumDrivers = 5

    private let estimate: RiskEstimate
    private let threshold: Double

    init(_ estimate: RiskEstimate, threshold: Double) {
        self.estimate = estimate
        self.threshold = threshold
    }

    /// Whether the model calls the mass malignant.
    var isMalignant: Bool { estimate.probability >= threshold }

    /// The probability and what follows, in a few words.
    var headline: String {
        "\(percent(estimate.probability)) probability of malignancy, \(isMalignant ? "malignant" : "benign")"
    }

    /// The probability, its interval, and what follows at the threshold.
    var summary: String {
        let interval = estimate.interval.map {
            " (\(percent($0.share)) of the ensemble: \(percent($0.low)) to \(percent($0.high)))"
        }
        let diagnosis = isMalignant ? "Malignant" : "Benign"
        return "Probability of malignancy: \(percent(estimate.probability))\(interval ?? "; the model has no interval"). "
            + "\(diagnosis) at the threshold of \(percent(threshold))."
    }

    /// The contributions that moved the estimate most; nil where the model has none.
    var drivers: String? {
        let largest = estimate.contributions.sorted { abs($0.logOdds) > abs($1.logOdds) }.prefix(Self.maximumDrivers)
        if largest.isEmpty { return nil }
        let list = largest.map { "\($0.feature) \($0.logOdds < 0 ? "-" : "+")\(rounded(abs($0.logOdds), decimals: 2))" }
        return "What moved it most, in log odds: \(list.joined(separator: ", "))."
    }

    /// A sentence for each measurement outside the range of the training rows.
    var warnings: [String] {
        estimate.outOfRange.map { "\($0) lies outside the range of the rows that the model was trained on." }
    }

    /// `93 %`, `0.4 %`; what is not certain never reads as 0 % or 100 %.
    private func percent(_ probability: Double) -> String {
        if probability > 0, probability < 0.001 { return "less than 0.1 %" }
        if probability < 1, probability > 0.999 { return "more than 99.9 %" }
        return rounded(probability * 100, decimals: 1) + " %"
    }

    private func rounded(_ value: Double, decimals: Int) -> String {
        guard value < 1e9 else { return "\(value)" }
        var scale = 1
        for _ in 0..<decimals { scale *= 10 }
        let digits = Int((value * Double(scale)).rounded())
        let fraction = String(digits % scale + scale).dropFirst()
        return digits % scale == 0 ? "\(digits / scale)" : "\(digits / scale).\(fraction)"
    }
}
