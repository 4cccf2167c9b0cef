// swift-tools-version: 6.2
import PackageDescription

let layers = ["NN", "Optim", "Data", "Metrics", "GradientTesting"]

let package = Package(
    name: "OwnParts",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "OwnParts", dependencies: layers.map { .product(name: $0, package: "kindling") })
    ],
    swiftLanguageModes: [.v6]
)
