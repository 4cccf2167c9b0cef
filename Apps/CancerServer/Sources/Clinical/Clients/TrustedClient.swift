import FoundationEssentials
import JWTKit
import StrictJSON

/// A client of CDS Hooks whose calls are accepted: who issues its tokens, and the public keys that it signs them with.
public struct TrustedClient: Sendable {
    /// The algorithms that CDS Hooks recommends, and the only ones accepted.
    enum Algorithm: String {
        case es384 = "ES384"
        case rs384 = "RS384"
    }

    /// The `iss` of its tokens.
    public let issuer: String
    let keys: JWTKeyCollection
    /// The algorithm of each key.
    let algorithms: [String: Algorithm]

    /// A client with its key set (JWKS, RFC 7517).
    ///
    /// Keys on P-384 serve ES384, RSA keys of 2048 bits or more RS384. Keys for encryption or for other algorithms are passed over.
    ///
    /// - Throws: ``InvalidClients`` where it is no key set, or has no key that can be used.
    public init(issuer: String, keySet: [UInt8]) async throws(InvalidClients) {
        func fail(_ problem: String) -> InvalidClients { InvalidClients(problem: "key set of \(issuer): \(problem)") }
        let element: Element
        do { element = try Element(reading: keySet) } catch { throw fail("\(error)") }
        guard let list = element["keys"]?.elements else { throw fail("no keys") }
        let keys = JWTKeyCollection()
        var algorithms: [String: Algorithm] = [:]
        for key in list {
            guard key["d"] == nil, key["k"] == nil else { throw fail("it holds a private or symmetric key") }
            guard let algorithm = key.signatureAlgorithm else { continue }
            guard let id = key["kid"]?.string, !id.isEmpty, algorithms[id] == nil else {
                throw fail("a key has no kid of its own")
            }
            do {
                switch algorithm {
                case .es384:
                    let key = try ES384PublicKey(parameters: (key["x"]?.string ?? "", key["y"]?.string ?? ""))
                    await keys.add(ecdsa: key, kid: JWKIdentifier(string: id))
                case .rs384:
                    let (modulus, exponent) = (key["n"]?.string ?? "", key["e"]?.string ?? "")
                    let key = try Insecure.RSA.PublicKey(modulus: modulus, exponent: exponent)
                    await keys.add(rsa: key, digestAlgorithm: .sha384, kid: JWKIdentifier(string: id))
                }
            } catch { throw fail("key \(quoted(id)) cannot be read: \(error)") }
            algorithms[id] = algorithm
        }
        if algorithms.isEmpty { throw fail("no key for ES384 or RS384") }
        self.issuer = issuer
        self.keys = keys
        self.algorithms = algorithms
    }
}

extension TrustedClient {
    /// The clients that a file lists, with the files of their key sets, whose paths are relative to it.
    ///
    /// ```json
    /// {"clients": [{"issuer": "https://ehr.example.org", "keySet": "ehr.jwks.json"}]}
    /// ```
    /// - Throws: ``InvalidClients``
    public static func read(_ path: String) async throws(InvalidClients) -> [TrustedClient] {
        let element: Element
        do { element = try Element(reading: try contents(path)) } catch { throw InvalidClients(problem: "\(path): \(error)") }
        guard let entries = element["clients"]?.elements else { throw InvalidClients(problem: "\(path): no clients") }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        var clients: [TrustedClient] = []
        for entry in entries {
            guard let issuer = entry["issuer"]?.string, !issuer.isEmpty,
                !clients.contains(where: { $0.issuer == issuer })
            else {
                throw InvalidClients(problem: "\(path): \(entry.path.dropFirst()) has no issuer of its own")
            }
            guard let name = entry["keySet"]?.string, !name.isEmpty else {
                throw InvalidClients(problem: "\(path): \(entry.path.dropFirst()) has no keySet")
            }
            let file = name.hasPrefix("/") || !path.contains("/") ? name : folder + "/" + name
            clients.append(try await TrustedClient(issuer: issuer, keySet: try contents(file)))
        }
        return clients
    }

    private static func contents(_ path: String) throws(InvalidClients) -> [UInt8] {
        do { return Array(try Data(contentsOf: URL(filePath: path))) } catch {
            throw InvalidClients(problem: "\(path) cannot be read")
        }
    }
}

/// Clients or key sets that cannot be used.
public struct InvalidClients: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, and where.
    public let problem: String

    public var description: String { problem }
}

extension Element {
    /// What a key of a key set signs with, if this service accepts it.
    fileprivate var signatureAlgorithm: TrustedClient.Algorithm? {
        guard self["use"]?.string ?? "sig" == "sig" else { return nil }
        let algorithm: TrustedClient.Algorithm? =
            switch (self["kty"]?.string, self["crv"]?.string) {
            case ("EC", "P-384"): .es384
            case ("RSA", nil): .rs384
            default: nil
            }
        return self["alg"]?.string ?? algorithm?.rawValue == algorithm?.rawValue ? algorithm : nil
    }
}
