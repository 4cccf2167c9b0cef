import Access
import FoundationEssentials
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import Metrics
import NIOCore
import NIOSSL
import Prometheus
import ServiceLifecycle
import UnixSignals

/// The server: its parts put together from the settings.
///
/// ```swift
/// let service = try CancerService(settings)
/// try await service.run()
/// ```
public struct CancerService: Sendable {
    /// How it is set up.
    public let settings: ServerSettings
    /// What is served.
    public let models: ModelStore
    /// Whether it can answer.
    public let readiness: Readiness
    /// What is measured.
    public let registry: PrometheusRegistry
    /// Who is let in.
    public let gate: Gate
    /// How predictions are made.
    public let predictor: Predictor
    /// The log.
    public let logger: Logger

    private let tokens: Tokens?

    /// A server with these settings.
    ///
    /// - Parameters:
    ///   - models: What is served; the settings' folder where nil, which is read.
    ///   - recorder: Where predictions are recorded.
    /// - Throws: ``SettingsError``, ``/Access/TokenFile/FileError``, or what is wrong with the models.
    public init(
        _ settings: ServerSettings, models: ModelStore? = nil, registry: PrometheusRegistry = PrometheusRegistry(),
        recorder: (any PredictionRecorder)? = nil, logger: Logger
    ) throws {
        try settings.requireSafe()
        self.settings = settings
        self.registry = registry
        self.logger = logger
        if let models {
            self.models = models
        } else {
            self.models = ModelStore(folder: settings.models, defaultName: settings.defaultModel)
            try self.models.reload()
        }
        readiness = Readiness(models: self.models)
        tokens = try settings.tokens.map { Tokens(try TokenFile(reading: $0)) }
        gate = Gate(
            tokens: tokens, sessions: tokens.map { Sessions(tokens: $0, lifetime: settings.sessionHours * 3600) },
            failures: FailureLimit(allowed: settings.allowedFailures), behindProxy: settings.behindProxy,
            isSecure: settings.isSecure)
        let admission = Admission(maximumRequests: settings.queue, maximumBytes: settings.queueBytes, share: settings.share)
        var limits = Predictor.Limits()
        (limits.bodyBytes, limits.rows) = (settings.maximumBody, settings.maximumRows)
        predictor = Predictor(
            models: self.models, admission: admission, limits: limits, metrics: PredictionMetrics(factory: registry),
            batching: settings.batchRows > 1
                ? Batching(rows: settings.batchRows, delay: .seconds(settings.batchMilliseconds / 1000)) : nil,
            recorder: recorder)
        ServerGauges.add(to: registry, admission, self.models, readiness)
    }

    /// All routes: those of this server, and `more`.
    public func routes(_ more: [Route] = []) -> [Route] {
        PredictRoutes.routes(predictor) + OpenInferenceRoutes.routes(predictor, readiness)
            + HealthRoutes.routes(readiness, registry) + more
    }

    /// The application that answers.
    ///
    /// - Parameters:
    ///   - more: Further routes.
    ///   - onRunning: Called with the port when it listens.
    /// - Throws: What is wrong with the TLS files.
    public func application(
        _ more: [Route] = [], onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> Application<RouterResponder<ServerContext>> {
        let router = RouteTable(routes: routes(more)).router(gate: gate) { table in
            Observation(
                routes: table, sameSite: settings.sameSite,
                securityHeaders: SecurityHeaders.fields(isSecure: settings.isSecure),
                metrics: RequestMetrics(factory: registry))
        }
        return Application(
            responder: router.buildResponder(), server: try server(),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    private func server() throws -> HTTPServerBuilder {
        let limit = TimeAmount.nanoseconds(Int64(settings.requestSeconds * 1e9))
        let http = HTTPServerBuilder.http1(
            configuration: .init(
                additionalChannelHandlers: [RequestDeadline(limit: limit)],
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: 16 << 10, maxHeaderListSize: 32 << 10, maxHeaderFieldCount: 100)))
        guard let certificate = settings.certificate, let privateKey = settings.privateKey else { return http }
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKey, format: .pem)))
        tls.minimumTLSVersion = .tlsv12
        tls.applicationProtocols = ["http/1.1"]
        return try .tls(http, tlsConfiguration: tls)
    }

    /// Serves until SIGTERM or SIGINT, and then stops in order.
    public func run(_ more: [Route] = [], onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) async throws {
        announce()
        var configuration = ServiceGroupConfiguration(
            services: try services(more, onRunning: onRunning), gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(settings.drainSeconds + settings.stopSeconds)
        try await ServiceGroup(configuration: configuration).run()
    }

    /// What runs: the application, and what reads models again and stops in order.
    public func services(
        _ more: [Route] = [], onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> [any Service] {
        // Stopped in the reverse order: first it says that it is not ready, then it stops to listen and finishes.
        [
            try application(more, onRunning: onRunning),
            Reloading(models: models, tokens: tokens, settings: settings, logger: logger),
            Draining(readiness: readiness, delay: .seconds(settings.drainSeconds)),
        ]
    }

    private func announce() {
        if tokens == nil {
            logger.notice("no tokens: only this machine can ask, and everyone on it", metadata: ["host": "\(settings.host)"])
        }
        let models = models.current.models.mapValues { $0.map(\.version).joined(separator: ", ") }
        for (name, versions) in models.sorted(by: { $0.key < $1.key }) {
            logger.info("model", metadata: ["name": "\(name)", "versions": "\(versions)"])
        }
    }
}
