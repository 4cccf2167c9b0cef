/// A language that the pages speak.
public enum Language: String, CaseIterable, Codable, Sendable {
    /// English
    case english = "en"
    /// German
    case german = "de"

    /// The language's name in itself.
    public var name: String {
        switch self {
        case .english: "English"
        case .german: "Deutsch"
        }
    }

    /// The language that a reader accepts best: of the header's ranges with the greatest weight, the first one that is spoken here.
    ///
    /// ```swift
    /// Language(accepting: "fr, de-AT;q=0.8, en;q=0.5")     // .german
    /// ```
    /// - Parameter header: the value of `Accept-Language` (RFC 9110, 12.5.4); English where it is nil or names no language of these.
    public init(accepting header: String?) {
        var best: (language: Language, weight: Double)?
        for range in (header ?? "").split(separator: ",").prefix(32) {
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            let primary = parts.first?.split(separator: "-").first.map(String.init) ?? ""
            guard let language = primary == "*" ? .english : Language(rawValue: primary) else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > best?.weight ?? 0 { best = (language, weight) }
        }
        self = best?.language ?? .english
    }
}
