import ArgumentParser

/// The path of a file, as it is given on the command line.
func path(_ argument: String) throws -> String {
    if argument.isEmpty { throw ValidationError("expected a file") }
    return argument
}
