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

    /// Calls `body` with the rows of a file, or of standard input for `-`, as they are read. Columns are found by name; a
    /// diagnosis may be present and is ignored. Before an invalid row throws, `body` is called with the rows before it.
    static func forEach(
        in input: String, _ classifier: Classifier, _ body: (ScoredRows) throws -> Void
    ) throws {
        let parts = (input == "-" ? CSV.streamStandardInput(rows: count) : CSV.stream(input, rows: count)).makeIterator()
        var isFirst = true
        while let part = parts.next() {
            let table = try part.get()
            let isWholeFile = isFirst && table.rowCount < count
            if isFirst { try require(table, of: classifier) }
            if isWholeFile { _ = try parts.next()?.get() }
            let (rows, problem) = score(table, classifier, isWholeFile: isWholeFile)
            if isFirst, let problem { throw problem }
            if !rows.predictions.isEmpty {
                rows.warn(classifier)
                try body(rows)
            }
            if let problem { throw problem }
            isFirst = false
        }
    }

    private static func require(_ table: Table, of classifier: Classifier) throws {
        let known = classifier.features + (table.columns.contains(Diagnoses.column) ? [Diagnoses.column] : [])
        try table.require(columns: known, allowingOthers: false)
        if table.rowCount == 0 { throw FileError(file: table.name, problem: "no rows below the header") }
    }

    /// The rows up to the first invalid one, and its problem.
    private static func score(
        _ table: Table, _ classifier: Classifier, isWholeFile: Bool
    ) -> (rows: ScoredRows, problem: (any Error)?) {
        let features = classifier.features
        let first = table.rows.lowerBound
        var problem: (any Error)?
        var measurements = Tensor.zeros([0, features.count], dtype: .float64)
        do throws(CSVError) { measurements = try table.numbers(columns: features) } catch {
            problem = error
            let before = table.prefix((error.row ?? first + 1) - 1 - first)
            measurements = (try? before.numbers(columns: features)) ?? measurements
        }
        let (predictions, badRow) = classifier.predict(measurements)
        if let badRow {
            // An earlier row than the one that cannot be read.
            problem = FileError(file: table.name, tooLargeIn: first + badRow)
            measurements = measurements[..<badRow]
        }
        let rows = ScoredRows(
            firstRow: first + 1, measurements: measurements, predictions: predictions, isWholeFile: isWholeFile)
        return (rows, problem)
    }

    /// Says on standard error which measurements are far from all that the model was trained on, in a line for each row.
    private func warn(_ classifier: Classifier) {
        for (index, prediction) in predictions.enumerated() where !prediction.extremes.isEmpty {
            let list = prediction.extremes.map {
                "\($0.feature.debugDescription) is \($0.value), \(Text.fixed(abs($0.deviations), 1)) standard deviations "
                    + "\($0.deviations < 0 ? "below" : "above") the training rows' mean"
            }
            Console.note("row \(firstRow + index) is far outside the training range: \(list.joined(separator: "; "))")
        }
    }
}
