import DeviceSupport
import NN
import Serialization
import Testing

@Suite("Models on a device")
struct DeviceTests {
    @Test(
        "layers and losses have the CPU's outputs, gradients and buffers, to the bit",
        arguments: TorchCase.families.keys.sorted())
    func layers(family: String) throws {
        let file = try TorchFile(family)
        for layer in TorchCase.families[family] ?? [] {
            let (here, there) = (try layer.results(file, on: .cpu), try layer.results(file, on: .trapping))
            #expect(here.keys.sorted() == there.keys.sorted())
            for (key, expected) in here {
                guard let found = there[key] else { continue }
                #expect(found.device == .trapping, "\(layer.name): \(key)")
                #expect(found.hasSameBits(as: expected), "\(layer.name): \(key) is \(found), expected \(expected)")
            }
        }
    }

    @Test("layers that draw numbers or make states of their own have the CPU's bits", arguments: cases)
    func bits(of test: DeviceCase) throws {
        #expect(try test.difference() == nil)
    }

    /// A layer's output and the gradients of its parameters.
    private static func layer<M: Module>(
        _ name: String, _ shape: Shape, _ make: @escaping @Sendable (Generator) -> M,
        _ call: @escaping @Sendable (M, Tensor) -> Tensor
    ) -> DeviceCase {
        DeviceCase(name) { device in
            let model = try make(Generator(seed: 3)).to(device)
            let x = try Tensor.normal(shape, generator: Generator(seed: 5), device: device).requiringGradient()
            let y = call(model, x)
            // Of no steps, the output is no function of the input.
            let gradients = y.requiresGradient ? y.square().sum().gradients() : Gradients()
            return [y] + model.parameters.compactMap { gradients[$0.cell] } + [gradients[x]].compactMap(\.self)
        }
    }

    private static func layer<M: Module<Tensor, Tensor>>(
        _ name: String, _ shape: Shape, _ make: @escaping @Sendable (Generator) -> M
    ) -> DeviceCase {
        layer(name, shape, make) { $0($1) }
    }

    private static let cases = [
        layer("dropout", [4, 6]) { Dropout(0.5, generator: $0) },
        layer("dropout of channels", [2, 3, 4, 4]) { Dropout2d(0.5, generator: $0) },
        layer("alpha dropout", [4, 6]) { AlphaDropout(0.5, generator: $0) },
        layer("alpha dropout of channels", [4, 6, 2]) { FeatureAlphaDropout(0.5, generator: $0) },
        layer("RReLU", [4, 6]) { RReLU(generator: $0) },
        layer("RNN cell", [6, 4], { RNNCell(4, 5, generator: $0) }) { $0($1).hidden },
        layer("LSTM cell", [6, 4], { LSTMCell(4, 5, generator: $0) }) { $0($1).hidden },
        layer("GRU cell", [6, 4], { GRUCell(4, 5, generator: $0) }) { $0($1).hidden },
        layer("RNN", [3, 6, 4], { RNN(4, 5, generator: $0) }) { $0($1).output },
        layer("LSTM with dropout", [3, 6, 4], { LSTM(4, 5, numLayers: 2, dropout: 0.5, generator: $0) }) { $0($1).output },
        layer("GRU without bias", [3, 6, 4], { GRU(4, 5, bias: false, generator: $0) }) { $0($1).output },
        layer("GRU of no steps", [0, 6, 4], { GRU(4, 5, generator: $0) }) { $0($1).output },
        layer("attention with zeros", [2, 5, 8]) {
            MultiheadAttention(8, 2, addZeroAttention: true, batchFirst: true, generator: $0)
        },
        layer(
            "causal attention with more keys", [2, 5, 8],
            { MultiheadAttention(8, 2, addBiasKV: true, batchFirst: true, generator: $0) }
        ) { $0($1, $1, $1, needWeights: false, isCausal: true).output },
        layer(
            "attention with a padding mask", [2, 5, 8], { MultiheadAttention(8, 2, batchFirst: true, generator: $0) }
        ) { $0($1, $1, $1, keyPaddingMask: $1[.all, .all, 0] .> 0.5).output },
        layer("transformer layer", [2, 5, 8]) {
            TransformerEncoderLayer(8, 2, dimFeedforward: 16, batchFirst: true, generator: $0)
        },
        layer("adaptive softmax", [6, 8], { AdaptiveLogSoftmaxWithLoss(8, 10, cutoffs: [4], generator: $0) }) {
            $0($1, ($1[.all, 0].detached().abs() * 3).to(.int64)).loss
        },
        layer("batch norm", [6, 4]) { _ in BatchNorm1d(4) },
        layer("an embedding by the CPU's indices", [2], { Embedding(10, 2, generator: $0) }) { $0(Tensor([1, 2])) * $1 },
    ]

    @Test("a model moves in its boxes: an optimizer's parameters stay, frozen ones too, and copies see it")
    func moves() throws {
        let model = Sequential {
            Linear(3, 2)
            BatchNorm1d(2)
        }
        let cells = model.parameters.map(\.cell)
        cells[0].requiresGradient = false
        let copy = model
        let before = model.stateDict
        #expect(try model.to(.trapping).parameters.map(\.cell).elementsEqual(cells, by: ===))
        #expect(!cells[0].requiresGradient && cells[1].requiresGradient)
        #expect((copy.parameters + copy.buffers).allSatisfy { $0.cell.value?.device == .trapping })
        for (name, tensor) in copy.stateDict { #expect(tensor.hasSameBits(as: before[name]!)) }
        try model.to(.cpu)
        #expect((copy.parameters + copy.buffers).allSatisfy { $0.cell.value?.device == .cpu })
    }

    @Test("a model stays where it is if the device is not there")
    func unavailable() {
        let model = Linear(3, 2)
        #expect(throws: DeviceUnavailable.self) { try model.to(Device(.cuda, index: 9)) }
        #expect(model.weight.device == .cpu)
    }

    @Test("a state is loaded to where the model is, and saved from there", arguments: [Device.cpu, .trapping])
    func state(device: Device) throws {
        let saved = try Linear(3, 2).to(device)
        let bytes = try Safetensors.encode(saved.stateDict)
        let model = try Linear(3, 2).to(.trapping)
        try model.load(saved.stateDict)
        #expect(model.weight.device == .trapping && model.weight.hasSameBits(as: saved.weight))
        let other = Linear(3, 2)
        try other.load(Safetensors.read(bytes: bytes).tensors)
        #expect(other.weight.device == .cpu && other.weight.hasSameBits(as: saved.weight))
    }
}
