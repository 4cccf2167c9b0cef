// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Fuzzing",
    dependencies: [.package(name: "kindling", path: "..")],
    targets: [
        .target(
            name: "FuzzTargets",
            dependencies: ["Serialization", "Data"].map { .product(name: $0, package: "kindling") }),
        .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"]),
    ],
    swiftLanguageModes: [.v6]
)
