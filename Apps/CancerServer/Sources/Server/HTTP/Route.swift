import Access
import Hummingbird

/// A request that the server answers, and who may send it.
///
/// The server's routes are one list of these: the router, the roles that are checked and the answers to other methods are made from it.
public struct Route: Sendable {
    /// Who may send the request.
    public enum Access: Equatable, Sendable {
        /// Anyone who reaches the server.
        case anyone
        /// The holder of a token with this role, or of a session that was opened with one.
        case role(Role)
    }

    /// What answers a request.
    public typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

    /// The method, such as GET, which answers HEAD, too.
    public let method: HTTPRequest.Method
    /// The path, with parameters in braces: `/v2/models/{name}`.
    public let path: String
    /// Who may send it.
    public let access: Access
    /// How its problems are written.
    public let errors: ErrorForm
    let handler: Handler

    /// A route.
    public init(
        _ method: HTTPRequest.Method, _ path: String, _ access: Access, errors: ErrorForm = .problemDetails,
        handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.errors = errors
        self.handler = handler
    }
}
