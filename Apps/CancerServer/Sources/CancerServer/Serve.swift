import ArgumentParser
import Configuration
import Logging
import Server
import SystemPackage

/// `CancerServer serve`
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serves models until it is stopped.",
        discussion: """
            Each setting is a flag (--port 80), an environment variable (CANCER_SERVER_PORT=80) or a member of the JSON file that --settings \
            names ({"port": 80}); the first of these that says it wins.

            SIGHUP reads models and tokens again, SIGTERM stops: requests that run are finished.
            """)

    @Option(help: "A JSON file of settings.") var settings: String?
    @OptionGroup(title: "Where and what") var place: PlaceOptions
    @OptionGroup(title: "Access") var access: AccessOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions

    struct PlaceOptions: ParsableArguments {
        @Option(help: "The address to listen on. (default: 127.0.0.1)") var host: String?
        @Option(help: "The port; 0 for any. (default: 8080)") var port: Int?
        @Option(help: "The folder of NAME/VERSION. (default: models)") var models: String?
        @Option(help: "The model that is asked where a request names none.") var defaultModel: String?
        @Option(help: "How often the folder is looked at; 0 for on SIGHUP only. (default: 2)") var watchSeconds: Double?
        @Option(help: "trace, debug, info, notice, warning, error or critical. (default: info)") var logLevel: String?
    }

    struct AccessOptions: ParsableArguments {
        @Option(help: "The file of tokens, made by CancerServer token.") var tokens: String?
        @Option(help: "The TLS certificate chain, PEM.") var certificate: String?
        @Option(help: "Its private key, PEM.") var privateKey: String?
        @Flag(help: "A proxy that ends TLS is before the server.") var behindProxy = false
        @Option(help: "The names that the server may be called by.") var hosts: [String] = []
        @Option(help: "How long people stay signed in. (default: 8)") var sessionHours: Double?
        @Option(help: "How often an address may fail to sign in in a minute. (default: 10)") var allowedFailures: Int?
    }

    struct LimitOptions: ParsableArguments {
        @Option(help: "Requests at once. (default: 1024)") var queue: Int?
        @Option(help: "Those of one client. (default: 256)") var share: Int?
        @Option(help: "The bytes of their bodies. (default: 67108864)") var queueBytes: Int?
        @Option(help: "Connections at once. (default: 1024)") var maximumConnections: Int?
        @Option(help: "The bytes of a body. (default: 8388608)") var maximumBody: Int?
        @Option(help: "The rows of a request. (default: 10000)") var maximumRows: Int?
        @Option(help: "How long a client may take to send a request. (default: 10)") var requestSeconds: Double?
        @Option(help: "Single rows that are predicted together. (default: 1)") var batchRows: Int?
        @Option(help: "How long a row waits for others. (default: 1)") var batchMilliseconds: Double?
        @Option(help: "How long it says that it is not ready before it stops. (default: 0)") var drainSeconds: Double?
        @Option(help: "After which time running requests are given up. (default: 14)") var stopSeconds: Double?
    }

    func run() async throws {
        let settings: ServerSettings
        do { settings = try ServerSettings(try await configuration()) } catch let error as SettingsError {
            throw ValidationError(error.description)
        }
        LoggingSystem.bootstrap { _ in
            var log = StructuredLog()
            log.logLevel = settings.logLevel
            return log
        }
        let service: CancerService
        do { service = try CancerService(settings, logger: Logger(label: "server")) } catch {
            throw ValidationError("\(error)")
        }
        try await service.run()
    }

    /// Flags over environment over file.
    private func configuration() async throws -> ConfigReader {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(name: "flags", values: flags),
            EnvironmentVariablesProvider().prefixKeys(with: "cancer.server"),
        ]
        if let settings {
            do { providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(settings))) } catch {
                throw SettingsError("\(settings): cannot be read as settings in JSON")
            }
        }
        return ConfigReader(providers: providers)
    }

    private var flags: [AbsoluteConfigKey: ConfigValue] {
        var flags: [AbsoluteConfigKey: ConfigValue] = [:]
        func add(_ key: String, _ content: ConfigContent?) {
            if let content { flags[AbsoluteConfigKey([key])] = ConfigValue(content, isSecret: false) }
        }
        for (key, value) in [
            ("host", place.host), ("models", place.models), ("defaultModel", place.defaultModel), ("logLevel", place.logLevel),
            ("tokens", access.tokens), ("certificate", access.certificate), ("privateKey", access.privateKey),
        ] { add(key, value.map { .string($0) }) }
        for (key, value) in [
            ("port", place.port), ("allowedFailures", access.allowedFailures), ("queue", limits.queue), ("share", limits.share),
            ("queueBytes", limits.queueBytes), ("maximumConnections", limits.maximumConnections),
            ("maximumBody", limits.maximumBody),
            ("maximumRows", limits.maximumRows), ("batchRows", limits.batchRows),
        ] { add(key, value.map { .int($0) }) }
        for (key, value) in [
            ("watchSeconds", place.watchSeconds), ("sessionHours", access.sessionHours),
            ("requestSeconds", limits.requestSeconds),
            ("batchMilliseconds", limits.batchMilliseconds), ("drainSeconds", limits.drainSeconds),
            ("stopSeconds", limits.stopSeconds),
        ] { add(key, value.map { .double($0) }) }
        if access.behindProxy { add("behindProxy", .bool(true)) }
        if !access.hosts.isEmpty { add("hosts", .stringArray(access.hosts)) }
        return flags
    }
}
