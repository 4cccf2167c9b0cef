// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "cancer-server",
    dependencies: [
        .package(name: "kindling", path: "../.."),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.0.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.0.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.5.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
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
                "AuditLog",
                // swift-metrics has a module of this name, too.
                .product(name: "Kindling", package: "kindling", moduleAliases: ["Metrics": "KindlingMetrics"]),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .testTarget(name: "AuditLogTests", dependencies: ["AuditLog"]),
        .testTarget(name: "PagesTests", dependencies: ["Pages"]),
    ],
    swiftLanguageModes: [.v6]
)
