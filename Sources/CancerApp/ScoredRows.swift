import Diagnosis
import Kindling

/// Some rows of a file with a model's predictions.
struct ScoredRows {
    /// The number of the first row in the file, counted from 1.
    let firstRow: Int
    /// float64 `[rows, features]`
    let measurements: Tensor
    /// What the classifier says of each.
    let predictions: [Prediction]
    /// Whether these are all rows of the file.
    let isWholeFile: Bool

    /// The number of rows that are read before anything is printed, so that a problem in them is reported first.
    private static let count = 1024

    /// Calls `body` with the rows of a file, or of standard input for `-`, as they are read, and says what was understood of it at
    /// its end. A diagnosis may be present and is ignored. Before an invalid row throws, `body` is called with the rows before it.
    static func forEach(
        in input: String, _ classifier: Classifier, _ columns: ColumnOptions, _ body: (ScoredRows) throws -> Void
    ) throws {
        let options = RowReader.Options(
            readsDiagnoses: false, isStrict: columns.strict, acceptsMissing: classifier.imputer != nil)
        var reader = RowReader(features: classifier.features, options)
        let stream =
            input == "-"
            ? CSV.streamStandardInput(rows: count, options: RowReader.csvOptions)
            : CSV.stream(input, rows: count, options: RowReader.csvOptions)
        let parts = stream.makeIterator()
        var (isFirst, notes) = (true, DataNotes())
        while let part = parts.next() {
            let table = try part.get()
            let isWholeFile = isFirst && table.rowCount < count
            var (read, problem) = try reader.read(table)
            if isWholeFile, let next = parts.next() { _ = try next.get() }
            if let error = reader.missingCells(in: IteratorSequence(parts)) { problem = problem.map { _ in error } }
            let (rows, badRow) = score(read, classifier, isWholeFile: isWholeFile)
            // An earlier row than the one that cannot be read.
            if let badRow { problem = FileError(file: table.name, tooLargeIn: badRow) }
            if isFirst, let problem { throw problem }
            notes.add(rows.predictions.map(\.outOfRange), of: table.name, first: rows.firstRow)
            if !rows.predictions.isEmpty { try body(rows) }
            if let problem { throw problem }
            isFirst = false
        }
        notes.print(reader.notes, stream.path)
    }

    /// The rows up to the first one that is too large for the model, and its index in the file.
    private static func score(
        _ rows: RowReader.Rows, _ classifier: Classifier, isWholeFile: Bool
    ) -> (rows: ScoredRows, badRow: Int?) {
        let (predictions, badRow) = classifier.predict(rows.measurements, identifiers: rows.identifiers)
        let scored = ScoredRows(
            firstRow: rows.first + 1, measurements: badRow.map { rows.measurements[..<$0] } ?? rows.measurements,
            predictions: predictions, isWholeFile: isWholeFile)
        return (scored, badRow.map { rows.first + $0 })
    }
}
