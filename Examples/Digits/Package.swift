// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Digits",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [.executableTarget(name: "Digits", dependencies: [.product(name: "Kindling", package: "kindling")])],
    swiftLanguageModes: [.v6]
)
