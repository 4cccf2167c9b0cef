import ArgumentParser

/// A file's path from the command line.
func path(_ argument: String) throws -> String {
    if argument.isEmpty { throw ValidationError("expected a file") }
    return argument
}
