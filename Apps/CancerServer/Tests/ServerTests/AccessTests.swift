import Access
import Foundation
import Hummingbird
import HummingbirdTesting
import Server
import Testing

@Suite("Access")
struct AccessTests {
    let folder: TemporaryFolder
    let secrets: [Role: Secret]
    var server = TestServer()

    init() throws {
        folder = try TemporaryFolder()
        var file = TokenFile()
        var secrets: [Role: Secret] = [:]
        for role in Role.allCases { secrets[role] = try file.add(name: role.rawValue, role: role, expires: nil, path: "") }
        self.secrets = secrets
        let path = folder.path + "/tokens.json"
        try file.write(to: path)
        server.settings.tokens = path
        server.settings.allowedFailures = 3
    }

    func bearer(_ role: Role) -> HTTPFields { [.authorization: "Bearer \(secrets[role]?.text ?? "")"] }

    @Test("is by role, and each route has one")
    func roles() async throws {
        let table: [(HTTPRequest.Method, String, Role?)] = [
            (.post, "/predict", .predict), (.post, "/explain", .predict), (.get, "/v2", nil), (.get, "/v2/health/live", nil),
            (.get, "/v2/health/ready", nil), (.get, "/v2/models/wdbc", .predict),
            (.get, "/v2/models/wdbc/versions/1", .predict),
            (.get, "/v2/models/wdbc/ready", .predict), (.get, "/v2/models/wdbc/versions/1/ready", .predict),
            (.post, "/v2/models/wdbc/infer", .predict), (.post, "/v2/models/wdbc/versions/1/infer", .predict),
            (.get, "/health/live", nil), (.get, "/health/ready", nil), (.get, "/metrics", .audit),
        ]
        #expect(try server.service().routes().count == table.count)
        try await server.test { client async throws in
            for (method, path, required) in table {
                let status = { (headers: HTTPFields) in
                    try await client.executeRequest(uri: path, method: method, headers: headers, body: nil).status.code
                }
                #expect((try await status([:]) == 401) == (required != nil), "\(path)")
                for role in Role.allCases {
                    let isAllowed = required.map { role.includes($0) } ?? true
                    #expect((try await status(bearer(role)) != 403) == isAllowed, "\(path) \(role)")
                }
            }
        }
    }

    @Test("is refused to tokens that are wrong, and to an address that sends too many of them")
    func failures() async throws {
        try await server.test { client async throws in
            #expect(try await client.post("/predict", Sample.json(0), bearer(.predict)).status == .ok)
            for header in ["Bearer x", "Basic \(secrets[.predict]?.text ?? "")", "Bearer"] {
                let response = try await client.post("/predict", Sample.json(0), [.authorization: header])
                #expect(response.status == .unauthorized)
                #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
            let response = try await client.post("/predict", Sample.json(0), bearer(.predict))
            #expect(response.status == .tooManyRequests)
            #expect(response.headers[.retryAfter].flatMap(Int.init).map { (1...60).contains($0) } == true)
        }
    }

    @Test("is not asked for where nobody has said who he is: no failure")
    func anonymous() async throws {
        try await server.test { client async throws in
            for _ in 0..<10 { #expect(try await client.get("/metrics").status == .unauthorized) }
            #expect(try await client.get("/metrics", bearer(.audit)).status == .ok)
        }
    }

    @Test("is by session, too, which forms must name")
    func sessions() async throws {
        let service = try server.service()
        // Signs in as a page does.
        let signIn = Route(.post, "/sign-in", .anyone) { request, context in
            let token = String(buffer: try await request.body.collect(upTo: 100))
            let session = try service.gate.signIn(token: token, request, context)
            return Response(
                status: session == nil ? .unauthorized : .ok,
                body: ResponseBody(byteBuffer: ByteBuffer(string: session?.text ?? "")))
        }
        try await service.application([signIn]).test(.router) { client async throws in
            let session = String(buffer: try await client.post("/sign-in", secrets[.predict]?.text ?? "").body)
            let cookie: HTTPFields = [.cookie: "session=\(session)"]
            #expect(try await client.post("/predict", Sample.json(0), cookie).status == .ok)
            #expect(try await client.get("/metrics", cookie).status == .forbidden)
            #expect(try await client.post("/predict", Sample.json(0), [.cookie: "session=x"]).status == .unauthorized)
            var foreign = cookie
            foreign[.origin] = "https://evil.example"
            #expect(try await client.post("/predict", Sample.json(0), foreign).status == .forbidden)
        }
    }

    @Test("without tokens is for this machine, not for other sites' pages in its browsers")
    func loopback() async throws {
        try await TestServer().test { client async throws in
            #expect(try await client.post("/predict", Sample.json(0)).status == .ok)
            for headers in [[.origin: "https://evil.example"], [.origin: "null"], [.init("Sec-Fetch-Site")!: "cross-site"]]
                as [HTTPFields]
            {
                #expect(try await client.post("/predict", Sample.json(0), headers).status == .forbidden)
            }
            #expect(try await client.post("/predict", Sample.json(0), [.origin: "http://localhost"]).status == .ok)
        }
    }

    @Test("comes with headers that keep browsers safe, whatever the answer")
    func headers() async throws {
        try await TestServer().test { client async throws in
            for path in ["/health/live", "/nothing", "/v2/nothing"] {
                let headers = try await client.get(path).headers
                #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.cacheControl] == "no-store")
                #expect(headers[.requestID]?.isEmpty == false)
                #expect(headers[.strictTransportSecurity] == nil)
            }
            #expect(try await client.get("/health/live").headers[.requestID] != client.get("/health/live").headers[.requestID])
        }
        var server = TestServer()
        server.settings.behindProxy = true
        try await server.test { client async throws in
            #expect(try await client.get("/health/live").headers[.strictTransportSecurity] != nil)
        }
    }

    @Test("to what is not there is answered with 404, by another method with 405 and the ones there are")
    func unknown() async throws {
        try await TestServer().test { client async throws in
            let missing = try await client.get("/nothing")
            #expect(missing.status == .notFound)
            #expect(missing.headers[.contentType] == "application/problem+json")
            let method = try await client.get("/predict")
            #expect(method.status == .methodNotAllowed)
            #expect(method.headers[.allow] == "POST")
            let head = try await client.executeRequest(uri: "/health/live", method: .head, headers: [:], body: nil)
            #expect(head.status == .ok && head.body.readableBytes == 0)
        }
    }
}
