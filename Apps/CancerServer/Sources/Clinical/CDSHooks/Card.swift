/// What a client shows of an answer.
struct Card: Encodable {
    enum Indicator: String, Encodable { case info, warning, critical }

    struct Source: Encodable {
        let label: String
        let url: String?
        let topic: Coding
    }

    struct Link: Encodable {
        let label: String
        let url: String
        let type = "absolute"
    }

    struct Suggestion: Encodable {
        let label: String
        let uuid: String
        let actions: [Action]
    }

    struct Action: Encodable {
        let type = "create"
        let description: String
        let resource: RiskAssessment
    }

    /// A summary's length must stay below this.
    static let maximumSummary = 140

    let uuid: String
    let summary: String
    let detail: String
    let indicator: Indicator
    let source: Source
    let suggestions: [Suggestion]?
    let selectionBehavior: String?
    let overrideReasons: [Coding]?
    let links: [Link]?
}

/// What a call is answered with.
struct Cards: Encodable {
    let cards: [Card]
}
