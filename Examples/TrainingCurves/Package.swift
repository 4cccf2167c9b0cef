// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "TrainingCurves",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "TrainingCurves", dependencies: [.product(name: "Plots", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
