import Diagnosis
import Foundation
import Hummingbird
import HummingbirdTesting
import Server
import StrictJSON
import Synchronization
import Testing

@Suite("/predict")
struct PredictTests {
    @Test("answers a row with what the classifier says of it, and which model that was")
    func row() async throws {
        try await TestServer().test { client async throws in
            let response = try await client.post("/predict", Sample.json(0, id: "p-17"))
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "application/json")
            let probability = Sample.probability(0)
            #expect(
                try response.json
                    == .object([
                        ("model", .string("wdbc")), ("version", .string("1")),
                        ("sha256", .string(String(repeating: "0", count: 64))),
                        ("threshold", .number(0.5)),
                        (
                            "predictions",
                            .array([
                                .object([
                                    ("row", .number(1)), ("id", .string("p-17")), ("diagnosis", .string("malignant")),
                                    ("probability", .number(probability)), ("confidence", .number(probability)),
                                    ("out_of_range", .array([])),
                                ])
                            ])
                        ),
                    ]))
        }
    }

    @Test("says how far an ensemble's members disagree, and what is out of range")
    func spread() async throws {
        try await TestServer(models: ModelStore(ModelCatalog([Sample.model("e", "1", Sample.ensemble)]))).test {
            client async throws in
            let response = try await client.post("/predict", Self.with("mean area", .number(1e6)))
            let prediction = try #require(try response.json["predictions"]?[0])
            let spread = try #require(prediction["model_spread"]).elements.compactMap(\.number)
            #expect(spread.count == 2 && spread[0] <= spread[1])
            #expect(prediction["out_of_range"]?.elements.map { $0["feature"]?.string } == ["mean area"])
        }
    }

    @Test("gives a row the same number alone, with others, in JSON, as CSV and in a batch", arguments: [1, 8])
    func digits(batchRows: Int) async throws {
        var server = TestServer()
        server.settings.batchRows = batchRows
        try await server.test { client async throws in
            let rows = 0..<Sample.diagnoses.count
            let expected = Sample.first.probabilities(Sample.diagnoses.measurements).probabilities.array(of: Double.self)
            func probabilities(_ response: TestResponse) throws -> [Double] {
                try #require(try response.json["predictions"]).elements.compactMap { $0["probability"]?.number }
            }
            let together = try await client.post("/predict", .array(rows.map { Sample.json($0) }))
            #expect(try probabilities(together) == expected)
            let csv =
                Sample.features.joined(separator: ",") + "\n"
                + rows.map { Sample.values($0).map { "\($0)" }.joined(separator: ",") + "\n" }.joined()
            #expect(try probabilities(try await client.post("/predict", csv, type: "text/csv; charset=utf-8")) == expected)
            for row in stride(from: 0, to: rows.count, by: 50) {
                #expect(try probabilities(try await client.post("/predict", Sample.json(row))) == [expected[row]])
            }
        }
    }

    @Test("finds measurements whatever their order and case, with underscores or spaces")
    func names() async throws {
        try await TestServer().test { client async throws in
            let values = zip(Sample.features, Sample.values(3)).map {
                ($0.uppercased().replacing(" ", with: "_"), JSONValue.number($1))
            }
            let response = try await client.post("/predict", .object(values.reversed()))
            #expect(try response.json["predictions"]?[0]?["probability"]?.number == Sample.probability(3))
        }
    }

    static func with(_ name: String, _ value: JSONValue?) -> JSONValue {
        guard case .object(var members) = Sample.json(0) else { return .null }
        members.removeAll { $0.name == name }
        if let value { members.append((name, value)) }
        return .object(members)
    }

    @Test(
        "says what is wrong with a row",
        arguments: [
            (with("mean area", nil), "mean area", "is missing"), (with("mean area", .null), "mean area", "is missing"),
            (with("mean area", .string("12")), "mean area", "expected a number"),
            (with("mean area", .array([])), "mean area", "expected a number"),
            (with("mean aera", .number(1)), "mean aera", "is not a measurement of this model"),
            (with("MEAN_AREA", .number(1)), "mean area", "appears twice"),
        ])
    func wrongRow(row: JSONValue, name: String, problem: String) async throws {
        try await TestServer().test { client async throws in
            for (body, number) in [(row, 1), (.array([Sample.json(1), row]), 2)] as [(JSONValue, Double)] {
                let response = try await client.post("/predict", body)
                #expect(response.status == .unprocessableContent)
                #expect(response.headers[.contentType] == "application/problem+json")
                let errors = try #require(try response.json["errors"])
                #expect(errors.elements.count == 1)
                #expect(errors[0]?["row"]?.number == number)
                #expect(errors[0]?["name"]?.string == name)
                #expect(errors[0]?["problem"]?.string == problem)
            }
        }
    }

    @Test("refuses a row that is too large for the model, and says which")
    func tooLarge() async throws {
        try await TestServer().test { client async throws in
            let response = try await client.post("/predict", .array([Sample.json(1), Self.with("mean area", .number(1e300))]))
            // Very large is infinitely far from the mean, and still has a probability, or has none and is refused.
            #expect([.ok, .unprocessableContent].contains(response.status))
            if response.status != .ok { #expect(try response.json["errors"]?[0]?["row"]?.number == 2) }
        }
    }

    @Test(
        "refuses a body that is not rows",
        arguments: [
            ("", 400), ("{", 400), ("[{}", 400), ("1", 400), ("\"x\"", 400), ("[1]", 400), ("[]", 422), ("{}", 422),
            ("{\"mean area\":1e999}", 400),
            (String(repeating: "[", count: 100), 400), ("{\"id\":{}}", 400), ("{\"id\":1.5}", 400), ("\u{FEFF}{}", 400),
            ("{\"x\":" + String(repeating: "[", count: 100_000) + "}", 400),
        ])
    func wrongBody(body: String, status: Int) async throws {
        try await TestServer().test { client async throws in
            let response = try await client.post("/predict", body)
            #expect(response.status.code == status, "\(body.prefix(40)): \(String(buffer: response.body))")
            #expect(try response.json["status"]?.number == Double(status))
        }
    }

    @Test("refuses other types, other tables, and more than it takes")
    func limits() async throws {
        var server = TestServer()
        (server.settings.maximumRows, server.settings.maximumBody) = (2, 4096)
        try await server.test { client async throws in
            #expect(try await client.post("/predict", "{}", type: nil).status == .unsupportedMediaType)
            #expect(
                try await client.post("/predict", "a=b", type: "application/x-www-form-urlencoded").status
                    == .unsupportedMediaType)
            #expect(try await client.post("/predict", "a,b\n1,2\n", type: "text/csv").status == .unprocessableContent)
            #expect(try await client.post("/predict", .array((0..<3).map { Sample.json($0) })).status == .contentTooLarge)
            #expect(try await client.post("/predict", String(repeating: " ", count: 5000)).status == .contentTooLarge)
            #expect(try await client.post("/predict?model=other", Sample.json(0)).status == .notFound)
            #expect(try await client.post("/predict?version=9", Sample.json(0)).status == .notFound)
            #expect(try await client.post("/predict?model=wdbc&version=1", Sample.json(0)).status == .ok)
        }
    }

    @Test("explains each row by contributions that sum to the logit")
    func explain() async throws {
        try await TestServer().test { client async throws in
            let response = try await client.post("/explain", .array([Sample.json(0), Sample.json(1)]))
            for row in 0..<2 {
                let explanation = try #require(try response.json["explanations"]?[row])
                let contributions = try #require(explanation["contributions"]).elements
                #expect(Set(contributions.compactMap { $0["name"]?.string }) == Set(Sample.features))
                let logit = contributions.reduce(explanation["bias"]?.number ?? .nan) {
                    $0 + ($1["contribution"]?.number ?? .nan)
                }
                let probability = try #require(explanation["probability"]?.number)
                #expect(probability == Sample.probability(row))
                #expect(abs(1 / (1 + exp(-logit)) - probability) < 1e-5)
                #expect(abs(logit - (explanation["logit"]?.number ?? .nan)) < 1e-4)
                let sizes = contributions.compactMap { $0["contribution"]?.number.map(abs) }
                #expect(sizes == sizes.sorted(by: >))
            }
        }
    }

    /// Keeps what it is told, or fails.
    final class Recorder: PredictionRecorder {
        struct DiskFull: Error {}

        let fails: Bool
        let records = Mutex<[RecordedPredictions]>([])

        init(fails: Bool) { self.fails = fails }

        func record(_ predictions: RecordedPredictions) async throws {
            if fails { throw DiskFull() }
            records.withLock { $0.append(predictions) }
        }
    }

    @Test("records what it answers, and answers nothing that it could not record")
    func recorded() async throws {
        let recorder = Recorder(fails: false)
        try await TestServer(recorder: recorder).test { client async throws in
            for path in ["/predict", "/explain"] { #expect(try await client.post(path, Sample.json(0, id: "p")).status == .ok) }
            #expect(try await client.post("/predict", "{}").status == .unprocessableContent)
        }
        let records = recorder.records.withLock { $0 }
        #expect(records.map(\.interface) == ["/predict", "/explain"])
        #expect(records.first?.measurements == Sample.values(0))
        #expect(records.first?.identifiers == ["p"])

        try await TestServer(recorder: Recorder(fails: true)).test { client async throws in
            for path in ["/predict", "/explain"] {
                let response = try await client.post(path, Sample.json(0))
                #expect(response.status == .serviceUnavailable)
                #expect(!String(buffer: response.body).contains("probability"))
            }
        }
    }
}
