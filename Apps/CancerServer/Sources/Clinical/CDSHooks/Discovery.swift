/// What `GET /cds-services` lists.
struct Discovery: Encodable {
    struct Service: Encodable {
        let hook: String
        let title: String
        let description: String
        let id: String
        /// FHIR searches by key, which the client runs before it calls.
        let prefetch: [String: String]
        let usageRequirements: String
    }

    let services: [Service]
}

extension Discovery.Service {
    /// The only service: an estimate where a patient's record is opened.
    static let malignancy = Discovery.Service(
        hook: "patient-view", title: "Malignancy of a breast mass",
        description: "Estimates the probability that a breast mass is malignant from measurements of the cell nuclei in a fine "
            + "needle aspirate. " + EstimateWording.disclaimer,
        id: CDSHooksService.id,
        // All codes of the system.
        prefetch: [
            CDSHooksService.prefetchKey: "Observation?patient={{context.patientId}}&code=\(Canonical.measurements)|"
        ],
        usageRequirements: "The service calls no FHIR server: without the prefetched Observations it answers 412.")
}
