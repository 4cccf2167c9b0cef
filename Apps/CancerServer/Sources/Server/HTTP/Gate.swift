import Access
import HTTPTypes
import Hummingbird

/// Lets a request in, or not: by its bearer token, or by the session in its cookie.
public final class Gate: Sendable {
    /// The tokens that are accepted; nil where none are needed.
    let tokens: Tokens?
    let sessions: Sessions?
    private let failures: FailureLimit
    private let behindProxy: Bool
    let isSecure: Bool

    /// A gate. Without tokens everyone is let in: the server then listens on loopback only.
    ///
    /// - Parameter isSecure: Whether browsers reach the server through TLS.
    public init(
        tokens: Tokens?, sessions: Sessions?, failures: FailureLimit = FailureLimit(), behindProxy: Bool, isSecure: Bool
    ) {
        self.tokens = tokens
        self.sessions = sessions
        self.failures = failures
        self.behindProxy = behindProxy
        self.isSecure = isSecure
    }

    /// Sets who sent the request.
    ///
    /// - Throws: ``Problem``: 401 without a valid token, 403 where its role is not enough, 429 after too many failures.
    func admit(_ request: Request, _ context: inout ServerContext, _ access: Route.Access) throws {
        guard let tokens, case .role(let role) = access else { return }
        let address = context.address(of: request, behindProxy: behindProxy)
        try refuseAfterFailures(address)
        guard let identity = identity(of: request, tokens, &context) else {
            if request.headers[.authorization] != nil { failures.add(address) }
            throw Problem(
                .unauthorized, "a valid token is needed", headers: [.wwwAuthenticate: "Bearer realm=\"CancerServer\""])
        }
        guard identity.role.includes(role) else {
            throw Problem(.forbidden, "this needs the role \(role.rawValue), the token has \(identity.role.rawValue)")
        }
        context.identity = identity
    }

    private func identity(of request: Request, _ tokens: Tokens, _ context: inout ServerContext) -> Identity? {
        if let authorization = request.headers[.authorization] {
            guard authorization.utf8.count > 7, authorization.prefix(7).lowercased() == "bearer " else { return nil }
            return tokens.identity(of: String(authorization.dropFirst(7)))
        }
        guard let sessions, let cookie = request.headers[.cookie],
            let session = Sessions.session(inCookie: cookie, isSecure: isSecure), let identity = sessions.identity(of: session)
        else { return nil }
        context.session = session
        return identity
    }

    /// - Throws: ``Problem`` for an address that has failed too often.
    func refuseAfterFailures(_ address: String) throws {
        if let delay = failures.delay(address) {
            throw Problem.busy(.tooManyRequests, "too many failures from this address", after: delay)
        }
    }

    /// Signs in with a token: the session's secret; nil for a token that is not accepted, which counts as a failure.
    public func signIn(token: String, _ request: Request, _ context: ServerContext) throws -> Secret? {
        let address = context.address(of: request, behindProxy: behindProxy)
        try refuseAfterFailures(address)
        if let session = sessions?.open(token: token) { return session }
        failures.add(address)
        return nil
    }

    /// Refuses a form that another site could have made: it must carry its session's token.
    ///
    /// - Throws: ``Problem``, 403.
    public func requireFormToken(_ token: String?, _ context: ServerContext) throws {
        guard let session = context.session else { return }
        guard let token, sessions?.accepts(formToken: token, of: session) == true else {
            throw Problem(.forbidden, "this form is not of this session")
        }
    }
}
