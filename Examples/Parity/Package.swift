// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Parity",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [.executableTarget(name: "Parity", dependencies: [.product(name: "Kindling", package: "kindling")])],
    swiftLanguageModes: [.v6]
)
