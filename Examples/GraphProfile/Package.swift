// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "GraphProfile",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "GraphProfile", dependencies: [.product(name: "NN", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
