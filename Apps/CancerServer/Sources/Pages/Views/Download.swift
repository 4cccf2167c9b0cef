/// The answers as a CSV file for other programs: English names, decimal points, RFC 4180.
public enum Download {
    /// The columns.
    static let columns = [
        "row", "patient", "probability", "lower", "upper", "diagnosis", "threshold", "not excluded", "outside training range",
        "problem", "model", "version",
    ]

    /// The file.
    public static func csv(_ rows: [ListedRow], card: ModelCard) -> String {
        var lines = [columns.joined(separator: ",")]
        for (index, row) in rows.enumerated() {
            var fields = ["\(index + 1)", text(row.identifier ?? "")]
            switch row {
            case .answer(let answer):
                fields += [
                    "\(answer.probability)", answer.interval.map { "\($0.lowerBound)" } ?? "",
                    answer.interval.map { "\($0.upperBound)" } ?? "", answer.diagnosis.rawValue, "\(card.threshold)",
                    (answer.plausible ?? []).map(\.rawValue).joined(separator: " "),
                    text(answer.outside.map { card.features[$0.feature].name }.joined(separator: "; ")), "",
                ]
            case .problem(let problem, _): fields += ["", "", "", "", "\(card.threshold)", "", "", text(problem)]
            }
            fields += [text(card.name), text(card.version)]
            lines.append(fields.joined(separator: ","))
        }
        return lines.joined(separator: "\r\n") + "\r\n"
    }

    /// A text as a field that no spreadsheet runs.
    ///
    /// What starts with one of `= + - @` is a formula to them, also after white space, quotation marks, or what they may take for a
    /// separator; an apostrophe before it makes it text. Control characters become spaces, line ends and tabs too.
    static func text(_ text: String) -> String {
        var result = "\""
        var isStart = true
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control || "\u{2028}\u{2029}".unicodeScalars.contains(scalar)
            if isStart, starters.contains(scalar) { result += "'" }
            if isControl || separators.contains(scalar) {
                isStart = true
            } else if !scalar.properties.isWhitespace {
                isStart = false
            }
            switch scalar {
            case "\"": result += "\"\""
            case _ where isControl: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// What starts a formula, full-width forms included.
    private static let starters = Set("=+-@\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars)
    /// What a spreadsheet may end a cell at.
    private static let separators = Set(",;|\"".unicodeScalars)
}
