/// Settings that the server does not start with.
public struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// What is wrong, and what would be right.
    public let description: String

    /// An error with this text.
    public init(_ description: String) { self.description = description }
}
