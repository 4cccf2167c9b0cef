import FoundationEssentials

/// R4's `RiskAssessment`: an estimate, what it rests on, and that a machine made it.
struct RiskAssessment: Encodable, Hashable, Sendable {
    /// The security label of what a machine asserted.
    struct Meta: Encodable, Hashable, Sendable {
        let security = [
            Coding(system: Canonical.observationValue, code: "AIAST", display: "Artificial Intelligence asserted")
        ]
    }

    /// The probability of an outcome.
    struct Prediction: Encodable, Hashable, Sendable {
        /// The probability in percent, where ``probabilityRange`` has the interval.
        struct PointEstimate: Encodable, Hashable, Sendable {
            let url = Canonical.pointEstimate
            /// Percent.
            let valueDecimal: Decimal
        }

        /// The probability beside its interval; nil where ``probabilityDecimal`` has it.
        let `extension`: [PointEstimate]?
        /// What is predicted: malignancy.
        let outcome: CodeableConcept
        /// The probability in percent, where there is no interval.
        let probabilityDecimal: Decimal?
        /// The interval in percent.
        let probabilityRange: QuantityRange?
        /// The probability in words.
        let qualitativeRisk: CodeableConcept
        /// What drove the estimate.
        let rationale: String
    }

    let resourceType = "RiskAssessment"
    let meta = Meta()
    let text: Narrative
    /// The Observations that nothing outside the assessment names.
    let contained: [Observation]?
    /// `final`, or `preliminary` where an Observation is so.
    let status: String
    /// The model.
    let method: CodeableConcept
    /// What is assessed.
    let code: CodeableConcept
    /// Who is assessed.
    let subject: Reference
    /// When it was assessed.
    let occurrenceDateTime: String
    /// The Observations that it rests on.
    let basis: [Reference]
    /// The estimate.
    let prediction: [Prediction]
    /// What else is to be known.
    let note: [Annotation]?
}
