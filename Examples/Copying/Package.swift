// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Copying",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [.executableTarget(name: "Copying", dependencies: [.product(name: "Kindling", package: "kindling")])],
    swiftLanguageModes: [.v6]
)
