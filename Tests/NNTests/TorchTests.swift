import NN
import Testing

@Suite("A state dict that torch wrote loads strictly, and gives torch's outputs and gradients:")
struct TorchTests {
    @Test("every case that the script wrote is tested", arguments: TorchCase.families.keys.sorted())
    func complete(family: String) throws {
        #expect(try TorchFile(family).names == Set(TorchCase.families[family]?.map(\.name) ?? []))
    }

    @Test("layers", arguments: TorchCase.families.keys.sorted())
    func layers(family: String) throws {
        let file = try TorchFile(family)
        for layer in TorchCase.families[family] ?? [] { try layer.check(file, sourceLocation: #_sourceLocation) }
    }
}

extension TorchCase {
    static let families = [
        "basic": basic, "convolution": convolution, "pooling": pooling, "resizing": resizing,
        "normalization": normalization, "recurrent": recurrent, "attention": attention, "activations": activations,
        "losses": losses,
    ]
}
