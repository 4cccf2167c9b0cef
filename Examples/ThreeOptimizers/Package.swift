// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "ThreeOptimizers",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "ThreeOptimizers", dependencies: [.product(name: "Kindling", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
