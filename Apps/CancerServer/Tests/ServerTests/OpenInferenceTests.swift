import Hummingbird
import HummingbirdTesting
import Server
import StrictJSON
import Testing

@Suite("The Open Inference Protocol")
struct OpenInferenceTests {
    let server = TestServer(
        models: ModelStore(
            ModelCatalog(
                [Sample.model("wdbc", "9"), Sample.model("wdbc", "10", Sample.second), Sample.model("other", "1")],
                defaultName: "wdbc")))

    static func input(
        _ rows: [Int] = [0], shape: JSONValue? = nil, datatype: String = "FP64", name: String = "measurements",
        nested: Bool = false
    ) -> JSONValue {
        let values = rows.map { Sample.values($0).map { JSONValue.number($0) } }
        return .object([
            ("name", .string(name)),
            ("shape", shape ?? .array([.number(Double(rows.count)), .number(Double(Sample.features.count))])),
            ("datatype", .string(datatype)),
            ("data", nested ? .array(values.map { .array($0) }) : .array(values.flatMap(\.self))),
        ])
    }

    static func request(_ input: JSONValue = input(), _ more: [(String, JSONValue)] = []) -> JSONValue {
        .object(more.map { (name: $0, value: $1) } + [("inputs", .array([input]))])
    }

    @Test("says what the server and its models are")
    func metadata() async throws {
        try await server.test { client async throws in
            let server = try await client.get("/v2").json
            #expect(server["name"]?.string == "CancerServer")
            #expect(server["version"]?.string != nil && server["extensions"] == .array([]))
            let tensor = { (name: String, datatype: String, shape: [Double]) in
                JSONValue.object([
                    ("name", .string(name)), ("datatype", .string(datatype)), ("shape", .array(shape.map { .number($0) })),
                ])
            }
            for path in ["/v2/models/wdbc", "/v2/models/wdbc/versions/9"] {
                #expect(
                    try await client.get(path).json
                        == .object([
                            ("name", .string("wdbc")), ("versions", .array([.string("9"), .string("10")])),
                            ("platform", .string("kindling")),
                            ("inputs", .array([tensor("measurements", "FP64", [-1, 30])])),
                            ("outputs", .array([tensor("probability", "FP64", [-1]), tensor("diagnosis", "BYTES", [-1])])),
                        ]))
            }
        }
    }

    @Test("says that the server and its models are alive and ready")
    func health() async throws {
        try await server.test { client async throws in
            #expect(try await client.get("/v2/health/live").json == .object([("live", .bool(true))]))
            let ready = try await client.get("/v2/health/ready")
            #expect(ready.status == .ok)
            #expect(try ready.json == .object([("live", .bool(true)), ("ready", .bool(true))]))
            for path in ["/v2/models/wdbc/ready", "/v2/models/wdbc/versions/9/ready"] {
                #expect(try await client.get(path).json == .object([("name", .string("wdbc")), ("ready", .bool(true))]))
            }
        }
        try await TestServer(models: ModelStore(ModelCatalog())).test { client async throws in
            #expect(try await client.get("/v2/health/live").status == .ok)
            #expect(try await client.get("/v2/health/ready").status == .serviceUnavailable)
            #expect(try await client.get("/health/ready").status == .serviceUnavailable)
        }
    }

    @Test("infers: the newest version, or the one that is asked for; all outputs, or those that are", arguments: [false, true])
    func infer(nested: Bool) async throws {
        try await server.test { client async throws in
            let request = Self.request(Self.input([0, 7], nested: nested), [("id", .string("42"))])
            for (path, version, classifier) in [
                ("/v2/models/wdbc/infer", "10", Sample.second), ("/v2/models/wdbc/versions/9/infer", "9", Sample.first),
            ] {
                let response = try await client.post(path, request)
                #expect(response.status == .ok)
                let probabilities = [0, 7].map { Sample.probability($0, classifier) }
                #expect(
                    try response.json
                        == .object([
                            ("model_name", .string("wdbc")), ("model_version", .string(version)), ("id", .string("42")),
                            (
                                "outputs",
                                .array([
                                    .object([
                                        ("name", .string("probability")), ("shape", .array([.number(2)])),
                                        ("datatype", .string("FP64")),
                                        ("data", .array(probabilities.map { .number($0) })),
                                    ]),
                                    .object([
                                        ("name", .string("diagnosis")), ("shape", .array([.number(2)])),
                                        ("datatype", .string("BYTES")),
                                        ("data", .array(probabilities.map { .string($0 >= 0.5 ? "malignant" : "benign") })),
                                    ]),
                                ])
                            ),
                        ]))
            }
            let one = Self.request(Self.input(), [("outputs", .array([.object([("name", .string("diagnosis"))])]))])
            let outputs = try #require(try await client.post("/v2/models/wdbc/infer", one).json["outputs"])
            #expect(outputs.elements.map { $0["name"]?.string } == ["diagnosis"])
        }
    }

    static let wrongRequests: [(path: String, body: JSONValue, status: Int)] = [
        ("wdbc", .null, 400), ("wdbc", .object([]), 400), ("wdbc", .object([("inputs", .array([]))]), 400),
        ("wdbc", request(input(name: "x")), 400), ("wdbc", request(input(datatype: "BYTES")), 400),
        ("wdbc", request(input(datatype: "INT8")), 400), ("wdbc", request(input(datatype: "float")), 400),
        ("wdbc", request(input(shape: .array([.number(30)]))), 400),
        ("wdbc", request(input(shape: .array([.number(2), .number(30)]))), 400),
        ("wdbc", request(input(shape: .array([.number(1), .number(-30)]))), 400),
        ("wdbc", request(input(shape: .array([.number(1e18), .number(1e18)]))), 400),
        ("wdbc", request(input(shape: .string("x"))), 400),
        ("wdbc", request(input([])), 400), ("wdbc", request(input(), [("id", .number(1))]), 400),
        ("wdbc", request(input(), [("outputs", .array([.object([("name", .string("x"))])]))]), 400),
        ("wdbc", request(input(), [("parameters", .number(1))]), 400), ("none", request(), 404),
        ("wdbc/versions/8", request(), 404),
    ]

    @Test("says what is wrong as the protocol says it", arguments: wrongRequests.indices)
    func wrong(index: Int) async throws {
        let (path, body, status) = Self.wrongRequests[index]
        try await server.test { client async throws in
            let response = try await client.post("/v2/models/\(path)/infer", body)
            #expect(response.status.code == status, "\(String(buffer: response.body))")
            guard case .object(let members) = try response.json else { return #expect(Bool(false)) }
            #expect(members.map(\.name) == ["error"])
            #expect(members.first?.value.string?.isEmpty == false)
        }
    }

    @Test("has its own form of errors for all that begins as it does")
    func errors() async throws {
        try await server.test { client async throws in
            for (path, method, status) in [
                ("/v2/nothing", .get, 404), ("/v2/models/none", .get, 404), ("/v2/models/none/ready", .get, 404),
                ("/v2/models/wdbc/infer", .get, 405), ("/v2", .post, 405),
            ] as [(String, HTTPRequest.Method, Int)] {
                let response = try await client.executeRequest(uri: path, method: method, headers: [:], body: nil)
                #expect(response.status.code == status, "\(path)")
                #expect(try response.json["error"]?.string != nil, "\(path)")
            }
        }
    }
}
