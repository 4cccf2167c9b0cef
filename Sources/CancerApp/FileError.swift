/// What is wrong with a file, beyond its format.
struct FileError: Error, CustomStringConvertible {
    let file: String
    let problem: String

    var description: String { "\(file): \(problem)" }
}
