// swift-tools-version: 6.2
import PackageDescription

/// The layers, each a target and a library product of its own with its own tests, and what each may import.
let layers: [(name: String, dependencies: [String])] = [
    ("Tensor", ["CKernels"]),
    ("Autograd", ["Tensor"]),
    ("NN", ["Tensor", "Autograd"]),
    ("Optim", ["Tensor", "Autograd", "CKernels"]),
    ("Compilation", ["Tensor", "Autograd", "NN", "Optim"]),
    ("Data", ["Tensor", "CKernels"]),
    ("Serialization", ["Tensor", "CKernels"]),
    ("Metrics", ["Tensor"]),
    ("Plots", []),
    ("GradientTesting", ["Tensor", "Autograd"]),
    ("Training", ["Tensor", "Autograd", "NN", "Optim", "Compilation", "Data", "Serialization", "CKernels"]),
    (
        "Kindling",
        ["Tensor", "Autograd", "NN", "Optim", "Compilation", "Data", "Serialization", "Metrics", "Plots", "Training"]
    ),
    (
        "Diagnosis",
        ["Tensor", "Autograd", "NN", "Optim", "Compilation", "Data", "Serialization", "Metrics", "Training", "CWisconsin"]
    ),
]

/// The test targets, and what each needs beside the layer that it is named after.
let tests: [(name: String, dependencies: [String])] = [
    ("Tensor", ["CKernels", "DeviceSupport"]),
    ("Autograd", ["GradientTesting", "DeviceSupport"]),
    ("NN", ["Serialization", "DeviceSupport"]),
    ("Optim", ["DeviceSupport"]),
    ("Compilation", ["DeviceSupport"]),
    ("Data", ["DeviceSupport"]),
    ("Serialization", ["DeviceSupport"]),
    ("Metrics", ["DeviceSupport"]),
    ("Plots", []),
    ("Training", ["DeviceSupport"]),
    ("Diagnosis", ["Kindling", "CWisconsin"]),
    ("CancerApp", ["Kindling", "CWisconsin"]),
]

func targets(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let package = Package(
    name: "kindling",
    // The app is no product: SwiftPM then spares those who depend on the layers what only the app needs, ArgumentParser.
    products: layers.map { .library(name: $0.name, targets: [$0.name]) },
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .target(name: "CKernels"),
        .target(name: "CWisconsin", exclude: ["README.md", "wdbc.csv"]),
        .executableTarget(
            name: "CancerApp",
            dependencies: targets(["Kindling", "Diagnosis"]) + [
                .product(name: "ArgumentParser", package: "swift-argument-parser")
            ]),
    ]
        + layers.map { .target(name: $0.name, dependencies: targets($0.dependencies)) }
        + tests.map {
            .testTarget(
                name: "\($0.name)Tests", dependencies: targets([$0.name] + $0.dependencies),
                exclude: ["NN": ["Torch"], "Metrics": ["reference.py", "reference.json"]][$0.name] ?? [])
        } + [
            // A device of tests, whose memory host code cannot read.
            .target(name: "DeviceSupport", dependencies: ["Tensor"], path: "Tests/DeviceSupport"),
            .testTarget(name: "ConformanceTests", dependencies: targets(["Kindling", "DeviceSupport"]), exclude: ["Cases"]),
        ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)
