/// R4's `Bundle` of the answers to one request.
struct AssessmentBundle: Encodable, Hashable, Sendable {
    /// What an entry holds.
    enum Resource: Encodable, Hashable, Sendable {
        /// A subject's estimate.
        case assessment(RiskAssessment)
        /// What was wrong with other subjects.
        case outcome(OperationOutcome)

        /// Encodes the resource itself.
        func encode(to encoder: any Encoder) throws {
            switch self {
            case .assessment(let resource): try resource.encode(to: encoder)
            case .outcome(let resource): try resource.encode(to: encoder)
            }
        }
    }

    /// A resource with the name by which others in the bundle refer to it.
    struct Entry: Encodable, Hashable, Sendable {
        /// `urn:uuid:...`
        let fullUrl: String
        /// The resource.
        let resource: Resource
    }

    let resourceType = "Bundle"
    let type = "collection"
    /// When it was made.
    let timestamp: String
    /// An assessment for each subject, and at the end an outcome where something was wrong.
    let entry: [Entry]
}
