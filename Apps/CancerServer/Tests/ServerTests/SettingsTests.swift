import Configuration
import Server
import Testing

@Suite("Settings")
struct SettingsTests {
    static func provider(_ values: [String: ConfigContent]) -> InMemoryProvider {
        InMemoryProvider(
            values: Dictionary(
                uniqueKeysWithValues: values.map { (AbsoluteConfigKey([$0.key]), ConfigValue($0.value, isSecret: false)) }))
    }

    @Test("are flags before environment before file before defaults")
    func precedence() throws {
        let environment = EnvironmentVariablesProvider(
            environmentVariables: [
                "CANCER_SERVER_PORT": "81", "CANCER_SERVER_MAXIMUM_ROWS": "5", "CANCER_SERVER_BEHIND_PROXY": "true",
                "CANCER_SERVER_HOSTS": "a,b",
            ]
        ).prefixKeys(with: "cancer.server")
        let settings = try ServerSettings(
            ConfigReader(providers: [
                Self.provider(["port": .int(80)]), environment,
                Self.provider(["port": .int(82), "maximumRows": .int(6), "queue": .int(7), "requestSeconds": .double(2.5)]),
            ]))
        #expect(settings.port == 80)
        #expect(settings.maximumRows == 5)
        #expect(settings.behindProxy)
        #expect(settings.hosts == ["a", "b"])
        #expect(settings.queue == 7)
        #expect(settings.requestSeconds == 2.5)
        #expect(settings.host == "127.0.0.1")
        #expect(settings.tokens == nil)
    }

    @Test(
        "that are wrong are refused",
        arguments: [
            ("port", .string("x")), ("port", .int(70000)), ("queue", .int(0)), ("behindProxy", .string("perhaps")),
            ("requestSeconds", .double(-1)),
            ("logLevel", .string("loud")), ("host", .int(1)),
        ] as [(String, ConfigContent)])
    func wrong(key: String, value: ConfigContent) {
        let error = #expect(throws: SettingsError.self) {
            try ServerSettings(ConfigReader(provider: Self.provider([key: value])))
        }
        #expect(error?.description.hasPrefix("\(key):") == true)
    }

    @Test(
        "that would show measurements to others are refused",
        arguments: [
            ("127.0.0.1", nil, nil, false, true), ("::1", nil, nil, false, true), ("0.0.0.0", nil, nil, false, false),
            ("0.0.0.0", "t", nil, false, false), ("0.0.0.0", "t", nil, true, true), ("0.0.0.0", "t", "c", false, true),
            ("0.0.0.0", nil, "c", true, false), ("127.0.0.1", "t", nil, false, true), ("192.168.0.1", nil, nil, true, false),
        ] as [(String, String?, String?, Bool, Bool)])
    func safe(host: String, tokens: String?, certificate: String?, behindProxy: Bool, isSafe: Bool) {
        var settings = ServerSettings()
        (settings.host, settings.tokens, settings.behindProxy) = (host, tokens, behindProxy)
        (settings.certificate, settings.privateKey) = (certificate, certificate)
        #expect(((try? settings.requireSafe()) != nil) == isSafe)
    }

    @Test("of TLS need both files")
    func tls() {
        var settings = ServerSettings()
        settings.certificate = "c"
        #expect(throws: SettingsError.self) { try settings.requireSafe() }
    }
}
