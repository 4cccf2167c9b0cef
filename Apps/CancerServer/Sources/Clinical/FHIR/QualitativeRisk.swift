/// A probability in HL7's words.
///
/// HL7 defines the words, not where one ends and the next begins; this service sets: negligible below 1 %, low below 10 %, moderate up
/// to 50 %, high above ("more likely to occur than not"), certain from 99 %.
enum QualitativeRisk: String {
    case negligible, low, moderate, high, certain

    init(probability: Double) {
        self =
            switch probability {
            case ..<0.01: .negligible
            case ..<0.1: .low
            case ...0.5: .moderate
            case ..<0.99: .high
            default: .certain
            }
    }

    var coding: Coding {
        let display =
            switch self {
            case .negligible: "Negligible likelihood"
            case .low: "Low likelihood"
            case .moderate: "Moderate likelihood"
            case .high: "High likelihood"
            case .certain: "Certain"
            }
        return Coding(system: Canonical.riskProbability, code: rawValue, display: display)
    }
}
