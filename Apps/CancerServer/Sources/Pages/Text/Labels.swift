/// Names of measurements, models and diagnoses in a language.
struct Labels: Sendable {
    let language: Language
    private let phrases = Phrases()

    init(_ language: Language) { self.language = language }

    /// A diagnosis with a capital letter.
    func diagnosis(_ diagnosis: Diagnosis) -> String {
        (diagnosis == .malignant ? phrases.malignant : phrases.benign)(language)
    }

    /// A model's kind; its own word where it is not known here.
    func architecture(_ name: String) -> String {
        switch name {
        case "logistic": phrases.architectureLogistic(language)
        case "interactions": phrases.architectureInteractions(language)
        case "mlp": phrases.architectureMlp(language)
        default: name
        }
    }

    /// The property of the nuclei that a measurement is of; the measurement's own name where it is not known here.
    func property(_ name: String) -> String {
        guard let property = Statistic.parse(name)?.property, let phrase = Labels.properties[property] else { return name }
        return phrase(language)
    }

    /// A measurement's whole name: `Radius, worst`.
    func feature(_ name: String) -> String {
        guard let (statistic, property) = Statistic.parse(name), Labels.properties[property] != nil else { return name }
        let phrase =
            switch statistic {
            case .mean: phrases.ofMean
            case .error: phrases.ofError
            case .worst: phrases.ofWorst
            }
        return phrase(language, ["property": self.property(name)])
    }

    /// The features by statistic, those without one last; each with its index.
    func groups(_ features: [Feature]) -> [(label: String, help: String?, features: [(index: Int, feature: Feature)])] {
        let indexed = features.enumerated().map { (index: $0.offset, feature: $0.element) }
        let titles = [
            (Statistic.mean, phrases.groupMean, phrases.groupMeanHelp), (.error, phrases.groupError, phrases.groupErrorHelp),
            (.worst, phrases.groupWorst, phrases.groupWorstHelp),
        ]
        func statistic(_ feature: Feature) -> Statistic? {
            Statistic.parse(feature.name).flatMap { Labels.properties[$0.property] == nil ? nil : $0.statistic }
        }
        var groups = titles.map { title in
            let members = indexed.filter { statistic($0.feature) == title.0 }
            return (label: title.1(language), help: title.2(language) as String?, features: members)
        }
        groups.append((phrases.groupOther(language), nil, indexed.filter { statistic($0.feature) == nil }))
        return groups.filter { !$0.features.isEmpty }
    }

    private static let properties: [String: Phrase] = {
        let phrases = Phrases()
        return [
            "radius": phrases.propertyRadius, "texture": phrases.propertyTexture, "perimeter": phrases.propertyPerimeter,
            "area": phrases.propertyArea, "smoothness": phrases.propertySmoothness, "compactness": phrases.propertyCompactness,
            "concavity": phrases.propertyConcavity, "concave points": phrases.propertyConcavePoints,
            "symmetry": phrases.propertySymmetry, "fractal dimension": phrases.propertyFractalDimension,
        ]
    }()
}
