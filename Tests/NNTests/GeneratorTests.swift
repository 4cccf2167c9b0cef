import NN
import Testing

@Suite("The generators of a model")
struct GeneratorTests {
    private struct Model: Module {
        let generator: Generator
        let dropout: Dropout
        let layers: Sequential
        let blocks: [String: AlphaDropout]

        init(_ generator: Generator, _ other: Generator) {
            self.generator = other
            dropout = Dropout(generator: generator)
            layers = Sequential {
                Linear(4, 4)
                Dropout(generator: other)
            }
            blocks = ["b": AlphaDropout(generator: generator), "a": AlphaDropout(generator: other)]
        }

        func callAsFunction(_ x: Tensor) -> Tensor { dropout(layers(x)) }
    }

    @Test("are found by path, a shared one under each")
    func paths() {
        let (first, second) = (Generator(seed: 1), Generator(seed: 2))
        let found = Model(first, second).generators
        #expect(
            found.map(\.name) == [
                "generator", "dropout.generator", "layers.1.generator", "blocks.a.generator", "blocks.b.generator",
            ])
        #expect(found.map { $0.generator === first } == [false, true, false, false, true])
        #expect(found.map { $0.generator === second } == [true, false, true, true, false])
        #expect(Linear(2, 2).generators.isEmpty)
    }

    private static let layers: [@Sendable (Generator) -> any Module] = [
        { Dropout(generator: $0) }, { Dropout2d(generator: $0) }, { AlphaDropout(generator: $0) },
        { FeatureAlphaDropout(generator: $0) }, { RReLU(generator: $0) }, { MultiheadAttention(4, 2, generator: $0) },
        { LSTM(2, 3, generator: $0) }, { GRU(2, 3, generator: $0) }, { RNN(2, 3, generator: $0) },
        { TransformerEncoderLayer(4, 2, dimFeedforward: 8, generator: $0) },
        { TransformerDecoderLayer(4, 2, dimFeedforward: 8, generator: $0) },
    ]

    @Test("are found in every layer that draws numbers", arguments: layers.indices)
    func layer(index: Int) {
        let generator = Generator(seed: 1)
        let found = Self.layers[index](generator).generators
        #expect(!found.isEmpty && found.allSatisfy { $0.generator === generator && $0.name.hasSuffix("generator") })
    }

    @Test("of a transformer's layer have torch's names for its dropouts")
    func transformer() {
        let layer = TransformerDecoderLayer(4, 2, dimFeedforward: 8)
        #expect(
            layer.generators.map(\.name) == [
                "self_attn.generator", "multihead_attn.generator", "dropout.generator", "dropout1.generator",
                "dropout2.generator", "dropout3.generator",
            ])
    }

    @Test("set back to their states, draw the same numbers again")
    func restored() {
        let model = Model(Generator(seed: 1), Generator(seed: 2))
        let states = model.generators.map(\.generator.state)
        let x = Tensor.ones([8, 4])
        let first = model(x).array(of: Float.self)
        for (found, state) in zip(model.generators, states) { found.generator.state = state }
        #expect(model(x).array(of: Float.self) == first)
    }
}
