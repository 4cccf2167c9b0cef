/// R4's `CodeSystem`: codes and what they mean.
struct CodeSystem: Encodable, Hashable, Sendable {
    /// A code with its meaning.
    struct Concept: Encodable, Hashable, Sendable {
        /// The code.
        let code: String
        /// The code in words.
        let display: String
        /// What it means.
        let definition: String
    }

    let resourceType = "CodeSystem"
    /// The last part of its URL.
    let id: String
    let text: Narrative
    /// The URL that codings name as their system.
    let url: String
    let version = "1.0.0"
    /// A name for programs.
    let name: String
    /// A name for human readers.
    let title: String
    let status = "active"
    let experimental = true
    let publisher = "Kindling"
    /// What it is for.
    let description: String
    let caseSensitive = true
    let content = "complete"
    let count: Int
    /// The codes.
    let concept: [Concept]

    init(url: String, name: String, title: String, description: String, _ concepts: [Concept]) {
        id = String(url.split(separator: "/").last ?? "")
        text = Narrative("\(title). \(description)")
        self.url = url
        self.name = name
        self.title = title
        self.description = description
        count = concepts.count
        concept = concepts
    }
}

extension CodeSystem {
    /// The project's own code systems.
    static let all = [measurements, assessment, overrideReasons]

    /// A code for each measurement.
    static let measurements = CodeSystem(
        url: Canonical.measurements, name: "BreastMassMeasurement", title: "Measurements of a breast mass",
        description: "Measurements of cell nuclei in a fine needle aspirate, as the Breast Cancer Wisconsin (Diagnostic) data "
            + "set defines them. Values are Quantities with UCUM's unit 1: the data set counts in pixels of its images and in ratios.",
        NucleusMeasurement.all.map { .init(code: $0.code, display: $0.feature, definition: $0.definition) })

    /// What is assessed and predicted.
    static let assessment = CodeSystem(
        url: Canonical.assessment, name: "BreastMassAssessment", title: "Assessments of a breast mass",
        description: "What a RiskAssessment of this service assesses, how, and what it predicts.",
        AssessmentCode.allCases.map { .init(code: $0.rawValue, display: $0.display, definition: $0.definition) })

    /// Why somebody does not follow a card.
    static let overrideReasons = CodeSystem(
        url: Canonical.overrideReasons, name: "OverrideReason", title: "Reasons for overriding an estimate",
        description: "Reasons that the cards of this service's CDS Hooks offer.",
        OverrideReason.allCases.map { .init(code: $0.rawValue, display: $0.display, definition: $0.display + ".") })
}
