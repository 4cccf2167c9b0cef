import FoundationEssentials
import Pages

/// Values for the pages, none of them from a model.
enum Sample {
    static let features: [Feature] = {
        let properties: [(String, ClosedRange<Double>)] = [
            ("radius", 6.981...28.11), ("texture", 9.71...39.28), ("perimeter", 43.79...188.5), ("area", 143.5...2501),
            ("smoothness", 0.05263...0.1634), ("compactness", 0.01938...0.3454), ("concavity", 0...0.4268),
            ("concave points", 0...0.2012), ("symmetry", 0.106...0.304), ("fractal dimension", 0.04996...0.09744),
        ]
        return ["mean ", "", "worst "].flatMap { prefix in
            properties.map { Feature(name: prefix + $0 + (prefix.isEmpty ? " error" : ""), range: $1) }
        }
    }()

    static let measurements: [Double?] = [
        17.99, 10.38, 122.8, 1001, 0.1184, 0.2776, 0.3001, 0.1471, 0.2419, 0.07871, 1.095, 0.9053, 8.589, 153.4, 0.006399,
        0.04904,
        0.05373, 0.01587, 0.03003, 0.006193, 25.38, 17.33, 184.6, 2019, 0.1622, 0.6656, 0.7119, 0.2654, 0.4601, 0.1189,
    ]

    static let card = ModelCard(
        name: "ensemble", version: "1", hash: "9f2c5a" + String(repeating: "0a", count: 29), architecture: "logistic",
        members: 20,
        features: features, threshold: 0.5, interval: 0.9, coverage: 0.9,
        training: ModelCard.Training(data: "wdbc.csv", checksum: "a4c1e2", rows: 569, malignant: 212),
        figures: [
            ModelCard.Figure(name: "AUROC", value: 0.9951, interval: 0.9891...0.9984),
            ModelCard.Figure(name: "Accuracy", value: 0.9777),
        ])

    /// A model of one network that says little of itself.
    static let plainCard = ModelCard(
        name: "plain", version: "2", hash: "00ff", architecture: "logistic",
        features: features.map { Feature(name: $0.name, range: nil) },
        imputes: true, threshold: 1.0 / 21)

    static func answer(
        _ probability: Double, identifier: String? = nil, hasInterval: Bool = true, isExplained: Bool = true,
        outside: [Int] = []
    ) -> Answer {
        let contributions = (0..<30).map { i in
            Answer.Contribution(features: [i], logit: Double((i * 7) % 30) / 12 - (probability > 0.5 ? 0.8 : 1.9))
        }
        return Answer(
            identifier: identifier, measurements: measurements, probability: probability,
            interval: hasInterval ? max(0, probability - 0.07)...min(1, probability + 0.024) : nil,
            diagnosis: probability >= 0.5 ? .malignant : .benign,
            plausible: hasInterval
                ? (probability > 0.4 && probability < 0.8
                    ? [.benign, .malignant] : [probability >= 0.5 ? .malignant : .benign]) : nil,
            contributions: isExplained ? contributions : nil,
            outside: outside.map { Answer.OutsideValue(feature: $0, deviations: 3.91) })
    }

    static let rows: [ListedRow] = [
        .answer(answer(0.968, identifier: "K-17", outside: [20, 25])), .answer(answer(0.031, identifier: "K-18")),
        .problem("\"abc\" is not a number in column \"mean area\"", identifier: "K-19"),
        .answer(answer(0.55, identifier: "B-02")), .answer(answer(0.0004, identifier: "A-11")),
    ]

    static let history = [
        HistoryEntry(
            number: 42, time: Date(timeIntervalSince1970: 1_796_109_300), interface: "page", model: "ensemble 1",
            results: [HistoryEntry.Result(probability: 0.968, diagnosis: .malignant)]),
        HistoryEntry(
            number: 41, time: Date(timeIntervalSince1970: 1_796_100_000), interface: "predict", model: "ensemble 1",
            results: (0..<12).map {
                HistoryEntry.Result(probability: Double($0) / 12, diagnosis: $0 > 5 ? .malignant : .benign)
            }),
        HistoryEntry(
            number: 17, time: Date(timeIntervalSince1970: 1_795_000_000), interface: "fhir", model: "ensemble 1", results: nil),
    ]

    static func frame(_ language: Language = .english, path: String = "/", user: String? = "dr-wolf") -> Frame {
        Frame(language: language, path: path, csrf: "token-17", user: user)
    }
}
