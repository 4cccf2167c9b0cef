// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "TumourDiagnosis",
    dependencies: [.package(name: "kindling", path: "../..")],
    targets: [
        .executableTarget(name: "TumourDiagnosis", dependencies: [.product(name: "Diagnosis", package: "kindling")])
    ],
    swiftLanguageModes: [.v6]
)
