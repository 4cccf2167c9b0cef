import Testing

/// A file with which something is wrong.
struct BadFile: CustomTestStringConvertible {
    /// What is wrong.
    let testDescription: String
    /// What is said of it, after the file's name.
    let message: String
    /// Nil where there is no file.
    let bytes: @Sendable () throws -> [UInt8]?

    init(_ description: String, _ message: String, _ bytes: @escaping @Sendable () throws -> [UInt8]?) {
        (testDescription, self.message, self.bytes) = (description, message, bytes)
    }
}

/// One line on standard error, nothing on standard output, and an exit code that is not 0.
func expectFailure(_ result: App.Result, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(result.errors == "CancerApp: \(message)\n", sourceLocation: sourceLocation)
    #expect(result.output == "", sourceLocation: sourceLocation)
    #expect(result.status > 0, sourceLocation: sourceLocation)
}
