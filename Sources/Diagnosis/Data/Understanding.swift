import Data
import Tensor

/// What a file's columns and its first rows say about its form.
struct Understanding: Sendable {
    let name: String
    let columns: ColumnMatches
    /// How the text is written, where that is not as in the shipped data.
    let format: String?
    /// What else is not as in the shipped data.
    let notes: [String]
    /// The columns that are not used.
    let warnings: [String]

    init(_ table: Table, _ features: [String], _ options: RowReader.Options) throws {
        let columns = try ColumnMatches(table, features: features, needsDiagnosis: options.readsDiagnoses)
        // A stream's first rows decide.
        let empty = try columns.others.filter {
            try table.rowCount > 0 && table.strings(column: $0).allSatisfy(\.trimmed.isEmpty)
        }
        let unused = columns.others.filter { !empty.contains($0) }
        if options.isStrict, let column = unused.first { throw CSVError(file: table.name, .unknownColumn(column)) }
        if table.rowCount == 0 { throw FileError(file: table.name, problem: "no rows below the header") }

        (name, self.columns, format) = (table.name, columns, Self.words(table.format))
        var notes: [String] = []
        if !table.format.hasHeader { notes.append("no header, columns as in UCI's wdbc.data") }
        if table.format.hasHeader, let names = Self.names(columns.features, features) { notes.append(names) }
        if let identifier = columns.identifier { notes.append("\(shown(identifier)) carried through") }
        if !empty.isEmpty { notes.append("\(listed(empty, limit: 4) { quoted($0) }) \(empty.count == 1 ? "is" : "are") empty") }
        self.notes = notes
        let list = listed(unused, limit: 8) { quoted($0) }
        let (noun, verb) = unused.count == 1 ? ("column", "is") : ("columns", "are")
        warnings = unused.isEmpty ? [] : ["\(table.name): \(noun) \(list) \(verb) not used"]
    }

    /// What is not as in the shipped data about the diagnoses.
    func diagnosisNotes(_ texts: [String], _ positive: String?) -> [String] {
        var notes: [String] = []
        if let column = columns.diagnosis, column != Diagnoses.column { notes.append("\(shown(column)) is the diagnosis") }
        if let positive {
            notes.append("\(quoted(positive)) is malignant")
        } else if !Set(texts).isSubset(of: Diagnoses.classes) {
            notes.append("diagnoses are spelled " + listed(texts.sorted(), limit: 4) { quoted($0) })
        }
        return notes
    }

    private static func words(_ format: CSV.Format) -> String? {
        let separators = [
            format.delimiter == ";" ? "semicolons" : format.delimiter == "\t" ? "tabs" : nil,
            format.decimal == "," ? "decimal commas" : nil,
        ].compactMap(\.self)
        let words =
            (separators.isEmpty ? [] : [separators.joined(separator: " and ")]) + (format.encoding == .utf8 ? [] : ["UTF-16"])
        return words.isEmpty ? nil : words.joined(separator: ", ")
    }

    /// Whose names the columns have; nil where they are the features'.
    private static func names(_ columns: [String], _ features: [String]) -> String? {
        let other = zip(columns, features).filter { $0 != $1 }
        if other.isEmpty { return nil }
        switch Set(other.count == columns.count ? other.map { ColumnNames.origin($0.0) } : [nil]) {
        case [.kaggle]: return "Kaggle's names"
        case [.uci]: return "names of UCI's Python package"
        default: return "other names for \(other.count) of \(counted(columns.count, "feature"))"
        }
    }
}

/// A column's name as it is, or in quotes where it has blanks or other characters than letters and digits.
private func shown(_ column: String) -> String {
    column.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } ? column : quoted(column)
}

extension String {
    /// Without the spaces around it.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
