import Compilation
import Glibc
import Testing

/// Layers of a kind each, for inputs of a shape.
struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let shape: Shape
    let model: @Sendable () -> any Module<Tensor, Tensor>

    var testDescription: String { name }

    static let all = [
        Example(name: "linear", shape: [32, 30]) { Linear(30, 1, generator: Generator(seed: 1)) },
        Example(name: "perceptron", shape: [32, 30]) {
            let generator = Generator(seed: 1)
            return Sequential {
                Linear(30, 64, generator: generator)
                ReLU()
                Linear(64, 48, generator: generator)
                GELU()
                LayerNorm([48])
                Linear(48, 1, generator: generator)
            }
        },
        Example(name: "convolution", shape: [3, 1, 12, 12]) {
            let generator = Generator(seed: 1)
            return Sequential {
                Conv2d(1, 4, 3, generator: generator)
                BatchNorm2d(4)
                ReLU()
                MaxPool2d(2)
                Flatten()
                Linear(100, 3, generator: generator)
            }
        },
        Example(name: "transformer", shape: [2, 6, 16]) {
            TransformerEncoderLayer(16, 4, dimFeedforward: 32, dropout: 0.1, batchFirst: true, generator: Generator(seed: 1))
        },
        Example(name: "recurrent", shape: [5, 2, 8]) { Recurrent(lstm: LSTM(8, 6, generator: Generator(seed: 1))) },
        Example(name: "float64", shape: [7, 5]) {
            Sequential {
                Linear(5, 4, dtype: .float64, generator: Generator(seed: 1))
                Tanh()
            }
        },
    ]

    func input(_ seed: UInt64) -> Tensor {
        .normal(shape, dtype: name == "float64" ? .float64 : .float32, generator: Generator(seed: seed))
    }
}

/// The outputs of an LSTM.
struct Recurrent: Module {
    let lstm: LSTM

    func callAsFunction(_ x: Tensor) -> Tensor { lstm(x).output }
}

extension Tensor {
    /// Whether all elements are the same, to the bit.
    func isIdentical(to other: Tensor) -> Bool {
        shape == other.shape && dtype == other.dtype
            && withBytes { a in
                other.withBytes { b in a.count == b.count && (a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0)
                }
            }
    }
}
