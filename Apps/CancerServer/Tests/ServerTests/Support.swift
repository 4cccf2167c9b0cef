import Access
import Diagnosis
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Prometheus
import Server
import StrictJSON
import Synchronization
import Tensor
import Testing

/// Two classifiers that say different things, and rows for them.
enum Sample {
    static let diagnoses: Diagnoses = {
        do {
            let table = try Diagnoses.shipped()
            return try Diagnoses(table, like: table)
        } catch { fatalError("\(error)") }
    }()

    static let first = classifier(epochs: 3)
    static let second = classifier(epochs: 1)

    private static func classifier(epochs: Int) -> Classifier {
        var recipe = Recipe()
        (recipe.epochs, recipe.patience, recipe.validationFraction) = (epochs, nil, nil)
        do { return try recipe.fit(diagnoses, generator: Generator(seed: 1)) } catch { fatalError("\(error)") }
    }

    static func model(_ name: String = "wdbc", _ version: String = "1", _ classifier: Classifier = first) -> LoadedModel {
        LoadedModel(name: name, version: version, sha256: String(repeating: "0", count: 64), classifier: classifier)
    }

    static let features = diagnoses.features

    static func values(_ row: Int) -> [Double] { diagnoses.measurements[row].array(of: Double.self) }

    /// A row as a request has it.
    static func json(_ row: Int, id: String? = nil) -> JSONValue {
        .object((id.map { [("id", .string($0))] } ?? []) + zip(features, values(row)).map { ($0, .number($1)) })
    }

    static func probability(_ row: Int, _ classifier: Classifier = first) -> Double {
        classifier.probabilities(diagnoses.measurements[row].unsqueeze(0)).probabilities.array(of: Double.self)[0]
    }
}

/// A server for tests, without a network.
struct TestServer {
    var settings = ServerSettings()
    var models = ModelStore(ModelCatalog([Sample.model()]))
    var recorder: (any PredictionRecorder)?

    func service() throws -> CancerService {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return try CancerService(settings, models: models, recorder: recorder, logger: logger)
    }

    func test<Value>(
        _ setup: TestingSetup = .router, _ body: @escaping @Sendable (any TestClientProtocol) async throws -> Value
    ) async throws -> Value {
        try await service().application().test(setup, body)
    }
}

extension TestClientProtocol {
    func post(
        _ path: String, _ body: String, type: String? = "application/json", _ headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        headers[.contentType] = type
        return try await executeRequest(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    func post(_ path: String, _ body: JSONValue, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await post(path, text(body), type: "application/json", headers)
    }

    func get(_ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
        try await executeRequest(uri: path, method: .get, headers: headers, body: nil)
    }
}

extension TestResponse {
    var json: JSONValue { get throws { try Array(body.readableBytesView).withUnsafeBytes { try JSONValue($0) } } }
}

extension JSONValue {
    subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var string: String? { if case .string(let string) = self { string } else { nil } }
}

func text(_ value: JSONValue) -> String {
    var writer = JSONWriter()
    writer.write(value)
    return String(decoding: writer.bytes, as: UTF8.self)
}

/// A folder that is gone after the test.
final class TemporaryFolder: Sendable {
    let path = FileManager.default.temporaryDirectory.appending(path: "cancer-server-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ name: String, _ text: String, mode: Int = 0o600) -> String {
        let path = "\(path)/\(name)"
        _ = FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode])
        return path
    }

    /// Writes a model as one step, as who replaces it must.
    func write(_ classifier: Classifier, _ name: String, _ version: String) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        try classifier.write(to: "\(path)/\(name)/\(version).safetensors")
    }
}
