import Tensor
import Testing

@Suite("Embedding")
struct EmbeddingTests {
    private let table = Tensor([[1.0, -2], [3, 4], [0, 0.5]])

    @Test("Rows longer than the largest norm are scaled to it, the table stays")
    func maxNorm() {
        let rows = Tensor([[1, 2]]).embedding(table, EmbeddingOptions(maxNorm: 1))
        #expect(rows.allClose(Tensor([[[0.6, 0.8], [0, 0.5]]])))
        let sums = Tensor([0]).embedding(table, EmbeddingOptions(maxNorm: 1.5, normType: 1))
        #expect(sums.allClose(Tensor([[0.5, -1.0]])))
        let extremes = Tensor([0]).embedding(table, EmbeddingOptions(maxNorm: 1, normType: .infinity))
        #expect(extremes.allClose(Tensor([[0.5, -1.0]])))
    }

    @Test(
        "Bags start at their offsets, and an empty one gives zeros",
        arguments: [
            (BagReduction.sum, [4, 2, 0, 0, 3, 4.5]), (.mean, [2, 1, 0, 0, 1.5, 2.25]), (.max, [3, 4, 0, 0, 3, 4]),
        ] as [(BagReduction, [Double])])
    func bags(reduction: BagReduction, expected: [Double]) {
        let indices = Tensor([0, 1, 2, 1])
        expect(indices.embeddingBag(table, offsets: Tensor([0, 2, 2]), reduction), is: expected, shape: [3, 2])
        expect(
            indices.embeddingBag(table, offsets: Tensor([0, 2, 2, 4]), reduction, includeLastOffset: true), is: expected)
        expect(
            indices[0..<3].embeddingBag(table, offsets: Tensor([0, 2, 2]), reduction, includeLastOffset: true),
            is: Array(expected[0..<4]))
        expect(Tensor([[0, 1], [2, 1]]).embeddingBag(table, reduction), is: Array(expected[0..<2] + expected[4...]))
    }

    @Test("A bag leaves out the padding index")
    func padding() {
        let indices = Tensor([[0, 1], [1, 1]])
        expect(indices.embeddingBag(table, .mean, EmbeddingOptions(paddingIndex: -2)), is: [1, -2, 0, 0])
        let weights = Tensor([[2.0, 5], [7, 9]])
        let sums = indices.embeddingBag(table, .sum, perSampleWeights: weights, EmbeddingOptions(paddingIndex: 0))
        expect(sums, is: [15, 20, 48, 64])
    }
}
