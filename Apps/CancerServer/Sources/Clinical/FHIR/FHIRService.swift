import FoundationEssentials

/// R4's side of the service: Observations in, RiskAssessments out.
///
/// ```swift
/// let service = try FHIRService(model: model)
/// let response = try await service.assess(body)       // POST RiskAssessment/$assess: 200, application/fhir+json, a RiskAssessment
/// ```
///
/// A request is a `Bundle` of type `collection` or `searchset` with Observations of any number of subjects, or a `RiskAssessment` that
/// contains the Observations of its subject. An Observation has a code of ``Canonical/measurements`` and a `valueQuantity` without unit
/// or with UCUM's `1`; its status is `final`, `amended`, `corrected` or `preliminary`. Those of other statuses and with other codes are
/// passed over, and the answer says so. Elements that are not known are ignored, as FHIR demands, but not those that may change the
/// meaning of others (`modifierExtension`, `implicitRules`).
///
/// The answer is a `RiskAssessment` (200), a `Bundle` where there are several or where some subjects could not be assessed (200, with
/// an `OperationOutcome` at the end), or an `OperationOutcome`: 400 where the request is no JSON or no resource as FHIR defines it, 413
/// with too many subjects, 422 where no subject can be assessed.
public struct FHIRService: Sendable {
    /// The media type of FHIR's JSON.
    public static let contentType = "application/fhir+json; charset=utf-8"

    let model: any RiskModel
    let features: [NucleusMeasurement]
    let maximumSubjects: Int
    let now: @Sendable () -> Date
    let makeUUID: @Sendable () -> UUID

    /// A service with a model.
    ///
    /// - Parameters:
    ///   - maximumSubjects: the most subjects of one request.
    ///   - now: the time of assessments.
    ///   - makeUUID: what names the entries of bundles.
    /// - Throws: ``UncodedFeatures`` where the model needs measurements that have no code.
    public init(
        model: any RiskModel, maximumSubjects: Int = 1000, now: @escaping @Sendable () -> Date = { Date() },
        makeUUID: @escaping @Sendable () -> UUID = { UUID() }
    ) throws(UncodedFeatures) {
        let uncoded = model.features.filter { NucleusMeasurement.byFeature[$0] == nil }
        if !uncoded.isEmpty { throw UncodedFeatures(features: uncoded) }
        self.model = model
        features = model.features.compactMap { NucleusMeasurement.byFeature[$0] }
        self.maximumSubjects = maximumSubjects
        self.now = now
        self.makeUUID = makeUUID
    }

    /// The answer to a request.
    ///
    /// - Parameter body: JSON, or any other bytes.
    /// - Throws: what the model throws.
    public func assess(_ body: [UInt8]) async throws -> ClinicalResponse {
        let element: Element
        do { element = try Element(reading: body) } catch {
            return Self.response(400, [.init(.fatal, .structure, "not the JSON that was expected: \(error)")])
        }
        let request = AssessmentRequest(element)
        if request.issues.hasErrors {
            let isSupported = !request.issues.list.contains { $0.code == .notSupported }
            return Self.response(isSupported ? 400 : 422, request.issues.list)
        }
        let groups = SubjectGroup.groups(request.observations)
        if groups.count > maximumSubjects {
            return Self.response(
                413, [.init(.error, .tooCostly, "\(groups.count) subjects; at most \(maximumSubjects) are assessed at a time")])
        }
        let (assessments, problems) = try await assess(groups)
        // An Observation without a subject belongs to no group.
        let issues = request.observations.filter { $0.subject == nil }.flatMap(\.issues.list) + problems.flatMap(\.issues.list)
        return answer(assessments, issues)
    }

    /// The assessments of those subjects that can be assessed, and what is wrong with the others.
    func assess(_ groups: [SubjectGroup]) async throws -> ([RiskAssessment], [RowProblems]) {
        var rows: [MeasuredRow] = []
        var problems: [RowProblems] = []
        for group in groups {
            switch group.row(features) {
            case .success(let row): rows.append(row)
            case .failure(let problem): problems.append(problem)
            }
        }
        var assessments: [RiskAssessment] = []
        for (row, result) in zip(rows, try await estimates(rows)) {
            switch result {
            case .success(let estimate): assessments.append(RiskAssessment(row, estimate, by: model, at: now()))
            case .failure(let refusal):
                var issues = Issues()
                issues.error(.value, "\(quoted(row.subject.key)): \(refusal.problem)", at: row.values.first?.path)
                problems.append(RowProblems(issues: issues, isEmpty: false))
            }
        }
        return (assessments, problems)
    }

    /// The model's estimates, which are checked.
    func estimates(_ rows: [MeasuredRow]) async throws -> [Result<RiskEstimate, RefusedMeasurements>] {
        if rows.isEmpty { return [] }
        let estimates = try await model.estimates(
            for: rows.map { MeasuredSubject(subject: $0.subject.key, measurements: $0.values.map(\.value)) })
        guard estimates.count == rows.count, estimates.allSatisfy({ (try? $0.get().isValid) ?? true }) else {
            throw InvalidEstimates()
        }
        return estimates
    }

    private func answer(_ assessments: [RiskAssessment], _ issues: [OperationOutcome.Issue]) -> ClinicalResponse {
        if assessments.isEmpty {
            let none = OperationOutcome.Issue(.error, .notFound, "No Observation has a code of \(Canonical.measurements)")
            return Self.response(422, issues.contains(where: \.isError) ? issues : issues + [none])
        }
        if assessments.count == 1, issues.isEmpty {
            return ClinicalResponse(status: 200, contentType: Self.contentType, json: assessments[0])
        }
        var resources = assessments.map(AssessmentBundle.Resource.assessment)
        if !issues.isEmpty { resources.append(.outcome(OperationOutcome(issues))) }
        let bundle = AssessmentBundle(
            timestamp: now().formatted(.iso8601),
            entry: resources.map { .init(fullUrl: "urn:uuid:" + makeUUID().uuidString.lowercased(), resource: $0) })
        return ClinicalResponse(status: 200, contentType: Self.contentType, json: bundle)
    }
}

extension FHIRService {
    static func response(_ status: Int, _ issues: [OperationOutcome.Issue]) -> ClinicalResponse {
        ClinicalResponse(status: status, contentType: contentType, json: OperationOutcome(issues))
    }

    /// FHIR's form of an error that has its cause elsewhere: who asks is not known, the queue is full, the body is too large.
    public static func failure(status: Int, _ code: OperationOutcome.Code, _ text: String) -> ClinicalResponse {
        response(status, [.init(status >= 500 ? .fatal : .error, code, text)])
    }

    /// One of the project's code systems by the last part of its URL, or 404.
    public static func codeSystem(_ id: String) -> ClinicalResponse {
        guard let system = CodeSystem.all.first(where: { $0.id == id }) else {
            return failure(status: 404, .notFound, "there is no CodeSystem \(quoted(id))")
        }
        return ClinicalResponse(status: 200, contentType: contentType, json: system)
    }

    /// The definition of an operation by its name, or 404.
    public static func operationDefinition(_ id: String) -> ClinicalResponse {
        guard id == OperationDefinition.assess.id else {
            return failure(status: 404, .notFound, "there is no OperationDefinition \(quoted(id))")
        }
        return ClinicalResponse(status: 200, contentType: contentType, json: OperationDefinition.assess)
    }

    /// What `GET /metadata` answers: a CapabilityStatement.
    public func capabilities() -> ClinicalResponse {
        let statement = CapabilityStatement(model: model, date: now().formatted(.iso8601))
        return ClinicalResponse(status: 200, contentType: Self.contentType, json: statement)
    }

    /// The names under which ``codeSystem(_:)`` finds code systems.
    public static let codeSystems = CodeSystem.all.map(\.id)
}

/// A model needs measurements that ``Canonical/measurements`` has no code for, so that no Observation can bring them.
public struct UncodedFeatures: Error, Hashable, Sendable, CustomStringConvertible {
    /// The measurements without a code.
    public let features: [String]

    public var description: String {
        "FHIR has no codes for \(features.count) of the model's measurements: \(features.prefix(5).joined(separator: ", "))"
    }
}

/// A model gave no estimate for some row, or one that is no probability: the service is at fault.
public struct InvalidEstimates: Error, Hashable, Sendable, CustomStringConvertible {
    public var description: String { "the model's estimates are no probabilities, or not one for each row" }
}
