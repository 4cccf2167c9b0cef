// swift-tools-version: 6.2
import PackageDescription

/// The layers, each a target and a library product of its own, and what each may import.
let layers: [(name: String, dependencies: [String])] = [
    ("Tensor", ["COpenBLAS", "CKernels"]),
    ("Autograd", ["Tensor"]),
    ("NN", ["Tensor", "Autograd"]),
    ("Optim", ["Tensor", "Autograd", "CKernels"]),
    ("Data", ["Tensor"]),
    ("Serialization", ["Tensor"]),
    ("Metrics", ["Tensor"]),
    ("GradientTesting", ["Tensor", "Autograd"]),
    ("Kindling", ["Tensor", "Autograd", "NN", "Optim", "Data", "Serialization", "Metrics"]),
]

let package = Package(
    name: "kindling",
    products: layers.map { .library(name: $0.name, targets: [$0.name]) } + [],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .target(name: "CKernels"),
    ]
        + layers.map { layer in
            .target(name: layer.name, dependencies: layer.dependencies.map { .target(name: $0) })
        } + [
            .testTarget(name: "TensorTests", dependencies: ["Tensor"]),
            .testTarget(name: "DataTests", dependencies: ["Data"]),
            .testTarget(name: "SerializationTests", dependencies: ["Serialization"]),
            .testTarget(name: "MetricsTests", dependencies: ["Metrics"]),
        ],
    swiftLanguageModes: [.v6]
)
