// A small Transformer learns to copy: each of eight positions holds a digit, and points at the one whose digit it wants. A linear
// model of the same digits and pointers cannot: what a pointer means depends on the digits.
//
//     swift run -c release --package-path Examples/Copying

import Kindling

let (length, digits) = (8, 10)

/// `[2, batch, 8]` digits and pointers to the logits of the digit that each position wants, `[batch, 8, 10]`.
struct Copier: Module {
    let values = Embedding(digits, 32)
    let pointers = Embedding(length, 32)
    let positions = Embedding(length, 32)
    let encoder = TransformerEncoder(2, norm: LayerNorm(32)) {
        TransformerEncoderLayer(32, 4, dimFeedforward: 64, dropout: 0, activation: GELU(), batchFirst: true, normFirst: true)
    }
    let head = Linear(32, digits)

    func callAsFunction(_ x: Tensor) -> Tensor {
        head(encoder(values(x[0]) + pointers(x[1]) + positions(.arange(length))))
    }
}

/// Sees all digits and all pointers.
struct LinearModel: Module {
    let linear = Linear(length * (digits + length), length * digits)

    func callAsFunction(_ x: Tensor) -> Tensor {
        let (values, pointers) = (Tensor.eye(digits)[x[0]], Tensor.eye(length)[x[1]])
        return linear(.concatenate([values, pointers], dim: -1).flatten(from: 1)).unflatten(1, into: [length, digits])
    }
}

/// Digits and pointers, and what they ask for.
func sequences(_ count: Int, _ generator: Generator) -> (input: Tensor, wanted: Tensor) {
    let values = Tensor.integers([count, length], to: digits, generator: generator)
    let pointers = Tensor.integers([count, length], to: length, generator: generator)
    return (.stack([values, pointers]), values.gather(dim: 1, pointers))
}

/// Of the digits that 1,000 sequences ask for, how many the model tells.
func share(_ model: some Module<Tensor, Tensor>) -> Double {
    let (input, wanted) = sequences(1000, Generator(seed: 2))
    return accuracy(evaluating { model(input).argmax(dim: -1) }, wanted)
}

func train(_ model: some Module<Tensor, Tensor>, _ name: String) {
    let generator = Generator(seed: 1)
    let steps = 600
    let optimizer = AdamW(model.parameters, learningRate: 0.003)
    let scheduler = Scheduler(optimizer, WarmupCosineLR(warmup: 100, totalSteps: steps))
    for step in 1...steps {
        let (input, wanted) = sequences(64, generator)
        let loss = crossEntropy(model(input).transpose(1, 2), wanted)
        optimizer.step(loss.gradients())
        scheduler.step()
        if step % 150 == 0 { print("\(name), step \(step): loss \(loss.item()), right \(share(model))") }
    }
}

train(LinearModel(), "a linear model")
train(Copier(), "a Transformer")
