import Diagnosis
import Hummingbird
import NIOCore
import NIOPosix
import StrictJSON

/// What all interfaces share when they predict: a place in the server, the body within its limits, the model's answer, its record.
public struct Predictor: Sendable {
    /// The limits of a request.
    public struct Limits: Sendable {
        /// The bytes of a body.
        public var bodyBytes = 8 << 20
        /// The rows of a body.
        public var rows = 10_000

        /// The usual limits.
        public init() {}
    }

    let models: ModelStore
    let admission: Admission
    let limits: Limits
    let metrics: PredictionMetrics
    let batching: Batching?
    let recorder: (any PredictionRecorder)?

    /// Bodies of more bytes are worked on by a thread of their own, so that they hold no other request up.
    private static let smallBody = 16 << 10

    /// Reads a request's body and makes an answer of it while the request has its place in the server.
    func withBody<Answer: Sendable>(
        of request: Request, _ context: ServerContext, _ body: (ByteBuffer) async throws -> Answer
    ) async throws -> Answer {
        let length = request.headers[.contentLength].flatMap(Int.init)
        if let length, length > limits.bodyBytes {
            throw Problem(.contentTooLarge, "at most \(limits.bodyBytes) bytes are accepted")
        }
        return try await admission.withPlace(client: context.identity.name, bytes: length ?? limits.bodyBytes) {
            try await body(try await request.body.collect(upTo: limits.bodyBytes))
        }
    }

    /// Does the work that a body's size says: at once where it is small, else on a thread of the pool.
    func work<Result: Sendable>(bytes: Int, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        if bytes <= Self.smallBody { return try body() }
        return try await NIOThreadPool.singleton.runIfActive(body)
    }

    /// The rows of a body and what the model says about them; a single row may be predicted together with those of other requests.
    func predict(_ body: ByteBuffer, _ request: Request, _ model: LoadedModel) async throws -> (MeasurementRows, [Prediction]) {
        if let batching, body.readableBytes <= Self.smallBody {
            let rows = try rows(body, request, of: model)
            guard rows.count == 1 else { return (rows, try model.predict(rows)) }
            return (rows, [try await batching.prediction(of: rows.values, model)])
        }
        return try await work(bytes: body.readableBytes) {
            let rows = try rows(body, request, of: model)
            return (rows, try model.predict(rows))
        }
    }

    /// Counts and records predictions, which may be answered when this returns.
    func finish(_ predictions: [Prediction], _ rows: MeasurementRows, of model: LoadedModel, _ context: ServerContext)
        async throws
    {
        if let recorder {
            let record = RecordedPredictions(
                requestID: context.id, identity: context.identity, interface: context.endpointPath ?? "", model: model,
                identifiers: rows.ids, measurements: rows.values, predictions: predictions)
            do { try await recorder.record(record) } catch {
                context.logger.error("the log of predictions cannot be written", metadata: ["error": "\(error)"])
                throw Problem(.serviceUnavailable, "predictions cannot be recorded, and none is made without a record")
            }
        }
        metrics.add(predictions, of: model)
    }

    /// The rows of a body of JSON or CSV, as its type says.
    func rows(_ body: ByteBuffer, _ request: Request, of model: LoadedModel) throws -> MeasurementRows {
        switch BodyType(request.headers[.contentType]) {
        case .json: try body.withUnsafeReadableBytes { try MeasurementRows(json: $0, of: model, maximumCount: limits.rows) }
        case .csv: try MeasurementRows(csv: Array(body.readableBytesView), of: model, maximumCount: limits.rows)
        case nil: throw Problem(.unsupportedMediaType, "the body must be application/json or text/csv")
        }
    }
}

/// The types of body that hold rows.
enum BodyType {
    case json, csv

    /// The type that a header says, whatever its parameters; nil for others.
    init?(_ header: String?) {
        guard let header else { return nil }
        if header == "application/json" {
            self = .json
            return
        }
        switch header.prefix(while: { $0 != ";" }).lowercased().filter({ $0 != " " }) {
        case "application/json": self = .json
        case "text/csv": self = .csv
        default: return nil
        }
    }
}
