import Tensor

/// A file that is a proper table, but does not hold the rows that are expected. Messages name the app's options.
public struct DataError: Error, Equatable, Sendable {
    /// A column with missing cells, and their number.
    public struct MissingCells: Equatable, Sendable {
        /// The column, as the file calls it.
        public let column: String
        /// The number of cells.
        public var count: Int
    }

    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// There is no column of this meaning. Another column has a name that may be a misspelling of it.
        case missingColumn(String, similar: String?)
        /// Two columns have names of the same meaning.
        case sameMeaning(String, String, meaning: String)
        /// Cells are empty, `NA`, `nan` or `?`, which only a model that imputes can do with.
        case missingCells([MissingCells])
        /// The diagnoses are 0 and 1, and nothing says which of them is malignant.
        case codedDiagnoses(column: String)
        /// The diagnoses have two values, neither of which is known.
        case unknownDiagnoses(column: String, values: [String])
        /// A value that is said to be malignant (``RowReader/Options/positive``) means benign.
        case positiveIsBenign(String)
        /// No row has the value that is said to be malignant.
        case positiveMatchesNoRow(String, column: String, values: [String])
        /// A row, counted from 1, with a third value beside the one that is said to be malignant and another one.
        case thirdDiagnosis(row: Int, column: String, cell: String, others: [String])
    }

    /// The file's path, as it was given, or the name that stands for it in messages.
    public let file: String
    /// What is wrong with the file.
    public let problem: Problem

    /// An error about a file.
    public init(file: String, _ problem: Problem) { (self.file, self.problem) = (file, problem) }
}

extension DataError: CustomStringConvertible {
    public var description: String {
        switch problem {
        case .missingColumn(let column, let similar):
            "\(file) has no column \(quoted(column))" + (similar.map { "; did you mean it by \(quoted($0))?" } ?? "")
        case .sameMeaning(let first, let second, let meaning):
            "\(file): the columns \(quoted(first)) and \(quoted(second)) are both \(quoted(meaning))"
        case .missingCells(let cells):
            "\(file): \(counted(cells.reduce(0) { $0 + $1.count }, "missing cell")): "
                + listed(cells, limit: 8) { "\(quoted($0.column)) \($0.count)" }
                + "; train --impute median makes a model that fills them in"
        case .codedDiagnoses(let column):
            "\(file), column \(quoted(column)): 0 and 1 do not say which of them is malignant: scikit-learn codes malignant as 0, "
                + "most others as 1; --positive 0 or --positive 1 says it"
        case .unknownDiagnoses(let column, let values):
            "\(file), column \(quoted(column)): \(listed(values, limit: 2) { quoted($0) }) do not say which of them is malignant; "
                + "--positive says it"
        case .positiveIsBenign(let value): "\(file): --positive \(quoted(value)) names the benign diagnosis"
        case .positiveMatchesNoRow(let value, let column, let values):
            "\(file): --positive \(quoted(value)) matches no row: column \(quoted(column)) holds "
                + listed(values, limit: 2) { quoted($0) }
        case .thirdDiagnosis(let row, let column, let cell, let others):
            "\(file), row \(row), column \(quoted(column)): \(quoted(cell)) is a third value beside "
                + listed(others, limit: 2) { quoted($0) } + "; with --positive there must be two"
        }
    }
}

/// A number and what is counted: `1 row`, `569 rows`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// A list in words, cut after some elements: `"a", "b" and 3 more`.
func listed<T>(_ elements: [T], limit: Int, _ text: (T) -> String) -> String {
    let list = elements.prefix(limit).map(text).joined(separator: ", ")
    return elements.count > limit ? "\(list) and \(elements.count - limit) more" : list
}
