import FoundationEssentials

/// R4's `Observation` of one measurement, with what an assessment used of it.
struct Observation: Encodable, Hashable, Sendable {
    let resourceType = "Observation"
    /// Its name inside the resource that contains it.
    let id: String
    /// `final`, `amended`, `corrected` or `preliminary`.
    let status: String
    /// What was measured.
    let code: CodeableConcept
    /// Who was measured.
    let subject: Reference
    /// The value.
    let valueQuantity: Quantity

    init(id: String, _ value: MeasuredValue, of subject: Reference) {
        self.id = id
        status = value.status
        code = CodeableConcept(
            coding: [Coding(system: Canonical.measurements, code: value.measurement.code, display: value.measurement.feature)],
            text: nil)
        self.subject = subject
        valueQuantity = Quantity(value: Decimal(digitsOf: value.value), unit: "1", code: NucleusMeasurement.unit)
    }
}
