import Kindling
import Testing

/// What is trained does not depend on the number of threads: losses, gradients and weights have the same bits.
@Suite("Training on 1, 2 and 3 threads", .serialized)
struct ThreadTests {
    @Test("a classifier")
    func classifier() {
        expectSameBits { generator in
            let model = Sequential {
                Linear(30, 64, generator: generator)
                ReLU()
                BatchNorm1d(64)
                Linear(64, 10, generator: generator)
            }
            let x = Tensor.normal([700, 30], generator: generator)
            let labels = Tensor.integers([700], to: 10, generator: generator)
            return (model.parameters, { crossEntropy(model(x), labels) })
        }
    }

    @Test("a convolutional network")
    func convolutions() {
        expectSameBits { generator in
            let model = Sequential {
                Conv2d(1, 32, 3, padding: 1, generator: generator)
                ReLU()
                MaxPool2d(2)
                Conv2d(32, 48, 3, padding: 1, generator: generator)
                BatchNorm2d(48)
                Flatten()
                Linear(48 * 14 * 14, 10, generator: generator)
            }
            let x = Tensor.normal([16, 1, 28, 28], generator: generator)
            let labels = Tensor.integers([16], to: 10, generator: generator)
            return (model.parameters, { crossEntropy(model(x), labels) })
        }
    }

    @Test("a transformer with embeddings")
    func transformer() {
        expectSameBits { generator in
            let tokens = Embedding(50, 64, generator: generator)
            let layer = TransformerEncoderLayer(64, 4, dimFeedforward: 128, dropout: 0, batchFirst: true, generator: generator)
            let x = Tensor.integers([8, 40], to: 50, generator: generator)
            return (tokens.parameters + layer.parameters, { layer(tokens(x)).square().mean() })
        }
    }

    @Test("a recurrent network")
    func recurrent() {
        expectSameBits { generator in
            let model = LSTM(32, 96, generator: generator)
            let x = Tensor.normal([20, 16, 32], generator: generator)
            return (model.parameters, { model(x).output.square().mean() })
        }
    }

    /// Trains what `make` makes for each number of threads.
    private func expectSameBits(_ make: (Generator) -> ([NamedParameter], () -> Tensor)) {
        let before = Kindling.threads
        defer { Kindling.threads = before }
        let runs = [1, 2, 3].map { threads in
            Kindling.threads = threads
            let (parameters, loss) = make(Generator(seed: 5))
            let optimizer = Adam(parameters, learningRate: 0.01)
            let losses = (0..<3).map { _ in
                let value = loss()
                optimizer.step(value.gradients())
                return value.item(as: Float.self)
            }
            return [losses] + parameters.map { $0.cell.value!.array(of: Float.self) }
        }
        #expect(runs[0] == runs[1])
        #expect(runs[0] == runs[2])
    }
}
