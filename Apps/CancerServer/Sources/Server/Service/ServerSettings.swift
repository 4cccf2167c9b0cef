import Access
import Configuration
import Logging

/// Everything that can be set, with what holds where nothing is said.
///
/// Each has a key: the flag is `--` and its words, the environment variable `CANCER_SERVER_` and its words in capitals, the file's
/// member the key itself. A flag wins over the environment, that over the file.
public struct ServerSettings: Sendable {
    /// `host`: the address to listen on.
    public var host = "127.0.0.1"
    /// `port`: the port; 0 for any that is free.
    public var port = 8080
    /// `models`: the folder of `NAME/VERSION`.
    public var models = "models"
    /// `defaultModel`: the model that is asked where a request names none.
    public var defaultModel: String?
    /// `watchSeconds`: how often the folder is looked at for other models; 0 for only when SIGHUP comes.
    public var watchSeconds = 2.0

    /// `tokens`: the file of tokens; without it, everyone on this machine may ask.
    public var tokens: String?
    /// `certificate`: the file of the TLS certificate chain (PEM).
    public var certificate: String?
    /// `privateKey`: the file of its private key (PEM).
    public var privateKey: String?
    /// `behindProxy`: whether a proxy that ends TLS is before the server, and its `X-Forwarded-For` is believed.
    public var behindProxy = false
    /// `hosts`: the names that the server may be called by in `Host`; without tokens those of this machine, else any.
    public var hosts: [String] = []
    /// `sessionHours`: how long people stay signed in.
    public var sessionHours = 8.0
    /// `allowedFailures`: how often an address may fail to sign in in a minute.
    public var allowedFailures = 10

    /// `queue`: the requests in the server at once.
    public var queue = 1024
    /// `share`: those of one client among them.
    public var share = 256
    /// `queueBytes`: the sum of their bodies.
    public var queueBytes = 64 << 20
    /// `maximumConnections`: the connections at once.
    public var maximumConnections = 1024
    /// `maximumBody`: the bytes of a body.
    public var maximumBody = 8 << 20
    /// `maximumRows`: the rows of a request.
    public var maximumRows = 10_000
    /// `requestSeconds`: how long a client may take to send a request.
    public var requestSeconds = 10.0
    /// `batchRows`: the single rows that are predicted together; 1 for each alone.
    public var batchRows = 1
    /// `batchMilliseconds`: how long a row waits for others.
    public var batchMilliseconds = 1.0
    /// `drainSeconds`: how long the server says that it is not ready before it stops to listen.
    public var drainSeconds = 0.0
    /// `stopSeconds`: after which time requests that still run when it stops are given up.
    public var stopSeconds = 14.0

    /// `logLevel`: the least severe messages that are logged: `trace` to `critical`.
    public var logLevel = Logger.Level.info

    /// What holds where nothing is said.
    public init() {}

    /// Reads flags, environment and file.
    ///
    /// - Throws: ``SettingsError`` for a value that is not what its key demands.
    public init(_ config: ConfigReader) throws(SettingsError) {
        func read<Value>(_ value: inout Value, _ key: String, _ get: (ConfigKey) throws -> Value) throws(SettingsError) {
            do { value = try get(ConfigKey(key)) } catch  where "\(error)".hasPrefix("Missing") {
                return  // The default stays.
            } catch { throw SettingsError("\(key): expected \(Self.expectation(of: value))") }
        }
        func string(_ value: inout String, _ key: String) throws(SettingsError) {
            try read(&value, key) { try config.requiredString(forKey: $0) }
        }
        func optional(_ value: inout String?, _ key: String) throws(SettingsError) {
            try read(&value, key) { try config.requiredString(forKey: $0) }
        }
        func int(_ value: inout Int, _ key: String, _ range: ClosedRange<Int>) throws(SettingsError) {
            try read(&value, key) { try config.requiredInt(forKey: $0) }
            guard range.contains(value) else {
                throw SettingsError("\(key): must be from \(range.lowerBound) to \(range.upperBound), got \(value)")
            }
        }
        func double(_ value: inout Double, _ key: String, _ range: ClosedRange<Double>) throws(SettingsError) {
            try read(&value, key) { try config.requiredDouble(forKey: $0) }
            guard range.contains(value) else {
                throw SettingsError("\(key): must be from \(range.lowerBound) to \(range.upperBound), got \(value)")
            }
        }
        try string(&host, "host")
        try int(&port, "port", 0...65535)
        try string(&models, "models")
        try optional(&defaultModel, "defaultModel")
        try double(&watchSeconds, "watchSeconds", 0...86400)
        try optional(&tokens, "tokens")
        try optional(&certificate, "certificate")
        try optional(&privateKey, "privateKey")
        try read(&behindProxy, "behindProxy") { try config.requiredBool(forKey: $0) }
        try read(&hosts, "hosts") { try config.requiredStringArray(forKey: $0) }
        try double(&sessionHours, "sessionHours", 0.01...720)
        try int(&allowedFailures, "allowedFailures", 1...1_000_000)
        try int(&queue, "queue", 1...1_000_000)
        try int(&share, "share", 1...1_000_000)
        try int(&queueBytes, "queueBytes", 1...1 << 40)
        try int(&maximumConnections, "maximumConnections", 1...1_000_000)
        try int(&maximumBody, "maximumBody", 1...1 << 30)
        try int(&maximumRows, "maximumRows", 1...10_000_000)
        try double(&requestSeconds, "requestSeconds", 0.1...3600)
        try int(&batchRows, "batchRows", 1...100_000)
        try double(&batchMilliseconds, "batchMilliseconds", 0...10_000)
        try double(&drainSeconds, "drainSeconds", 0...3600)
        try double(&stopSeconds, "stopSeconds", 0...3600)
        var level = logLevel.rawValue
        try string(&level, "logLevel")
        guard let logLevel = Logger.Level(rawValue: level) else {
            throw SettingsError(
                "logLevel: must be one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")), got \(level)")
        }
        self.logLevel = logLevel
    }

    private static func expectation<Value>(of value: Value) -> String {
        switch value {
        case is Int: "a whole number"
        case is Double: "a number"
        case is Bool: "true or false"
        case is [String]: "a list of names"
        default: "a text"
        }
    }

    /// Whether browsers reach the server through TLS.
    public var isSecure: Bool { certificate != nil || behindProxy }

    /// Refuses to serve measurements to a network that can read them, or to people who have shown no token.
    ///
    /// - Throws: ``SettingsError``
    public func requireSafe() throws(SettingsError) {
        guard (certificate == nil) == (privateKey == nil) else {
            throw SettingsError("TLS needs a certificate and its private key: --certificate and --private-key")
        }
        if SameSite.isLoopback(host) { return }
        guard tokens != nil else {
            throw SettingsError(
                "without tokens the server listens on this machine only: say --tokens FILE to listen on \(host)")
        }
        guard isSecure else {
            throw SettingsError(
                "the server does not listen on \(host) without TLS: say --certificate and --private-key, or --behind-proxy if a proxy has TLS"
            )
        }
    }

    /// The hosts that requests may name.
    var sameSite: SameSite {
        if !hosts.isEmpty { return SameSite(hosts: Set(hosts)) }
        return tokens == nil ? .loopback : SameSite(hosts: nil)
    }
}
