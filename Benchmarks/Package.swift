// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "kindling", path: "..")],
    targets: [
        .executableTarget(name: "StepBenchmark", dependencies: [.product(name: "Kindling", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
