import FoundationEssentials

/// What became of a card.
public struct CDSFeedback: Hashable, Sendable {
    /// What was done with it.
    public enum Outcome: String, Sendable {
        /// Suggestions were accepted.
        case accepted
        /// The card was dismissed.
        case overridden
    }

    /// Why a card was dismissed.
    public struct Reason: Hashable, Sendable {
        /// The code system's URL.
        public let system: String?
        /// The code.
        public let code: String
    }

    /// The card's `uuid`.
    public let card: UUID
    /// What was done.
    public let outcome: Outcome
    /// The `uuid`s of the suggestions that were accepted.
    public let acceptedSuggestions: [UUID]
    /// Why the card was dismissed, if a reason was chosen.
    public let reason: Reason?
    /// What was said to it. It may be personal data.
    public let comment: String?
    /// When it was done, as the client says it.
    public let date: Date
}

extension CDSFeedback {
    /// The longest comment that is accepted, in bytes.
    static let maximumComment = 10_000

    /// Reads one feedback; what is wrong with it is in `problems`.
    init?(_ element: Element, problems: inout [String]) {
        let parent = element.path + "."
        func uuid(_ text: String?, _ name: String) -> UUID? {
            guard let text else { return nil }
            let uuid = UUID(uuidString: text)
            if uuid == nil { problems.append("\(parent)\(name) must be a UUID") }
            return uuid
        }
        let count = problems.count
        let card = uuid(element.text("card", &problems, in: parent), "card")
        let outcome = element.text("outcome", &problems, in: parent).flatMap(Outcome.init)
        if outcome == nil { problems.append("\(parent)outcome must be accepted or overridden") }
        let time = element.text("outcomeTimestamp", &problems, in: parent)
        let date = time.flatMap { time in
            (try? Date(time, strategy: .iso8601)) ?? (try? Date(time, strategy: .iso8601Fraction))
        }
        if time != nil, date == nil { problems.append("\(parent)outcomeTimestamp must be a time of ISO 8601") }

        var suggestions: [UUID] = []
        if let accepted = element["acceptedSuggestions"] {
            for suggestion in accepted.elements ?? [] {
                let id = suggestion.text("id", &problems, in: suggestion.path + ".")
                if let id = uuid(id, "acceptedSuggestions") { suggestions.append(id) }
            }
        }
        if outcome == .accepted, suggestions.isEmpty {
            problems.append("\(parent)acceptedSuggestions must name what was accepted")
        }

        var (reason, comment): (Reason?, String?) = (nil, nil)
        if let override = element["overrideReason"] {
            if let coding = override["reason"] {
                let code = coding.text("code", &problems, in: coding.path + ".")
                reason = code.map { Reason(system: coding["system"]?.string, code: $0) }
            }
            comment = override["userComment"]?.string
            if let comment, comment.utf8.count > Self.maximumComment {
                problems.append("\(parent)overrideReason.userComment is longer than \(Self.maximumComment) bytes")
            }
        }
        guard problems.count == count, let card, let outcome, let date else { return nil }
        self.init(card: card, outcome: outcome, acceptedSuggestions: suggestions, reason: reason, comment: comment, date: date)
    }
}

extension ParseStrategy where Self == Date.ISO8601FormatStyle {
    /// ISO 8601 with a fraction of the second.
    fileprivate static var iso8601Fraction: Self { Date.ISO8601FormatStyle(includingFractionalSeconds: true) }
}
