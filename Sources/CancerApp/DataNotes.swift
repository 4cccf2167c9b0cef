import Diagnosis
import Kindling

/// What there is to say about a file that was read, on standard error: after all of it has been read, so that a file that is
/// refused is told in one line.
struct DataNotes {
    /// The number of rows whose measurements are listed.
    private static let limit = 20

    private var lines: [String] = []
    private var outliers = 0

    /// Adds the rows whose measurements are far outside the training range.
    ///
    /// - Parameter first: the number of the first row, counted from 1.
    mutating func add(_ outOfRange: [[OutOfRange]], of file: String, first: Int) {
        for (index, measurements) in outOfRange.enumerated() where !measurements.isEmpty {
            outliers += 1
            if outliers > DataNotes.limit { continue }
            let list = measurements.prefix(4).map {
                "\(quoted($0.feature)) is \($0.value), \(Text.fixed(abs($0.deviations), 1)) standard deviations "
                    + ($0.deviations < 0 ? "below" : "above") + " the training mean"
            }
            let more = measurements.count > 4 ? "; and \(measurements.count - 4) more" : ""
            lines.append(
                "\(file), row \(first + index): far outside the training range: \(list.joined(separator: "; "))\(more)")
        }
    }

    /// Prints them, after what was understood of the file.
    func print(_ notes: [String], _ file: String) {
        for line in notes + lines { Console.note(line) }
        if outliers > DataNotes.limit {
            let rest = outliers - DataNotes.limit
            Console.note("\(file): \(rest) more row\(rest == 1 ? "" : "s") far outside the training range")
        }
    }
}
