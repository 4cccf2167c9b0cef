/// What is assessed, predicted, and said to a card.
enum AssessmentCode: String, CaseIterable {
    case malignancy = "malignancy-of-breast-mass"
    case malignant
    case classifier

    var display: String {
        switch self {
        case .malignancy: "Malignancy of a breast mass"
        case .malignant: "Malignant"
        case .classifier: "Classifier of cell nuclei"
        }
    }

    var definition: String {
        switch self {
        case .malignancy: "Whether a breast mass is malignant, assessed from the nuclei in a fine needle aspirate."
        case .malignant: "The mass is malignant."
        case .classifier: "A model trained on the Wisconsin data set of diagnosed breast masses."
        }
    }

    var coding: Coding { Coding(system: Canonical.assessment, code: rawValue, display: display) }
    var concept: CodeableConcept { CodeableConcept(coding: [coding], text: nil) }
}

/// Why somebody does not follow a card.
enum OverrideReason: String, CaseIterable {
    case measurements = "measurements-unreliable"
    case findings = "other-findings"
    case known = "already-known"

    var display: String {
        switch self {
        case .measurements: "The measurements are not reliable"
        case .findings: "Other findings contradict the estimate"
        case .known: "The diagnosis is already known"
        }
    }

    var coding: Coding { Coding(system: Canonical.overrideReasons, code: rawValue, display: display) }
}
