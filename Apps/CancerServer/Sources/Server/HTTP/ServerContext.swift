import Access
import HTTPTypes
import Hummingbird
import NIOCore

/// What is known of a request while it is answered.
public struct ServerContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who sent it; set when its route's role has been checked.
    public var identity = Identity.local
    /// The session that it was sent in, by a browser.
    public var session: String?
    private let channel: any Channel

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// The address that a request came from: behind a proxy, the last one that the proxy added to `X-Forwarded-For`.
    public func address(of request: Request, behindProxy: Bool) -> String {
        if behindProxy, let forwarded = request.headers[.forwardedFor]?.split(separator: ",").last {
            return forwarded.trimmingPrefix { $0 == " " }.description
        }
        return channel.remoteAddress?.ipAddress ?? "unknown"
    }
}

extension HTTPField.Name {
    /// The request's id, in its answer.
    public static let requestID = HTTPField.Name("X-Request-ID") ?? .via
    static let forwardedFor = HTTPField.Name("X-Forwarded-For") ?? .via
    static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
}
