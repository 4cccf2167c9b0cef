import FoundationEssentials

/// CDS Hooks 2.0: a card where a patient's record is opened.
///
/// The one service, ``id``, is for the hook `patient-view`. It needs the patient's Observations prefetched and calls no FHIR server:
/// without them it answers 412, as the specification says. A patient without measurements gets no card; measurements that cannot be used
/// get one that says what is wrong; an estimate gets one whose suggestion is to record it as a RiskAssessment.
public struct CDSHooksService: Sendable {
    /// The service's id, the last part of its URL: `/cds-services/breast-mass-malignancy`.
    public static let id = "breast-mass-malignancy"
    /// The key of the prefetched Observations.
    public static let prefetchKey = "observations"
    /// The media type of CDS Hooks' JSON.
    public static let contentType = "application/json; charset=utf-8"

    private let fhir: FHIRService
    private let page: String?

    /// A service with a model.
    ///
    /// - Parameters:
    ///   - fhir: what reads Observations and writes RiskAssessments.
    ///   - page: the absolute URL of the service's page for people, to which cards link; nil without links.
    public init(fhir: FHIRService, page: String? = nil) {
        self.fhir = fhir
        self.page = page
    }

    /// What `GET /cds-services` answers.
    public static func discovery() -> ClinicalResponse {
        ClinicalResponse(status: 200, contentType: contentType, json: Discovery(services: [.malignancy]))
    }

    /// What `POST /cds-services/{id}` answers.
    ///
    /// - Throws: what the model throws.
    public func call(_ id: String, _ body: [UInt8]) async throws -> ClinicalResponse {
        if id != Self.id { return Problem.response(404, "there is no service \(quoted(id))") }
        var problems: [String] = []
        let request: HookRequest?
        do { request = HookRequest(try Element(reading: body), problems: &problems) } catch {
            return Problem.response(400, "not the JSON that was expected: \(error)")
        }
        guard let request else { return Problem.response(400, problems.joined(separator: "; ")) }
        switch request.prefetch {
        case .missing:
            return Problem.response(
                412, "the prefetched Bundle \(Self.prefetchKey) is missing, and no FHIR server is called for it")
        case .nothing: return Self.answer([])
        case .bundle(let bundle): return try await answer(bundle, patient: request.patientID)
        }
    }

    /// What `POST /cds-services/{id}/feedback` answers, and the feedback, which is the caller's to record.
    public static func feedback(_ id: String, _ body: [UInt8]) -> (response: ClinicalResponse, feedback: [CDSFeedback]) {
        func refuse(_ status: Int, _ detail: String) -> (ClinicalResponse, [CDSFeedback]) {
            (Problem.response(status, detail), [])
        }
        if id != Self.id { return refuse(404, "there is no service \(quoted(id))") }
        let elements: [Element]
        do {
            elements = try Element(reading: body)["feedback"].map { Element(value: $0.value, path: "feedback") }?.elements ?? []
        } catch { return refuse(400, "not the JSON that was expected: \(error)") }
        if elements.isEmpty { return refuse(400, "feedback must be an array that is not empty") }
        var problems: [String] = []
        let feedback = elements.compactMap { CDSFeedback($0, problems: &problems) }
        if !problems.isEmpty { return refuse(400, problems.prefix(20).joined(separator: "; ")) }
        return (ClinicalResponse(status: 200, contentType: contentType, body: Array("{}".utf8)), feedback)
    }

    private static func answer(_ cards: [Card]) -> ClinicalResponse {
        ClinicalResponse(status: 200, contentType: contentType, json: Cards(cards: cards))
    }

    private func answer(_ bundle: Element, patient: String) async throws -> ClinicalResponse {
        let request = AssessmentRequest(bundle)
        if let issue = request.issues.list.first(where: \.isError) {
            let path = issue.expression?.first ?? "Bundle"
            return Problem.response(400, "the prefetched Bundle, \(path): \(issue.details.text ?? "")")
        }
        let groups = SubjectGroup.groups(request.observations)
        // A card about another patient in this one's record would be worse than none.
        guard groups.allSatisfy({ $0.subject.isPatient(patient) }) else {
            return Problem.response(
                400, "the prefetched Bundle has Observations of another subject than context.patientId")
        }
        // The same patient may be referred to in several ways, relative and absolute.
        let observations = request.observations.filter { $0.subject != nil }
        guard let subject = groups.first?.subject else {
            let issues = request.observations.flatMap(\.issues.list)
            return Self.answer(issues.isEmpty ? [] : [unusable(issues)])
        }
        let group = SubjectGroup(subject: subject, observations: observations)
        let row: MeasuredRow
        switch group.row(fhir.features) {
        case .success(let measured): row = measured
        case .failure(let problem): return Self.answer(problem.isEmpty ? [] : [unusable(problem.issues.list)])
        }
        switch try await fhir.estimates([row])[0] {
        case .success(let estimate): return Self.answer([card(row, estimate)])
        case .failure(let refusal): return Self.answer([unusable([.init(.error, .value, refusal.problem)])])
        }
    }
}

// MARK: Cards

extension CDSHooksService {
    private func uuid() -> String { fhir.makeUUID().uuidString.lowercased() }

    private func card(_ row: MeasuredRow, _ estimate: RiskEstimate) -> Card {
        let wording = EstimateWording(estimate, threshold: fhir.model.threshold)
        let lines = [wording.summary, wording.drivers].compactMap(\.self) + wording.warnings + row.notes
        return Card(
            uuid: uuid(), summary: "Breast mass: \(wording.headline). \(EstimateWording.disclaimer)",
            detail: detail(lines), indicator: wording.isMalignant ? .warning : .info, source: source,
            suggestions: [
                .init(
                    label: "Record the estimate", uuid: uuid(),
                    actions: [
                        .init(
                            description: "Create a RiskAssessment with the estimate",
                            resource: RiskAssessment(row, estimate, by: fhir.model, at: fhir.now()))
                    ])
            ],
            selectionBehavior: "at-most-one", overrideReasons: OverrideReason.allCases.map(\.coding), links: links)
    }

    /// A card that says why there is no estimate.
    private func unusable(_ issues: [OperationOutcome.Issue]) -> Card {
        let errors = issues.filter(\.isError)
        return Card(
            uuid: uuid(), summary: "Breast mass: no estimate, since measurements are missing or cannot be used.",
            detail: detail(errors.prefix(40).compactMap(\.details.text)), indicator: .info, source: source,
            suggestions: nil, selectionBehavior: nil, overrideReasons: nil, links: links)
    }

    /// A list in Markdown. What is markup in a line is escaped, since lines may quote the request.
    private func detail(_ lines: [String]) -> String {
        (lines + ["\(fhir.model.name), version \(fhir.model.version). \(EstimateWording.disclaimer)"])
            .map { "- " + $0.escapedForMarkdown }.joined(separator: "\n")
    }

    private var source: Card.Source {
        .init(
            label: "Kindling, classifier of breast masses", url: page,
            topic: AssessmentCode.malignancy.coding)
    }

    private var links: [Card.Link]? { page.map { [.init(label: "Open the classifier's page", url: $0)] } }
}

extension Reference {
    /// Whether this refers to a Patient with an id, wherever it is.
    fileprivate func isPatient(_ id: String) -> Bool {
        guard let reference else { return false }
        return reference == "Patient/\(id)" || reference.hasSuffix("/Patient/\(id)")
    }
}

extension String {
    /// The string with a backslash before what is markup in Markdown, or would make a link.
    fileprivate var escapedForMarkdown: String {
        var escaped = ""
        for character in self {
            if #"\`*_{}[]<>#|!@"#.contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return escaped.replacing("://", with: "\\://").replacing("www.", with: "www\\.")
    }
}
