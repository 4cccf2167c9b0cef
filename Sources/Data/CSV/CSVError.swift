import Tensor

/// An invalid CSV file, or one that cannot be read: `wdbc.csv, row 17, column "mean area": "12,5" is not a number`.
///
/// Rows are counted from 1, the first one below the header.
public struct CSVError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The path does not exist.
        case noSuchFile
        /// The file cannot be opened or read, for the system's reason.
        case unreadable(String)
        /// A byte sequence is not valid UTF-8, on this line, counted from 1.
        case notUTF8(line: Int)
        /// A byte sequence is not valid UTF-16 text, on this line, counted from 1.
        case notUTF16(line: Int)
        /// The file has neither a header nor rows.
        case empty
        /// The first record looks like a row of data (``CSV/Options/Header-swift.enum/automatic``), not like column names.
        case noHeader
        /// Two columns of the header have this name.
        case doubledColumn(String)
        /// There is no column with this name, which was asked for or required.
        case missingColumn(String)
        /// The file has this column, which ``Table/require(columns:allowingOthers:)`` does not allow.
        case unknownColumn(String)
        /// A row, counted from 1, has another number of fields than the header.
        case raggedRow(Int, expected: Int, found: Int)
        /// A row, counted from 1, whose fields are separated by another delimiter than the one found in the first record
        /// (``CSV/Options/delimiter``).
        case mixedDelimiters(row: Int, expected: Character, found: Character)
        /// A number with another decimal separator than the one that most numbers of the first records have
        /// (``CSV/Options/decimal``).
        case mixedDecimals(row: Int, column: String, cell: String, expected: Character)
        /// A quoted field starts in this row, 0 for the header, and is never closed.
        case unterminatedQuote(row: Int)
        /// The closing quote of a field in this row, 0 for the header, is followed by other text than a delimiter.
        case textAfterQuote(row: Int)
        /// A field where a number is expected, and its text.
        case notANumber(row: Int, column: String, cell: String)
        /// A number that is infinite or NaN, or too large for its dtype.
        case notFinite(row: Int, column: String, cell: String)
        /// A field that holds none of the expected classes.
        case unknownClass(row: Int, column: String, cell: String, classes: [String])
        /// Numbers were requested in a dtype of integers or bools.
        case notFloatingPoint(DType)
        /// This many bytes could not be allocated.
        case outOfMemory(bytes: Int)
    }

    /// The file's path, as it was given, or the name that stands for the text in messages.
    public let file: String
    /// What is wrong with the file, with the row and the column where there are any.
    public let problem: Problem

    /// An error about a file.
    public init(file: String, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// The invalid row, counted from 1, or 0 for the header; nil where the problem is not in a row.
    public var row: Int? {
        switch problem {
        case .raggedRow(let row, _, _), .unterminatedQuote(let row), .textAfterQuote(let row), .notANumber(let row, _, _),
            .notFinite(let row, _, _), .unknownClass(let row, _, _, _), .mixedDelimiters(let row, _, _),
            .mixedDecimals(let row, _, _, _):
            row
        case .noSuchFile, .unreadable, .notUTF8, .notUTF16, .empty, .noHeader, .doubledColumn, .missingColumn, .unknownColumn,
            .notFloatingPoint, .outOfMemory:
            nil
        }
    }
}

extension CSVError.Problem {
    /// Nil where more of the text is needed to tell whether there is a problem.
    init?(_ failure: CSVScanner.Failure, row: Int) {
        switch failure {
        case .unterminatedQuote: self = .unterminatedQuote(row: row)
        case .textAfterQuote: self = .textAfterQuote(row: row)
        case .incomplete: return nil
        }
    }
}

extension CSVError: CustomStringConvertible {
    public var description: String {
        switch problem {
        case .noSuchFile: "\(file): no such file"
        case .unreadable(let reason): "\(file) cannot be read: \(reason)"
        case .notUTF8(let line): "\(file), line \(line): not UTF-8 text"
        case .notUTF16(let line): "\(file), line \(line): not UTF-16 text"
        case .empty: "\(file) is empty; expected a header and rows"
        case .noHeader:
            "\(file) has no header: its first line must name the columns (a file without names is read with the option header: .absent)"
        case .doubledColumn(let column): "\(file): the header names column \(quoted(column)) twice"
        case .missingColumn(let column): "\(file) has no column \(quoted(column))"
        case .unknownColumn(let column): "\(file): unknown column \(quoted(column))"
        case .raggedRow(let row, let expected, let found):
            "\(place(row)): expected \(expected) fields as in the header, found \(found)"
        case .mixedDelimiters(let row, let expected, let found):
            "\(place(row)): mixed delimiters: \(quoted(String(found))) here, \(quoted(String(expected))) in the first line"
        case .mixedDecimals(let row, let column, let cell, let expected):
            "\(place(row, column)): \(quoted(cell)) is not a number with a decimal \(expected == "," ? "comma" : "point"), "
                + "as others in the file are"
        case .unterminatedQuote(let row): "\(place(row)): a quoted field is not closed"
        case .textAfterQuote(let row): "\(place(row)): text after a field's closing quote"
        case .notANumber(let row, let column, let cell): "\(place(row, column)): \(quoted(cell)) is not a number"
        case .notFinite(let row, let column, let cell): "\(place(row, column)): \(quoted(cell)) is not a finite number"
        case .unknownClass(let row, let column, let cell, let classes):
            "\(place(row, column)): \(quoted(cell)) is not one of " + classes.map { quoted($0) }.joined(separator: ", ")
        case .notFloatingPoint(let dtype): "\(file): numbers can only be read in a floating-point dtype, got \(dtype)"
        case .outOfMemory(let bytes): "\(file): cannot allocate \(bytes) bytes"
        }
    }

    private func place(_ row: Int) -> String { row == 0 ? "\(file), header" : "\(file), row \(row)" }

    private func place(_ row: Int, _ column: String) -> String { "\(place(row)), column \(quoted(column))" }

}
