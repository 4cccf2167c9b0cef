import Data
import Tensor

/// Reads the rows of one file, in whatever form people have this data: columns are found by their names (``ColumnNames``),
/// diagnoses by their spellings, and what was understood is said in a line.
///
/// The tables of a file are read one after the other, so that it need not fit in memory.
///
/// ```swift
/// var reader = RowReader(features: ColumnNames.features)
/// for table in CSV.stream("data.csv", rows: 1024, options: RowReader.csvOptions) {
///     let (rows, problem) = try reader.read(table.get())
///     ...
/// }
/// try reader.finish()
/// for note in reader.notes { print(note) }
/// ```
public struct RowReader: Sendable {
    /// How files of unknown form are read: separators are found, a header may be missing where the columns are those of UCI's
    /// `wdbc.data`, and cells may be missing.
    public static let csvOptions = CSV.Options(
        delimiter: nil, decimal: nil, header: .optional(names: ColumnNames.headerless), missing: CSV.Options.commonMissing)

    /// What is expected of a file.
    public struct Options: Sendable {
        /// Whether each row must have a diagnosis.
        public var readsDiagnoses: Bool
        /// The text of the diagnosis that is malignant; nil for the known spellings: M, malignant, B, benign.
        public var positive: String?
        /// Whether a column that is neither a feature nor known otherwise is an error, not a warning.
        public var isStrict: Bool
        /// Whether cells may be missing. They are read as NaN.
        public var acceptsMissing: Bool

        /// Options that expect a file with diagnoses, and without missing cells.
        public init(readsDiagnoses: Bool = true, positive: String? = nil, isStrict: Bool = false, acceptsMissing: Bool = false)
        {
            self.readsDiagnoses = readsDiagnoses
            self.positive = positive
            self.isStrict = isStrict
            self.acceptsMissing = acceptsMissing
        }
    }

    /// Some rows of a file.
    public struct Rows: Sendable {
        /// The index of the first row in the file, counted from 0.
        public let first: Int
        /// float64 `[rows, features]`, NaN for a missing cell.
        public let measurements: Tensor
        /// The text that identifies each row; nil where the file has none.
        public let identifiers: [String]?
        /// float32 `[rows, 1]`, 1 for malignant; nil where diagnoses are not read.
        public let labels: Tensor?
    }

    /// The features that are read, in the order of the measurements.
    public let features: [String]
    /// What is expected of the file.
    public let options: Options
    /// The number of rows that have been read.
    public private(set) var count = 0

    private var file: Understanding?
    private var coding: DiagnosisCoding
    private var malignant = 0
    private var missing: [Int]

    /// - Parameters:
    ///   - features: their names, as a model or the data that ships with this library calls them.
    ///   - options: what is expected of the file.
    public init(features: [String], _ options: Options = Options()) {
        (self.features, self.options) = (features, options)
        coding = DiagnosisCoding(positive: options.positive)
        missing = [Int](repeating: 0, count: features.count)
    }

    /// The next rows of the file: those before the first invalid one, and what is wrong with that. Diagnoses are read where all
    /// rows are valid.
    ///
    /// - Throws: `DataError`, `FileError` or `CSVError` where the columns are not those that are expected.
    public mutating func read(_ table: Table) throws -> (rows: Rows, problem: (any Error)?) {
        let file = try file ?? Understanding(table, features, options)
        self.file = file
        var (table, problem) = (table, nil as (any Error)?)
        let first = table.rows.lowerBound
        var measurements: Tensor
        do throws(CSVError) { measurements = try table.numbers(columns: file.columns.features) } catch {
            problem = error
            table = table.prefix((error.row ?? first + 1) - 1 - first)
            measurements = try table.numbers(columns: file.columns.features)
        }
        let isMissing = measurements.isNaN()
        let (bad, counts) = (isMissing.any(dim: 1).array(of: Bool.self), isMissing.to(.int64).sum(dim: 0).array(of: Int.self))
        for (position, count) in counts.enumerated() { missing[position] += count }
        if !options.acceptsMissing, let row = bad.firstIndex(of: true) {
            problem = missingCells
            table = table.prefix(row)
            measurements = measurements[..<row]
        }
        count += table.rowCount
        let identifiers = try file.columns.identifier.map { try table.strings(column: $0).map(\.trimmed) }
        var labels: Tensor?
        if problem == nil, options.readsDiagnoses, let column = file.columns.diagnosis {
            let read = try coding.labels(table, column: column)
            malignant += Int(read.sum().item())
            labels = read
        }
        return (Rows(first: first, measurements: measurements, identifiers: identifiers, labels: labels), problem)
    }

    /// The error of missing cells with those of the rest of the file counted, too; nil where there are none, or where they are
    /// accepted.
    public mutating func missingCells(in rest: some Sequence<Result<Table, CSVError>>) -> DataError? {
        if missingCells == nil { return nil }
        for table in rest {
            guard let table = try? table.get(), (try? read(table)) != nil else { break }
        }
        return missingCells
    }

    /// To be called after the last row. Throws where the diagnosis that is said to be malignant is none.
    public func finish() throws(DataError) {
        if let file, let column = file.columns.diagnosis { try coding.finish(file.name, column: column) }
    }

    private var missingCells: DataError? {
        guard !options.acceptsMissing, let file, missing.contains(where: { $0 > 0 }) else { return nil }
        let counts = zip(file.columns.features, missing).filter { $1 > 0 }
        return DataError(file: file.name, .missingCells(counts.map { DataError.MissingCells(column: $0, count: $1) }))
    }

    /// What was understood of a file that is not of the form of the shipped data, in a line:
    /// `data.csv: 569 rows, semicolons and decimal commas; Kaggle's names; id carried through; 212 of 569 malignant`.
    public var understood: String? {
        let cells = missing.reduce(0, +)
        var notes = file?.notes ?? []
        if cells > 0 { notes.append(counted(cells, "missing cell")) }
        if options.readsDiagnoses { notes += file?.diagnosisNotes(coding.texts, options.positive) ?? [] }
        guard let file, !notes.isEmpty || file.format != nil else { return nil }
        if options.readsDiagnoses { notes.append("\(malignant) of \(count) malignant") }
        let rows = [counted(count, "row"), file.format].compactMap(\.self).joined(separator: ", ")
        return "\(file.name): " + ([rows] + notes).joined(separator: "; ")
    }

    /// What to tell a user, a line each: what was understood, and the columns that are not used.
    public var notes: [String] { [understood].compactMap(\.self) + (file?.warnings ?? []) }
}
