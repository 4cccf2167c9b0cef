import Tensor
import Testing

@Suite("Normalisation")
struct NormalizationTests {
    private let x = Tensor.normal([4, 6, 5], mean: 3, std: 2, dtype: .float64, generator: Generator(seed: 1))

    @Test("leaves a mean of 0 and a variance of 1 over its dims")
    func standard() {
        func check(_ y: Tensor, _ dims: [Int], sourceLocation: SourceLocation = #_sourceLocation) {
            #expect(y.mean(dims: dims).abs().amax().item() < 1e-12, sourceLocation: sourceLocation)
            #expect((y.var(dims: dims, correction: 0) - 1).abs().amax().item() < 1e-9, sourceLocation: sourceLocation)
        }
        check(x.layerNorm([6, 5], eps: 1e-12), [1, 2])
        check(x.groupNorm(3, eps: 1e-12).reshape([4, 3, 2, 5]), [2, 3])
        check(x.batchNorm(eps: 1e-12), [0, 2])
        check(x.instanceNorm(eps: 1e-12), [2])
        #expect((x.rmsNorm([5], eps: 0).square().mean(dim: -1) - 1).abs().amax().item() < 1e-12)
    }

    @Test("updates running statistics with the corrected variance, and then uses them")
    func running() {
        var (mean, variance) = (Tensor.zeros([6], dtype: .float64), Tensor.ones([6], dtype: .float64))
        _ = x.batchNorm(updatingMean: &mean, updatingVar: &variance, momentum: 0.25)
        #expect(mean.allClose(x.mean(dim: 0, 2) * 0.25))
        #expect(variance.allClose(x.var(dim: 0, 2) * 0.25 + 0.75))
        let y = x.batchNorm(runningMean: mean, runningVar: variance, eps: 0)
        #expect(y.allClose((x - mean.reshape([6, 1])) / variance.sqrt().reshape([6, 1])))
        (mean, variance) = (.zeros([6], dtype: .float64), .ones([6], dtype: .float64))
        _ = x.instanceNorm(updatingMean: &mean, updatingVar: &variance, momentum: 1)
        #expect(mean.allClose(x.mean(dim: 2).mean(dim: 0)))
        #expect(variance.allClose(x.var(dim: 2).mean(dim: 0)))
    }

    @Test("refuses shapes that do not match")
    func refusals() async {
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).layerNorm([2]) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([2, 3]).groupNorm(2) }
        await #expect(processExitsWith: .failure) { _ = Tensor.zeros([1, 3]).batchNorm() }
    }
}

@Suite("Attention")
struct AttentionTests {
    private func random(_ shape: Shape, _ seed: UInt64) -> Tensor { .normal(shape, generator: Generator(seed: seed)) }

    @Test("of a query that may not attend to any key is 0")
    func nowhere() {
        let (q, k) = (random([2, 3, 4], 1), random([2, 5, 4], 2))
        let mask = Tensor([true, false, true]).unsqueeze(1).expand([3, 5])
        for mask in [mask, Tensor.where(mask, Tensor.zeros([3, 5]), -Double.infinity)] {
            let y = q.scaledDotProductAttention(k, k, mask: mask)
            #expect(y.select(dim: 1, 1).allClose(.zeros([2, 4])))
            #expect(y.select(dim: 1, 0).allClose(q.scaledDotProductAttention(k, k).select(dim: 1, 0)))
        }
    }

    @Test("of a query of NaN is NaN, whatever the mask", arguments: [DType.float32, .float64])
    func notANumber(dtype: DType) {
        let q = Tensor([[[Double.nan, 1], [0, 1]]], dtype: dtype)
        let k = Tensor.normal([1, 3, 2], dtype: dtype, generator: Generator(seed: 1))
        for mask in [nil, Tensor.ones([2, 3]).to(.bool), Tensor.zeros([2, 3], dtype: dtype)] {
            let result = q.scaledDotProductAttention(k, k, mask: mask)
            #expect(result[0, 0].array(of: Double.self).allSatisfy { $0.isNaN })
            #expect(result[0, 1].array(of: Double.self).allSatisfy { $0.isFinite })
        }
    }

    @Test("attends only backwards where it is causal")
    func causal() {
        let (q, k) = (random([3, 4], 1), random([3, 4], 2))
        let y = q.scaledDotProductAttention(k, k, isCausal: true)
        #expect(y[0].allClose(k[0]))
        let whole = q.scaledDotProductAttention(k, k)
        #expect(y[2].allClose(whole[2], relative: 1e-5, absolute: 1e-6))
    }

    /// Blocks of queries and of vectors that are full, and such that are not; views, and heads that are shared.
    @Test(
        "of blocks is what its operations give, with the same bits for any threads",
        arguments: [(1, 1), (33, 70), (300, 40)], [DType.float32, .float64])
    func blocks(sizes: (Int, Int), dtype: DType) {
        let (l, s) = sizes
        func operand(_ rows: Int, _ heads: Int, _ features: Int) -> Tensor {
            random([2, rows, heads, features + 3], 1).to(dtype).narrow(dim: 3, start: 1, length: features)
        }
        let (q, k, v) = (operand(l, 4, 20), operand(s, 2, 20), operand(s, 2, 9))
        let allowed = Tensor.bernoulli([2, 1, l, s], generator: Generator(seed: 2)).bool()
        let added = random([4, l, 1], 3).to(dtype)
        for attention in [Attention(scale: 0.3, isCausal: false), Attention(scale: 0.3, isCausal: true)] {
            for mask in [nil, allowed, added] {
                let masks = mask.map { [$0.expand([2, 4, l, s])] } ?? []
                let dy = random([2, l, 4, 9], 4).to(dtype)
                func results() -> [Tensor] {
                    [
                        Operation.attention(attention)(q, k, v, rest: masks),
                        Operation.attentionGradient(attention)(dy, q, k, rest: [v] + masks),
                    ]
                }
                let threads = Kindling.threads
                defer { Kindling.threads = threads }
                let runs = [1, 2, 3].map { count in
                    Kindling.threads = count
                    return results().map { $0.array(of: Double.self) }
                }
                #expect(runs[1] == runs[0] && runs[2] == runs[0])
                let expected = attention.composed(q, k, v, mask: masks.first)
                #expect(results()[0].allClose(expected, relative: 1e-4, absolute: 1e-6))
            }
        }
    }

    @Test("drops the same weights for the same seed")
    func dropout() {
        let (q, k) = (random([8, 4], 1), random([8, 4], 2))
        let first = q.scaledDotProductAttention(k, k, dropout: 0.5, generator: Generator(seed: 3))
        #expect(first.allClose(q.scaledDotProductAttention(k, k, dropout: 0.5, generator: Generator(seed: 3))))
        #expect(!first.allClose(q.scaledDotProductAttention(k, k)))
        #expect(q.scaledDotProductAttention(k, k, dropout: 1).allClose(.zeros([8, 4])))
    }
}
