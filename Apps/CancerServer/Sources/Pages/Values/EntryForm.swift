/// The form for one patient's measurements as it was typed.
///
/// ```swift
/// let form = EntryForm(typed: fields)
/// let (measurements, problems) = form.measurements(of: card)
/// ```
public struct EntryForm: Sendable {
    /// The name of the field for what the patient is called.
    public static let identifierField = "patient"

    /// What was typed, by the features' names.
    public var typed: [String: String]
    /// What the patient is called; empty where nothing was typed.
    public var identifier: String

    /// A form.
    public init(typed: [String: String] = [:], identifier: String = "") {
        self.typed = typed
        self.identifier = identifier
    }

    /// A form with measurements filled in.
    public init(_ measurements: [Double?], of card: ModelCard, identifier: String = "", language: Language) {
        let figures = Figures(language: language)
        self.init(identifier: identifier)
        for (feature, value) in zip(card.features, measurements) {
            if let value { typed[feature.name] = figures.value(value).replacing("\u{2212}", with: "-") }
        }
    }

    /// What is wrong with a field.
    public enum Problem: Error, Equatable, Sendable {
        /// Nothing was typed, and the model does not replace what is missing.
        case missing
        /// It is not a number.
        case notANumber
        /// It has both a comma and a point, so that it is not clear which one is the decimal mark.
        case grouped
        /// It is beyond what a number holds.
        case tooLarge
    }

    /// The measurements in the order of the model's features, nil where missing, and what is wrong, by the features' indices.
    ///
    /// Both a point and a comma are taken as the decimal mark, in any language; thousands are not grouped.
    public func measurements(of card: ModelCard) -> (measurements: [Double?], problems: [Int: Problem]) {
        var problems: [Int: Problem] = [:]
        let measurements = card.features.enumerated().map { index, feature -> Double? in
            let text = (typed[feature.name] ?? "").trimmed
            if text.isEmpty {
                if !card.imputes { problems[index] = .missing }
                return nil
            }
            do throws(Problem) { return try EntryForm.number(text) } catch {
                problems[index] = error
                return nil
            }
        }
        // A form without a single value asks for nothing.
        if card.imputes, !measurements.isEmpty, problems.isEmpty, measurements.allSatisfy({ $0 == nil }) {
            problems[0] = .missing
        }
        return (measurements, problems)
    }

    /// The number that a text writes, with a point or a comma.
    static func number(_ text: String) throws(Problem) -> Double {
        guard text.count <= 64, text.utf8.allSatisfy({ "0123456789+-.,eE".utf8.contains($0) }) else { throw .notANumber }
        let marks = text.filter { $0 == "." || $0 == "," }
        if Set(marks).count > 1 { throw .grouped }
        guard marks.count <= 1, let number = Double(text.replacing(",", with: ".")) else { throw .notANumber }
        guard number.isFinite else { throw .tooLarge }
        return number
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmed: String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace }) else {
            return ""
        }
        return String(self[start...end])
    }
}
