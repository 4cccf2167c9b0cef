/// Which sites may make a browser send requests to this server.
///
/// A server on loopback without tokens is open to everything that runs on the machine, browsers included. Two attacks are refused: a page
/// of another site that posts to `localhost` (its `Origin` or `Sec-Fetch-Site` says so), and DNS rebinding, where another site's name
/// resolves to 127.0.0.1 (the `Host` is that name).
public struct SameSite: Sendable {
    /// The hosts, in lower case and without port, by which this server may be called; nil for any.
    public let hosts: Set<String>?

    /// A server that may be called by these hosts, or by any.
    public init(hosts: Set<String>?) { self.hosts = hosts.map { Set($0.map { $0.lowercased() }) } }

    /// The names of this machine for itself.
    public static let loopback = SameSite(hosts: ["localhost", "127.0.0.1", "[::1]"])

    /// Whether an address is one that only this machine can reach.
    public static func isLoopback(_ address: String) -> Bool {
        if address == "localhost" || address == "::1" { return true }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }

    /// Why a request must be refused; nil if it may be answered.
    ///
    /// - Parameters:
    ///   - host: The `Host` header.
    ///   - origin: The `Origin` header, which browsers add to all posts.
    ///   - fetchSite: The `Sec-Fetch-Site` header.
    ///   - isSafe: Whether the method only reads.
    public func refusal(host: String?, origin: String?, fetchSite: String?, isSafe: Bool) -> String? {
        if let hosts, !(host.map { hosts.contains(Self.name($0)) } ?? false) {
            return "this server is not called \((host ?? "").debugDescription)"
        }
        if isSafe { return nil }
        if let origin {
            // The whole origin must be ours: another port is another site.
            guard let host, origin == "http://\(host)" || origin == "https://\(host)" else {
                return "requests from \(origin) are not accepted"
            }
        } else if let fetchSite, fetchSite != "same-origin", fetchSite != "none" {
            return "requests from other sites are not accepted"
        }
        return nil
    }

    /// A host without its port.
    private static func name(_ host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") {
            let rest = host[host.index(after: end)...]
            return rest.isEmpty || rest.hasPrefix(":") ? String(host[...end]) : host
        }
        return host.firstIndex(of: ":").map { String(host[..<$0]) } ?? host
    }
}
