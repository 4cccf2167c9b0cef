/// What the holder of a token may do.
public enum Role: String, Codable, Sendable, CaseIterable {
    /// Ask for predictions and explanations.
    case predict
    /// Read the log of predictions, and erase a patient's entries.
    case audit
    /// Everything.
    case admin

    /// Whether this role is enough where `required` is needed.
    public func includes(_ required: Role) -> Bool { self == .admin || self == required }
}

/// Who sent a request.
public struct Identity: Equatable, Sendable {
    /// The token's name; `local` where none is needed.
    public let name: String
    /// What it may do.
    public let role: Role

    /// An identity of this name and role.
    public init(name: String, role: Role) {
        self.name = name
        self.role = role
    }

    /// Anyone on this machine, where the server has no tokens.
    public static let local = Identity(name: "local", role: .admin)
}
