// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "TensorOnly",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "TensorOnly", dependencies: [.product(name: "Tensor", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
