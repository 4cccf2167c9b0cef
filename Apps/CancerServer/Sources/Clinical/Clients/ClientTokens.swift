import FoundationEssentials
import JWTKit
import StrictJSON

/// Checks the signed tokens (JWT) with which clients of CDS Hooks show who they are.
///
/// A token is accepted once, until it expires, for one URL:
/// - its header has `alg` ES384 or RS384 and the `kid` of a key of the client that `iss` names; `jku` is never followed;
/// - its signature is right;
/// - `aud` is the URL that is called, alone or in a list;
/// - `exp` lies ahead, at most ``maximumLifetime`` seconds; `iat` does not;
/// - its `jti` was not seen before.
///
/// ```swift
/// let tokens = ClientTokens(try await TrustedClient.read("clients.json"))
/// let client = try await tokens.check("Bearer ey...", audience: "https://cds.example.org/cds-services/breast-mass-malignancy")
/// ```
public struct ClientTokens: Sendable {
    /// The seconds that a token may be valid from now on.
    public static let maximumLifetime = 3600.0
    /// The seconds by which a client's clock may be ahead.
    static let clockSkew = 60.0
    /// The longest token, in bytes.
    static let maximumLength = 8192

    private let clients: [String: TrustedClient]
    private let used: UsedTokens

    /// What checks the tokens of some clients.
    ///
    /// - Parameter maximumTokens: the most tokens that are remembered until they expire; while there are so many, no further is accepted.
    public init(_ clients: [TrustedClient], maximumTokens: Int = 100_000) {
        self.clients = Dictionary(clients.map { ($0.issuer, $0) }) { first, _ in first }
        used = UsedTokens(maximum: maximumTokens)
    }

    /// Who sends a request.
    ///
    /// - Parameters:
    ///   - authorization: the header `Authorization`; nil where there is none.
    ///   - audience: the URL that is called, as clients see it.
    ///   - now: the time.
    /// - Throws: ``RefusedToken``
    public func check(
        _ authorization: String?, audience: String, now: Date = Date()
    ) async throws(RefusedToken) -> VerifiedClient {
        guard let authorization, authorization.utf8.count <= Self.maximumLength,
            authorization.prefix(7).lowercased() == "bearer "
        else { throw RefusedToken("a Bearer token is needed") }
        let token = Array(authorization.utf8.dropFirst(7))
        let (client, payload) = try verifiable(token)

        let claims: Claims
        do { claims = try await client.keys.verify(token, as: Claims.self) } catch {
            throw RefusedToken("the token's signature or its claims are not right")
        }
        // What was checked is what was signed: the payload that was read first, for the issuer, is that of the claims.
        guard claims.iss == client.issuer, payload["iss"]?.string == claims.iss else { throw RefusedToken("iss is not right") }
        guard claims.aud.values.contains(audience) else { throw RefusedToken("aud is not the URL that is called") }
        let time = now.timeIntervalSince1970
        guard claims.exp > time else { throw RefusedToken("the token has expired") }
        guard claims.exp <= time + Self.maximumLifetime else {
            throw RefusedToken("exp is more than \(Int(Self.maximumLifetime)) seconds ahead")
        }
        guard claims.iat <= time + Self.clockSkew else { throw RefusedToken("iat lies in the future") }
        guard !claims.jti.isEmpty, claims.jti.utf8.count <= 256 else { throw RefusedToken("jti must have 1 to 256 bytes") }
        switch used.insert(issuer: claims.iss, jti: claims.jti, expiry: claims.exp, now: time) {
        case .isNew: break
        case .isKnown: throw RefusedToken("the token was used before")
        case .isFull: throw RefusedToken("too many tokens are in use", status: 503)
        }
        return VerifiedClient(issuer: claims.iss, tenant: claims.tenant)
    }

    /// The client that a token says it is of, if its header fits the client's keys, and the token's payload.
    private func verifiable(_ token: [UInt8]) throws(RefusedToken) -> (TrustedClient, Element) {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Element(base64URL: parts[0]), let payload = Element(base64URL: parts[1]) else {
            throw RefusedToken("the token is no JWT")
        }
        guard header["typ"]?.string ?? "JWT" == "JWT", header["crit"] == nil else {
            throw RefusedToken("typ or crit is not right")
        }
        guard let issuer = payload["iss"]?.string, let client = clients[issuer] else {
            throw RefusedToken("iss is not a client of this service")
        }
        guard let kid = header["kid"]?.string, let algorithm = client.algorithms[kid] else {
            throw RefusedToken("kid is not a key of the client")
        }
        guard header["alg"]?.string == algorithm.rawValue else { throw RefusedToken("alg is not the key's") }
        return (client, payload)
    }
}

/// A client whose token was right.
public struct VerifiedClient: Hashable, Sendable {
    /// The `iss` of the token.
    public let issuer: String
    /// The organization that the client says it calls for.
    public let tenant: String?
}

/// Why a token is not accepted.
public struct RefusedToken: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason.
    public let problem: String
    /// The status of HTTP: 401, or 503 where the service is at its bound.
    public let status: Int

    init(_ problem: String, status: Int = 401) {
        self.problem = problem
        self.status = status
    }

    public var description: String { problem }

    /// Problem details; a response with 401 also needs the header `WWW-Authenticate: Bearer`.
    public var response: ClinicalResponse { Problem.response(status, problem) }
}

/// What a token says. The types are plain: jwt-kit's own claims trap on an empty `aud`.
private struct Claims: JWTPayload {
    let iss: String
    let aud: Audience
    let exp: Double
    let iat: Double
    let jti: String
    let tenant: String?

    /// ``ClientTokens`` checks the claims.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// One URL or several.
private struct Audience: Codable {
    let values: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        values = if let value = try? container.decode(String.self) { [value] } else { try container.decode([String].self) }
    }

    func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}

extension Element {
    /// The JSON object that a part of a token holds.
    fileprivate init?(base64URL bytes: ArraySlice<UInt8>) {
        var base64 = bytes.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        while base64.count % 4 != 0 { base64.append(UInt8(ascii: "=")) }
        guard let data = Data(base64Encoded: Data(base64)), let element = try? Element(reading: Array(data)), element.isObject
        else {
            return nil
        }
        self = element
    }
}
