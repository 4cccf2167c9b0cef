import NN
import Testing

@Suite("Layers refuse what torch refuses, and say what")
struct LayerPreconditionTests {
    @Test("groups that do not divide the channels")
    func groups() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Conv2d(4, 6, 3, groups: 4)
        }
        #expect(message(said).contains("Conv2d: 4 and 6 channels are not divisible by 4 groups"))
    }

    @Test("a kernel of another number of dims")
    func kernel() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Conv3d(1, 1, [3, 3]) }
        #expect(message(said).contains("Conv3d: kernel size [3, 3] is not a number, nor one for each of 3 dims"))
    }

    @Test("four spatial dims")
    func spatial() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Conv<4>(1, 1, 1) }
        #expect(message(said).contains("Conv: needs 1 to 3 spatial dims, got 4"))
    }

    @Test("an output size that the stride cannot produce")
    func outputSize() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ConvTranspose1d(1, 1, 3, stride: 2)(.zeros([1, 1, 4]), outputSize: 12)
        }
        #expect(
            message(said).contains(
                "ConvTranspose1d: output [12] is not within stride [2] of the least, 9, along spatial dim 0"))
    }

    @Test("a batch of another rank, or with one value per channel")
    func batchNorm() async {
        let rank = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm2d(3)(.zeros([2, 3]))
        }
        #expect(message(rank).contains("BatchNorm2d: needs [batch, channels, 2 spatial dims], got [2, 3]"))
        let single = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = BatchNorm1d(3)(.zeros([1, 3]))
        }
        #expect(message(single).contains("batchNorm: needs more than one value per channel, got [1, 3]"))
    }

    @Test("a padding index out of range")
    func embedding() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Embedding(5, 2, EmbeddingOptions(paddingIndex: 5))
        }
        #expect(message(said).contains("Embedding: padding index 5 is out of range for 5 rows"))
    }

    @Test("a state that does not match a recurrent network")
    func recurrent() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = GRU(3, 4)(.zeros([5, 2, 3]), HiddenState(hidden: .zeros([1, 3, 4])))
        }
        #expect(message(said).contains("GRU: the state must have shape [1, 2, 4], got [1, 3, 4]"))
    }

    @Test("cutoffs that do not ascend")
    func cutoffs() async {
        let said = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = AdaptiveLogSoftmaxWithLoss(8, 10, cutoffs: [5, 10])
        }
        #expect(message(said).contains("AdaptiveLogSoftmaxWithLoss: cutoffs must ascend within 1..<10, got [5, 10]"))
    }
}
