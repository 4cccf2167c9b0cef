/// What was found while a request was read.
struct Issues {
    private(set) var list: [OperationOutcome.Issue] = []

    /// Whether something cannot be used.
    var hasErrors: Bool { list.contains(where: \.isError) }

    mutating func error(_ code: OperationOutcome.Code, _ text: String, coding: Coding? = nil, at path: String?) {
        list.append(.init(.error, code, text, coding: coding, at: path))
    }

    mutating func warning(_ code: OperationOutcome.Code, _ text: String, at path: String?) {
        list.append(.init(.warning, code, text, at: path))
    }

    mutating func append(_ issues: Issues) { list += issues.list }
}

/// A string of a request for a message: on one line, without control characters, not longer than needed to recognize it.
func quoted(_ text: String) -> String {
    let prefix = text.unicodeScalars.prefix(60)
    return String(String.UnicodeScalarView(prefix)).debugDescription + (prefix.count < text.unicodeScalars.count ? "..." : "")
}
