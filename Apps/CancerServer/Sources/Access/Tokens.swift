import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The tokens that are accepted now; they can be replaced while requests are checked.
public final class Tokens: Sendable {
    private let entries: Mutex<[TokenEntry]>
    private let now: @Sendable () -> Date

    /// The tokens of a file. `now` is the clock, for tests.
    public init(_ file: TokenFile = TokenFile(), now: @escaping @Sendable () -> Date = { Date() }) {
        entries = Mutex(file.entries)
        self.now = now
    }

    /// Accepts the tokens of another file instead.
    public func replace(with file: TokenFile) { entries.withLock { $0 = file.entries } }

    /// Whose token this is; nil for one that is unknown or has expired.
    ///
    /// All entries are compared, each in constant time, so that the time says nothing about them.
    public func identity(of token: String) -> Identity? { identity(of: Digest256(of: token)) }

    /// Whose token has this digest.
    public func identity(of digest: Digest256) -> Identity? {
        var found: TokenEntry?
        for entry in entries.withLock({ $0 }) where entry.sha256 == digest { found = entry }
        guard let found, found.expires.map({ now() < $0 }) ?? true else { return nil }
        return Identity(name: found.name, role: found.role)
    }
}
