/// R4's `OperationDefinition` of what the service computes.
struct OperationDefinition: Encodable {
    struct Parameter: Encodable {
        let name: String
        let use: String
        let min = 1
        let max = "1"
        let documentation: String
        let type = "Resource"
    }

    let resourceType = "OperationDefinition"
    let id: String
    let text: Narrative
    let url: String
    let name: String
    let status = "active"
    let kind = "operation"
    let experimental = true
    let description: String
    let affectsState = false
    let code: String
    let resource = ["RiskAssessment"]
    let system = false
    let type = true
    let instance = false
    let parameter: [Parameter]

    /// `POST RiskAssessment/$assess`, whose body is the parameter itself.
    static let assess = OperationDefinition()

    private init() {
        id = "assess"
        code = "assess"
        name = "Assess"
        url = Canonical.base + "/OperationDefinition/assess"
        description = "Estimates the probability that a breast mass is malignant, for each subject whose measurements are sent."
        text = Narrative(description)
        parameter = [
            Parameter(
                name: "resource", use: "in",
                documentation: "A Bundle, a collection or a searchset, of Observations, or a RiskAssessment that contains them."
            ),
            Parameter(
                name: "return", use: "out",
                documentation:
                    "A RiskAssessment, or a Bundle of them, with an OperationOutcome where subjects could not be assessed."),
        ]
    }
}
