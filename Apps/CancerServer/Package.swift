// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "cancer-server",
    dependencies: [
        .package(name: "kindling", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.80.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.0.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.0.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.0.0"),
    ],
    targets: [
        // The log of predictions, which shows every change made to it.
        .target(
            name: "AuditLog",
            dependencies: [
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
            ]),
        // Who may do what: tokens, roles, sessions, forms, failures.
        .target(
            name: "Access",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")]),
        // Metrics as Prometheus reads them.
        .target(
            name: "Prometheus",
            dependencies: [.product(name: "CoreMetrics", package: "swift-metrics")]),
        // JSON of bounded size and depth, straight from bytes.
        .target(name: "StrictJSON"),
        // What medical records say: FHIR R4 and CDS Hooks 2.0, from a request's bytes to a response's.
        .target(name: "Clinical", dependencies: ["StrictJSON", .product(name: "JWTKit", package: "jwt-kit")]),
        // Routes, middleware, models, queue and configuration.
        .target(
            name: "Server",
            dependencies: [
                "Access", "AuditLog", "Prometheus", "StrictJSON",
                // swift-metrics has a module named Metrics, too.
                .product(name: "Diagnosis", package: "kindling", moduleAliases: ["Metrics": "KindlingMetrics"]),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "Configuration", package: "swift-configuration"),
            ]),
        // What people see: values to HTML and CSV, without HTTP. Templates, style and script are embedded.
        .target(
            name: "Pages",
            dependencies: [.product(name: "Mustache", package: "swift-mustache")],
            resources: [
                .embedInCode("Templates/answer.mustache"),
                .embedInCode("Templates/card.mustache"),
                .embedInCode("Templates/driver.mustache"),
                .embedInCode("Templates/entry.mustache"),
                .embedInCode("Templates/error.mustache"),
                .embedInCode("Templates/gauge.mustache"),
                .embedInCode("Templates/history.mustache"),
                .embedInCode("Templates/layout.mustache"),
                .embedInCode("Templates/list.mustache"),
                .embedInCode("Templates/model.mustache"),
                .embedInCode("Templates/sign-in.mustache"),
                .embedInCode("Assets/style.css"),
                .embedInCode("Assets/script.js"),
                .embedInCode("Assets/icon.svg"),
            ]),
        .executableTarget(
            name: "CancerServer",
            dependencies: [
                "Server", "Access",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Entries a second of the log, many callers at once.
        .executableTarget(
            name: "AuditLogBenchmark", dependencies: ["AuditLog"], path: "Benchmarks/AuditLogBenchmark"),
        .testTarget(name: "AuditLogTests", dependencies: ["AuditLog", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(name: "AccessTests", dependencies: ["Access"]),
        .testTarget(
            name: "PrometheusTests",
            dependencies: ["Prometheus", .product(name: "CoreMetrics", package: "swift-metrics")]),
        .testTarget(name: "StrictJSONTests", dependencies: ["StrictJSON"]),
        .testTarget(
            name: "ClinicalTests",
            dependencies: [
                "Clinical", "StrictJSON", .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            exclude: ["check-fhir", "requirements.txt"]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Diagnosis", package: "kindling", moduleAliases: ["Metrics": "KindlingMetrics"]),
            ]),
        .testTarget(name: "PagesTests", dependencies: ["Pages"]),
    ],
    swiftLanguageModes: [.v6]
)
