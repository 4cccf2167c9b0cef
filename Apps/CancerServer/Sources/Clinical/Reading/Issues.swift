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

/// A string of a request for a message: in quotes, not longer than needed to recognize it, and only with characters that are seen.
func quoted(_ text: String) -> String {
    let prefix = text.unicodeScalars.prefix(60)
    let visible = prefix.map { scalar in
        switch scalar.properties.generalCategory {
        case .control, .format, .unassigned, .privateUse, .lineSeparator, .paragraphSeparator:
            "\\u{" + String(scalar.value, radix: 16) + "}"
        default: String(scalar)
        }
    }
    return "\"" + visible.joined() + "\"" + (prefix.endIndex < text.unicodeScalars.endIndex ? "..." : "")
}
