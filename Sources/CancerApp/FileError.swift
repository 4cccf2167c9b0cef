/// A problem with a file other than its format.
struct FileError: Error, CustomStringConvertible {
    let file: String
    let problem: String

    var description: String { "\(file): \(problem)" }
}

extension FileError {
    /// - Parameter row: the row, counted from 0.
    init(file: String, tooLargeIn row: Int) {
        self.init(file: file, problem: "row \(row + 1) has measurements too large for the model")
    }
}
