import ArgumentParser

/// A file's path from the command line.
func path(_ argument: String) throws -> String { try nonEmpty(argument, "a file") }

/// A folder's path from the command line.
func folderPath(_ argument: String) throws -> String { try nonEmpty(argument, "a folder") }

/// An argument that is not empty.
func nonEmpty(_ argument: String, _ expected: String) throws -> String {
    if argument.isEmpty { throw ValidationError("expected \(expected)") }
    return argument
}
