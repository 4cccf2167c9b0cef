import Kindling

/// The lesson's classifier.
struct LogisticRegression: Module {
    let linear = Linear(30, 1)

    func callAsFunction(_ x: Tensor) -> Tensor { linear(x).sigmoid() }
}

struct SmallMLP: Module {
    let hidden1 = Linear(30, 64)
    let hidden2 = Linear(64, 64)
    let output = Linear(64, 1)

    func callAsFunction(_ x: Tensor) -> Tensor { output(hidden2(hidden1(x).relu()).relu()).sigmoid() }
}

struct MLP: Module {
    let hidden1 = Linear(784, 512)
    let hidden2 = Linear(512, 512)
    let output = Linear(512, 10)

    func callAsFunction(_ x: Tensor) -> Tensor { output(hidden2(hidden1(x).relu()).relu()) }
}

struct CNN: Module {
    let conv1 = Conv2d(1, 32, 3, padding: 1)
    let conv2 = Conv2d(32, 64, 3, padding: 1)
    let hidden = Linear(64 * 7 * 7, 128)
    let output = Linear(128, 10)

    func callAsFunction(_ x: Tensor) -> Tensor {
        let y = conv2(conv1(x).relu().maxPool2d(2)).relu().maxPool2d(2)
        return output(hidden(y.flatten(from: 1)).relu())
    }
}

/// A block of a GPT: causal attention and two linear layers, each on what is normalised and added to its input.
struct Block: Module {
    let norm1 = LayerNorm(GPT.width)
    let qkv = Linear(GPT.width, 3 * GPT.width)
    let projection = Linear(GPT.width, GPT.width)
    let norm2 = LayerNorm(GPT.width)
    let hidden = Linear(GPT.width, 4 * GPT.width)
    let output = Linear(4 * GPT.width, GPT.width)

    func callAsFunction(_ x: Tensor) -> Tensor {
        let (batch, length) = (x.shape[0], x.shape[1])
        let heads = qkv(norm1(x)).reshape(batch, length, 3, GPT.heads, GPT.width / GPT.heads).permute(2, 0, 3, 1, 4)
        let (q, k, v) = (heads.select(dim: 0, 0), heads.select(dim: 0, 1), heads.select(dim: 0, 2))
        let attended = q.scaledDotProductAttention(k, v, isCausal: true).transpose(1, 2)
        let y = x + projection(attended.reshape(batch, length, GPT.width))
        return y + output(hidden(norm2(y)).gelu())
    }
}

struct GPT: Module {
    static let (width, heads, length, vocabulary) = (128, 4, 128, 256)

    let tokens = Embedding(vocabulary, width)
    let positions = Embedding(length, width)
    let blocks = [Block(), Block(), Block(), Block()]
    let norm = LayerNorm(width)
    let head = Linear(width, vocabulary, bias: false)

    func callAsFunction(_ x: Tensor) -> Tensor {
        let embedded = tokens(x) + positions(.arange(x.shape[1]))
        return head(norm(blocks.reduce(embedded) { $1($0) }))
    }
}
