// An LSTM learns to say after each bit whether the ones so far are even or odd, which no linear model can; then it does so for
// sequences five times as long as those it has seen.
//
//     swift run -c release --package-path Examples/Parity

import Kindling

struct ParityNetwork: Module {
    let lstm = LSTM(1, 16, batchFirst: true)
    let head = Linear(16, 1)

    func callAsFunction(_ bits: Tensor) -> Tensor { head(lstm(bits).output) }
}

/// Sees all bits, and still no linear function of them is their parity.
struct LinearModel: Module {
    let linear: Linear

    init(length: Int) { linear = Linear(length, length) }

    func callAsFunction(_ bits: Tensor) -> Tensor { linear(bits.squeeze(2)).unsqueeze(2) }
}

/// `[count, length, 1]` bits, and the parity of each and those before it.
func sequences(_ count: Int, length: Int, _ generator: Generator) -> (bits: Tensor, parities: Tensor) {
    let bits = Tensor.bernoulli([count, length, 1], generator: generator)
    return (bits, bits.cumsum(dim: 1).remainder(2))
}

/// Of the parities, how many the model has right.
func share(_ model: some Module<Tensor, Tensor>, length: Int) -> Double {
    let (bits, parities) = sequences(500, length: length, Generator(seed: 2))
    return accuracy(evaluating { model(bits) .> 0 }, parities)
}

func train(_ model: some Module<Tensor, Tensor>, _ name: String) {
    let generator = Generator(seed: 1)
    let optimizer = Adam(model.parameters, learningRate: 0.01)
    for step in 1...600 {
        let (bits, parities) = sequences(64, length: 20, generator)
        let loss = binaryCrossEntropyWithLogits(model(bits), parities)
        optimizer.step(loss.gradients().clipped(norm: 1))
        if step % 150 == 0 { print("\(name), step \(step): loss \(loss.item()), right \(share(model, length: 20))") }
    }
}

train(LinearModel(length: 20), "a linear model")
let network = ParityNetwork()
train(network, "an LSTM")
print("of sequences of 100 bits the LSTM has \(share(network, length: 100)) right")
