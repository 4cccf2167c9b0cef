import Clinical
import CryptoExtras
import Foundation
import JWTKit
import Testing

/// The claims of a token, with whatever is wrong with them.
private struct TestClaims: JWTPayload {
    var iss: String? = "https://ehr.example"
    var aud: [String]? = [ClientTokensTests.audience]
    var exp: Double? = ClientTokensTests.now.timeIntervalSince1970 + 300
    var iat: Double? = ClientTokensTests.now.timeIntervalSince1970
    var jti: String? = "1"
    var tenant: String?

    func verify(using algorithm: some JWTAlgorithm) {}
}

/// A client with a key for each algorithm.
private struct TestClient {
    let keys = JWTKeyCollection()
    let keySet: String

    /// One for all tests, since RSA keys take a while to make.
    static let shared = Task { try await TestClient() }

    init() async throws {
        let ec = ES384PrivateKey()
        let rsa = try Insecure.RSA.PrivateKey(backing: _RSA.Signing.PrivateKey(keySize: .bits2048))
        await keys.add(ecdsa: ec, kid: "ec")
        await keys.add(rsa: rsa, digestAlgorithm: .sha384, kid: "rsa")
        await keys.add(rsa: rsa, digestAlgorithm: .sha256, kid: "rsa-256")
        await keys.add(
            hmac: HMACKey(stringLiteral: String(repeating: "shared", count: 8)), digestAlgorithm: .sha384, kid: "hmac")
        let (x, y) = try #require(ec.parameters)
        let (modulus, exponent) = try rsa.publicKey.getKeyPrimitives()
        func url(_ base64: String) -> String {
            base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        keySet = """
            {"keys":[{"kty":"EC","use":"sig","crv":"P-384","kid":"ec","alg":"ES384","x":"\(url(x))","y":"\(url(y))"},
            {"kty":"RSA","kid":"rsa","n":"\(url(modulus.base64EncodedString()))","e":"\(url(exponent.base64EncodedString()))"},
            {"kty":"EC","crv":"P-256","kid":"other","x":"AA","y":"AA"},{"kty":"RSA","use":"enc","kid":"enc","n":"AA","e":"AA"}]}
            """
    }

    func tokens(maximumTokens: Int = 100) async throws -> ClientTokens {
        ClientTokens(
            [try await TrustedClient(issuer: "https://ehr.example", keySet: Array(keySet.utf8))], maximumTokens: maximumTokens)
    }

    /// A header with a token.
    func bearer(_ claims: TestClaims = TestClaims(), kid: JWKIdentifier = "ec", header: JWTHeader = [:]) async throws -> String
    {
        "Bearer " + (try await keys.sign(claims, kid: kid, header: header))
    }
}

@Suite("CDS Hooks: clients' tokens")
struct ClientTokensTests {
    static let audience = "https://cds.example/cds-services/breast-mass-malignancy"
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func check(_ tokens: ClientTokens, _ header: String?, now: Date = now) async -> String {
        do { return try await tokens.check(header, audience: Self.audience, now: now).issuer } catch {
            return "\(error.status): \(error)"
        }
    }

    @Test("Tokens signed with ES384 or RS384 are accepted", arguments: ["ec", "rsa"])
    func algorithms(kid: String) async throws {
        let client = try await TestClient.shared.value
        let header = try await client.bearer(TestClaims(tenant: "ward 3"), kid: JWKIdentifier(string: kid))
        let verified = try await client.tokens().check(header, audience: Self.audience, now: Self.now)
        #expect(verified.issuer == "https://ehr.example")
        #expect(verified.tenant == "ward 3")
    }

    @Test("A single aud, one of several, bearer in small letters")
    func forms() async throws {
        struct Single: JWTPayload {
            var (iss, aud, jti) = ("https://ehr.example", ClientTokensTests.audience, "single")
            var (exp, iat) = (ClientTokensTests.now.timeIntervalSince1970 + 300, ClientTokensTests.now.timeIntervalSince1970)
            func verify(using algorithm: some JWTAlgorithm) {}
        }
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens()
        #expect(await check(tokens, "bearer " + (try await client.keys.sign(Single(), kid: "ec"))) == "https://ehr.example")
        let several = try await client.bearer(TestClaims(aud: ["https://other.example", Self.audience]))
        #expect(await check(tokens, several) == "https://ehr.example")
    }

    @Test("Claims that are not right")
    func claims() async throws {
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens()
        let time = Self.now.timeIntervalSince1970
        let cases: [(TestClaims, String)] = [
            (TestClaims(iss: "https://other.example"), "iss is not a client of this service"),
            (TestClaims(iss: nil), "iss is not a client of this service"),
            (TestClaims(aud: ["https://cds.example/cds-services"]), "aud is not the URL that is called"),
            (TestClaims(aud: []), "aud is not the URL that is called"),
            (TestClaims(aud: nil), "the token's signature or its claims are not right"),
            (TestClaims(exp: time), "the token has expired"),
            (TestClaims(exp: nil), "the token's signature or its claims are not right"),
            (TestClaims(exp: time + 3601), "exp is more than 3600 seconds ahead"),
            (TestClaims(exp: 1e300), "exp is more than 3600 seconds ahead"),
            (TestClaims(iat: time + 61), "iat lies in the future"),
            (TestClaims(iat: nil), "the token's signature or its claims are not right"),
            (TestClaims(jti: ""), "jti must have 1 to 256 bytes"),
            (TestClaims(jti: String(repeating: "a", count: 257)), "jti must have 1 to 256 bytes"),
            (TestClaims(jti: nil), "the token's signature or its claims are not right"),
        ]
        for (claims, problem) in cases { #expect(await check(tokens, try await client.bearer(claims)) == "401: \(problem)") }
    }

    @Test("Headers that are not right; a key set's address is not followed")
    func headers() async throws {
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens()
        #expect(await check(tokens, try await client.bearer(kid: "rsa-256")) == "401: kid is not a key of the client")
        #expect(await check(tokens, try await client.bearer(kid: "hmac")) == "401: kid is not a key of the client")
        #expect(
            await check(tokens, try await client.bearer(header: ["typ": "at+jwt"])) == "401: typ or crit is not right")
        #expect(
            await check(tokens, try await client.bearer(header: ["jku": "https://attacker.example/keys"]))
                == "https://ehr.example")
        for header in [nil, "", "Basic YTpi", "Bearer", "Bearer ", "Bearer a.b", "Bearer a.b.c", "Bearer e30.e30.e30"] {
            #expect(await check(tokens, header).hasPrefix("401: "))
        }
        #expect(await check(tokens, "Bearer " + String(repeating: "a", count: 9000)) == "401: a Bearer token is needed")
    }

    @Test("What was signed cannot be changed, nor the key or the algorithm swapped")
    func signatures() async throws {
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens()
        let other = try await TestClient()
        #expect(await check(tokens, try await other.bearer()) == "401: the token's signature or its claims are not right")
        let parts = try await client.bearer().dropFirst(7).split(separator: ".").map(String.init)
        func base64(_ text: String) -> String {
            Data(text.utf8).base64EncodedString().replacing("=", with: "").replacing("+", with: "-").replacing("/", with: "_")
        }
        let claims = #"{"iss":"https://ehr.example","aud":"\#(Self.audience)","exp":1800000100,"iat":1800000000,"jti":"2"}"#
        let forged = [
            [parts[0], base64(claims), parts[2]], [base64(#"{"alg":"none","kid":"ec"}"#), base64(claims), ""],
            [base64(#"{"alg":"RS384","kid":"ec"}"#), parts[1], parts[2]],
            [base64(#"{"alg":"HS384","kid":"ec"}"#), parts[1], parts[2]],
            [parts[0], parts[1], ""], [parts[0], parts[1], "AAAA"], [parts[0], parts[1], parts[2] + "AA"],
        ]
        for token in forged { #expect(await check(tokens, "Bearer " + token.joined(separator: ".")).hasPrefix("401: ")) }
    }

    @Test("A token is accepted once, until it expires")
    func replay() async throws {
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens()
        let header = try await client.bearer()
        #expect(await check(tokens, header) == "https://ehr.example")
        #expect(await check(tokens, header) == "401: the token was used before")
        #expect(await check(tokens, header, now: Self.now + 301) == "401: the token has expired")
    }

    @Test("The tokens that are remembered are bounded; those that expired make room")
    func bound() async throws {
        let client = try await TestClient.shared.value
        let tokens = try await client.tokens(maximumTokens: 2)
        for jti in ["1", "2"] {
            #expect(await check(tokens, try await client.bearer(TestClaims(jti: jti))) == "https://ehr.example")
        }
        let third = TestClaims(exp: Self.now.timeIntervalSince1970 + 600, jti: "3")
        #expect(await check(tokens, try await client.bearer(third)) == "503: too many tokens are in use")
        #expect(await check(tokens, try await client.bearer(third), now: Self.now + 301) == "https://ehr.example")
    }

    @Test("A refusal is problem details")
    func response() async throws {
        let client = try await TestClient.shared.value
        let error = try await #require(throws: RefusedToken.self) {
            _ = try await client.tokens().check(nil, audience: Self.audience)
        }
        #expect(error.response.status == 401)
        #expect(try error.response.json()["detail"]?.string == "a Bearer token is needed")
    }

    @Test("Clients are read from a file, with their key sets beside it")
    func files() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "clients-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let client = try await TestClient.shared.value
        let path = folder.appending(path: "clients.json")
        try Data(client.keySet.utf8).write(to: folder.appending(path: "ehr.json"))
        try Data(#"{"clients":[{"issuer":"https://ehr.example","keySet":"ehr.json"}]}"#.utf8).write(to: path)
        let tokens = ClientTokens(try await TrustedClient.read(path.path))
        #expect(await check(tokens, try await client.bearer()) == "https://ehr.example")
        for text in [
            "", "{}", #"{"clients":[{}]}"#, #"{"clients":[{"issuer":"a"}]}"#,
            #"{"clients":[{"issuer":"a","keySet":"none.json"}]}"#,
            #"{"clients":[{"issuer":"a","keySet":"ehr.json"},{"issuer":"a","keySet":"ehr.json"}]}"#,
        ] {
            try Data(text.utf8).write(to: path)
            await #expect(throws: InvalidClients.self) { try await TrustedClient.read(path.path) }
        }
    }

    @Test(
        "Key sets that cannot be used",
        arguments: [
            ("", "byte 0"), ("{}", "no keys"), (#"{"keys":[]}"#, "no key for ES384 or RS384"),
            (#"{"keys":[{"kty":"oct","k":"AA"}]}"#, "it holds a private or symmetric key"),
            (#"{"keys":[{"kty":"EC","crv":"P-384","d":"AA"}]}"#, "it holds a private or symmetric key"),
            (#"{"keys":[{"kty":"EC","crv":"P-384"}]}"#, "a key has no kid of its own"),
            (#"{"keys":[{"kty":"EC","crv":"P-384","kid":"a","x":"AA","y":"AA"}]}"#, #"key "a" cannot be read"#),
            (#"{"keys":[{"kty":"RSA","kid":"a","n":"AA","e":"AQAB"}]}"#, #"key "a" cannot be read"#),
            (#"{"keys":[{"kty":"EC","crv":"P-384","kid":"a","alg":"ES512","x":"AA","y":"AA"}]}"#, "no key for ES384 or RS384"),
        ])
    func keySets(json: String, problem: String) async throws {
        let error = try await #require(throws: InvalidClients.self) {
            _ = try await TrustedClient(issuer: "i", keySet: Array(json.utf8))
        }
        #expect(error.problem.contains(problem))
    }
}
