// swift-tools-version: 6.2
import PackageDescription

let kindling = Target.Dependency.product(name: "Kindling", package: "kindling")

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "kindling", path: "..")],
    targets: [
        .target(name: "CLimits"),
        .executableTarget(name: "KindlingBenchmarks", dependencies: ["CLimits", kindling]),
        .executableTarget(name: "FirstResult", dependencies: [kindling]),
        .executableTarget(name: "RunCost", dependencies: [kindling]),
        .executableTarget(name: "GrowthPlot", dependencies: [.product(name: "Plots", package: "kindling")]),
        // Its models and inputs are links to those of KindlingBenchmarks.
        .executableTarget(name: "Fingerprint", dependencies: [kindling]),
    ],
    swiftLanguageModes: [.v6]
)
