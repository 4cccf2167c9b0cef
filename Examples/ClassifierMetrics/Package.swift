// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ClassifierMetrics",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "ClassifierMetrics", dependencies: [.product(name: "Metrics", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
