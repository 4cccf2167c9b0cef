// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "DrawGraph",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "DrawGraph", dependencies: [.product(name: "NN", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
