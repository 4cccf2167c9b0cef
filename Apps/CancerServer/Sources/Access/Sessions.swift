import Crypto
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The people who are signed in.
///
/// A session is a ``Secret`` in a cookie, of which only the digest is kept here, in memory: a restart signs everyone out. It ends after
/// its lifetime, on sign-out, and when the token that it was opened with is withdrawn or expires.
public final class Sessions: Sendable {
    private struct Session {
        let token: Digest256
        let expires: Date
    }

    private let tokens: Tokens
    private let lifetime: Double
    private let maximumCount: Int
    private let now: @Sendable () -> Date
    private let sessions = Mutex<[Digest256: Session]>([:])
    private let formKey = SymmetricKey(size: .bits256)

    /// No sessions yet. `lifetime` is in seconds; beyond `maximumCount` sessions, the one that ends first is ended.
    public init(
        tokens: Tokens, lifetime: Double = 8 * 3600, maximumCount: Int = 10_000,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.tokens = tokens
        self.lifetime = lifetime
        self.maximumCount = maximumCount
        self.now = now
    }

    /// Opens a session for the holder of a token; nil for a token that is not accepted.
    public func open(token: String) -> Secret? {
        let digest = Digest256(of: token)
        guard tokens.identity(of: digest) != nil else { return nil }
        let secret = Secret()
        let time = now()
        sessions.withLock { sessions in
            if sessions.count >= maximumCount {
                sessions = sessions.filter { $0.value.expires > time }
                if sessions.count >= maximumCount, let first = sessions.min(by: { $0.value.expires < $1.value.expires }) {
                    sessions[first.key] = nil
                }
            }
            sessions[secret.digest] = Session(token: digest, expires: time.addingTimeInterval(lifetime))
        }
        return secret
    }

    /// Whose session this is; nil for one that is unknown or has ended.
    public func identity(of session: String) -> Identity? {
        let digest = Digest256(of: session)
        guard let open = sessions.withLock({ $0[digest] }) else { return nil }
        guard now() < open.expires, let identity = tokens.identity(of: open.token) else {
            sessions.withLock { $0[digest] = nil }
            return nil
        }
        return identity
    }

    /// Ends a session.
    public func close(_ session: String) { sessions.withLock { $0[Digest256(of: session)] = nil } }

    /// What a form of this session carries, so that no other site can send it: an HMAC of the session with a key of this process.
    public func formToken(of session: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data(session.utf8), using: formKey)
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Whether a form carries the token of its session.
    public func accepts(formToken: String, of session: String) -> Bool {
        guard let given = Digest256(hexadecimal: formToken), let expected = Digest256(hexadecimal: self.formToken(of: session))
        else {
            return false
        }
        return given == expected
    }

    /// The cookie's name. Its prefix makes browsers refuse it without `Secure`.
    public static func cookieName(isSecure: Bool) -> String { isSecure ? "__Host-session" : "session" }

    /// The header that hands a session to a browser: not for scripts, not for requests from other sites, ending with the session.
    public func setCookie(_ session: Secret, isSecure: Bool) -> String {
        "\(Self.cookieName(isSecure: isSecure))=\(session.text); Path=/; HttpOnly; SameSite=Strict; Max-Age=\(Int(lifetime))"
            + (isSecure ? "; Secure" : "")
    }

    /// The header that takes the session from a browser.
    public static func clearCookie(isSecure: Bool) -> String {
        "\(cookieName(isSecure: isSecure))=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" + (isSecure ? "; Secure" : "")
    }

    /// The session in a `Cookie` header.
    public static func session(inCookie header: String, isSecure: Bool) -> String? {
        let prefix = cookieName(isSecure: isSecure) + "="
        for cookie in header.split(separator: ";") {
            let cookie = cookie.drop { $0 == " " }
            if cookie.hasPrefix(prefix) { return String(cookie.dropFirst(prefix.count)) }
        }
        return nil
    }
}
