import ArgumentParser
import Diagnosis

/// A list of names for help texts: `a, b or c`.
func list<Choice: CaseIterable & RawRepresentable<String>>(_ choices: Choice.Type) -> String {
    let names = choices.allCases.map(\.rawValue)
    return names.count == 1 ? names[0] : names.dropLast().joined(separator: ", ") + " or \(names[names.count - 1])"
}

/// What a name from the command line stands for; one that is close to a known name is answered with that.
func choice<Choice: CaseIterable & RawRepresentable<String>>(_ name: String) throws -> Choice {
    if let choice = Choice(rawValue: name) { return choice }
    // SPELLING
    throw ValidationError("expected \(list(Choice.self))")
}

/// Throws what is wrong with the options unless a condition holds.
func require(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
    if !condition { throw ValidationError(problem()) }
}

/// Throws the first problem that holds.
func refuse(_ problems: [(holds: Bool, problem: String)]) throws {
    for (holds, problem) in problems where holds { throw ValidationError(problem) }
}

/// Throws unless an option's value is between 0 and 1.
func requireFraction(_ option: String, _ value: Double) throws {
    try require(value > 0 && value < 1, "\(option) must be between 0 and 1, got \(value)")
}
