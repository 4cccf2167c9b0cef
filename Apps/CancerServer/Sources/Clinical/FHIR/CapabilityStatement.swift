/// R4's `CapabilityStatement`: what `GET /metadata` answers.
struct CapabilityStatement: Encodable {
    struct Software: Encodable {
        let name: String
        let version: String
    }

    struct Implementation: Encodable {
        let description: String
    }

    struct Rest: Encodable {
        let mode = "server"
        let resource: [Resource]
    }

    struct Resource: Encodable {
        let type: String
        let interaction: [Interaction]?
        let operation: [Operation]?
    }

    struct Interaction: Encodable { let code: String }

    struct Operation: Encodable {
        let name: String
        let definition: String
    }

    let resourceType = "CapabilityStatement"
    let text: Narrative
    let status = "active"
    let experimental = true
    let date: String
    let kind = "instance"
    let software: Software
    let implementation: Implementation
    let fhirVersion = "4.0.1"
    let format = ["application/fhir+json"]
    let rest: [Rest]

    init(model: any RiskModel, date: String) {
        let description = "Estimates the probability that a breast mass is malignant. \(EstimateWording.disclaimer)"
        text = Narrative(description)
        self.date = date
        software = Software(name: model.name, version: model.version)
        implementation = Implementation(description: description)
        rest = [
            Rest(resource: [
                Resource(
                    type: "RiskAssessment", interaction: nil,
                    operation: [Operation(name: OperationDefinition.assess.code, definition: OperationDefinition.assess.url)]),
                Resource(type: "CodeSystem", interaction: [Interaction(code: "read")], operation: nil),
                Resource(type: "OperationDefinition", interaction: [Interaction(code: "read")], operation: nil),
            ])
        ]
    }
}
