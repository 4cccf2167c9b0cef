/// R4's `OperationOutcome`: what was wrong, and where.
public struct OperationOutcome: Encodable, Hashable, Sendable {
    /// How bad it is.
    public enum Severity: String, Encodable, Sendable {
        /// Nothing could be done.
        case fatal
        /// This could not be done.
        case error
        /// It was done, but something is to be known.
        case warning
        /// Nothing is wrong.
        case information
    }

    /// Codes of R4's issue types that this service uses.
    public enum Code: String, Encodable, Sendable {
        /// The content is not what the specification says.
        case invalid
        /// It is no JSON, or an element has the wrong type.
        case structure
        /// An element is missing.
        case required
        /// A value is not acceptable.
        case value
        /// A rule of the specification is broken.
        case invariant
        /// Who asks is not known.
        case login
        /// Who asks may not do this.
        case forbidden
        /// The service does not do this.
        case notSupported = "not-supported"
        /// What may be there once is there twice.
        case duplicate
        /// There is no such thing.
        case notFound = "not-found"
        /// There is too much of it.
        case tooCostly = "too-costly"
        /// The code is not known.
        case codeInvalid = "code-invalid"
        /// An extension is not understood and must not be ignored.
        case `extension`
        /// The content cannot be used.
        case businessRule = "business-rule"
        /// Part of it is missing.
        case incomplete
        /// The service is at fault.
        case exception
        /// The service cannot do it now.
        case transient
        /// The client asks too often.
        case throttled
        /// Nothing is wrong.
        case informational
    }

    /// One thing that is wrong.
    public struct Issue: Encodable, Hashable, Sendable {
        /// How bad it is.
        public let severity: Severity
        /// What kind of thing it is.
        public let code: Code
        /// What it is, in words, and the code of what is missing.
        let details: CodeableConcept
        /// Where it is, as FHIRPath: `Bundle.entry[3].resource.value.code`.
        public let expression: [String]?
    }

    /// The most issues that an outcome lists.
    static let maximumIssues = 100

    let resourceType = "OperationOutcome"
    let text: Narrative
    /// What is wrong, at least one thing.
    public let issue: [Issue]

    /// An outcome with the first of some issues.
    init(_ issues: [Issue]) {
        var issues = issues
        if issues.count > OperationOutcome.maximumIssues {
            let more = issues.count - OperationOutcome.maximumIssues
            issues.removeLast(more)
            issues.append(Issue(.information, .informational, "\(more) further problems are not listed"))
        }
        issue = issues.isEmpty ? [Issue(.information, .informational, "No problems")] : issues
        text = Narrative(issue.compactMap(\.details.text).joined(separator: "; "))
    }
}

extension OperationOutcome.Issue {
    /// - Parameters:
    ///   - coding: the code of what the issue is about.
    ///   - path: where it is; nil where it is nowhere in the request.
    init(
        _ severity: OperationOutcome.Severity, _ code: OperationOutcome.Code, _ text: String, coding: Coding? = nil,
        at path: String? = nil
    ) {
        self.severity = severity
        self.code = code
        details = CodeableConcept(coding: coding.map { [$0] }, text: text)
        expression = path.map { [$0] }
    }

    /// Whether what it is about cannot be used.
    var isError: Bool { severity == .error || severity == .fatal }
}
