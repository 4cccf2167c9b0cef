/// What a page says at one spot, in every language.
struct Phrase: Sendable {
    /// The phrase in English.
    let english: String
    /// The phrase in German.
    let german: String

    init(_ english: String, _ german: String) {
        self.english = english
        self.german = german
    }

    /// The phrase in a language.
    ///
    /// - Parameter values: what stands in the place of each `{name}`.
    func callAsFunction(_ language: Language, _ values: [String: String] = [:]) -> String {
        var result = ""
        var rest = (language == .german ? german : english)[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            result += values[String(rest[rest.index(after: open)..<close])] ?? String(rest[open...close])
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

extension Phrases {
    /// The phrases of a language by name, for templates: `{{t.product}}`.
    static let byName: [Language: [String: String]] = Dictionary(
        uniqueKeysWithValues: Language.allCases.map { language in
            let named = all.map { name, phrase in (name, phrase(language)) }
            return (language, Dictionary(uniqueKeysWithValues: named))
        })

    /// Every phrase with its name.
    static let all: [(name: String, phrase: Phrase)] = Mirror(reflecting: Phrases()).children.compactMap { child in
        guard let name = child.label, let phrase = child.value as? Phrase else { return nil }
        return (name, phrase)
    }
}
