/// The URLs by which systems know what this service says.
///
/// Those under `kindling.example` are the project's own. `example` is a domain that nobody can own, so they name things without
/// claiming an address; the code systems are served by the service itself.
public enum Canonical {
    /// What all of the project's own URLs start with.
    public static let base = "https://kindling.example/fhir"
    /// The code system of the measurements, a code for each.
    public static let measurements = base + "/CodeSystem/breast-mass-measurement"
    /// The code system of what is assessed and predicted.
    public static let assessment = base + "/CodeSystem/breast-mass-assessment"
    /// The code system of the reasons for which a card is overridden.
    public static let overrideReasons = base + "/CodeSystem/override-reason"
    /// The extension of a prediction with an interval: the probability itself, in percent.
    public static let pointEstimate = base + "/StructureDefinition/point-estimate"

    /// Units of measure.
    public static let ucum = "http://unitsofmeasure.org"
    /// HL7's qualitative probabilities.
    static let riskProbability = "http://terminology.hl7.org/CodeSystem/risk-probability"
    /// HL7's observation values, security labels among them.
    static let observationValue = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue"
}
