import Tensor

/// What is wrong with a CSV file, and where: `wdbc.csv, row 17, column "mean area": "12,5" is not a number`.
///
/// Rows are counted as a person does: row 1 is the first below the header.
public struct CSVError: Error, Equatable, Sendable {
    public enum Problem: Equatable, Sendable {
        case noSuchFile
        /// With the system's reason.
        case unreadable(String)
        /// The line, counted from 1, where a byte is not part of UTF-8 text.
        case notUTF8(line: Int)
        case empty
        /// The first record looks like a row of data (``CSV/Options/Header-swift.enum/automatic``), not like the columns' names.
        case noHeader
        case doubledColumn(String)
        case missingColumn(String)
        case unknownColumn(String)
        case raggedRow(Int, expected: Int, found: Int)
        /// The row, 0 for the header, in which a quoted cell begins and never ends.
        case unterminatedQuote(row: Int)
        /// The row, 0 for the header, where a quoted cell's closing quote is followed by more than a comma.
        case textAfterQuote(row: Int)
        case notANumber(row: Int, column: String, cell: String)
        /// A number, but infinite, not a number by name, or too large for its dtype.
        case notFinite(row: Int, column: String, cell: String)
        case unknownClass(row: Int, column: String, cell: String, classes: [String])
        /// Numbers were asked for in a dtype of integers or bools.
        case notFloatingPoint(DType)
        /// There is not so much memory.
        case outOfMemory(bytes: Int)
    }

    /// The file, as it was named by whoever asked for it.
    public let file: String
    public let problem: Problem

    public init(file: String, _ problem: Problem) {
        self.file = file
        self.problem = problem
    }

    /// The row that is wrong, counted from 1, 0 for the header; nil where it is not a row that is.
    public var row: Int? {
        switch problem {
        case .raggedRow(let row, _, _), .unterminatedQuote(let row), .textAfterQuote(let row), .notANumber(let row, _, _),
            .notFinite(let row, _, _), .unknownClass(let row, _, _, _):
            row
        case .noSuchFile, .unreadable, .notUTF8, .empty, .noHeader, .doubledColumn, .missingColumn, .unknownColumn,
            .notFloatingPoint, .outOfMemory:
            nil
        }
    }
}

extension CSVError.Problem {
    /// Nil where more of the text decides whether there is a problem.
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
        case .empty: "\(file) is empty; expected a header and rows"
        case .noHeader:
            "\(file) has no header: its first line must name the columns (a file without names is read with the option header: .absent)"
        case .doubledColumn(let column): "\(file): the header names column \(quoted(column)) twice"
        case .missingColumn(let column): "\(file) has no column \(quoted(column))"
        case .unknownColumn(let column): "\(file): unknown column \(quoted(column))"
        case .raggedRow(let row, let expected, let found):
            "\(place(row)): expected \(expected) cells as in the header, found \(found)"
        case .unterminatedQuote(let row): "\(place(row)): a quoted cell does not end"
        case .textAfterQuote(let row): "\(place(row)): text after a cell's closing quote"
        case .notANumber(let row, let column, let cell): "\(place(row, column)): \(quoted(cell)) is not a number"
        case .notFinite(let row, let column, let cell): "\(place(row, column)): \(quoted(cell)) is not a finite number"
        case .unknownClass(let row, let column, let cell, let classes):
            "\(place(row, column)): \(quoted(cell)) is not one of " + classes.map { quoted($0) }.joined(separator: ", ")
        case .notFloatingPoint(let dtype): "\(file): numbers are read in a floating-point dtype, got \(dtype)"
        case .outOfMemory(let bytes): "\(file): there is no memory for \(bytes) bytes"
        }
    }

    private func place(_ row: Int) -> String { row == 0 ? "\(file), header" : "\(file), row \(row)" }

    private func place(_ row: Int, _ column: String) -> String { "\(place(row)), column \(quoted(column))" }

}
