import Optim
import Testing

@Suite("Memory of training")
struct MemoryTests {
    @Test("after the first steps no memory is allocated", .enabled(if: memoryIsRecycled), arguments: ["SGD", "Adam", "AdamW"])
    func steps(name: String) {
        let generator = Generator(seed: 1)
        let sizes = [30, 64, 64, 1]
        let layers = (0..<3).map { index in
            (
                weight: ParameterCell(.normal([sizes[index + 1], sizes[index]], std: 0.1, generator: generator)),
                bias: ParameterCell(.zeros([sizes[index + 1]]))
            )
        }
        let parameters = layers.enumerated().flatMap { index, layer in
            [NamedParameter("\(index).weight", layer.weight), NamedParameter("\(index).bias", layer.bias)]
        }
        let optimizer =
            switch name {
            case "SGD": SGD(parameters, learningRate: 0.01, momentum: 0.9) as Optimizer
            case "Adam": Adam(parameters)
            default: AdamW(parameters)
            }
        let data = (0..<4).map { _ in Tensor.normal([32, 30], generator: generator) }
        func step(_ x: Tensor) {
            let output = layers.reduce(x) { $0.linear($1.weight.tracked!, bias: $1.bias.tracked!).tanh() }
            optimizer.step(output.square().mean().gradients())
        }
        for index in 0..<8 { step(data[index % 4]) }
        let before = systemAllocations()
        for index in 0..<2000 { step(data[index % 4]) }
        #expect(systemAllocations() == before)
    }
}
