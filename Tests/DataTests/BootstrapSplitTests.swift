import Data
import Tensor
import Testing

@Suite("Bootstrap samples")
struct BootstrapSplitTests {
    @Test("draw as many rows as there are, and leave out the others")
    func rows() {
        let (inBag, outOfBag) = bootstrapSplit(1000, generator: Generator(seed: 1))
        let (drawn, left) = (inBag.array(of: Int.self), outOfBag.array(of: Int.self))
        #expect(drawn.count == 1000 && drawn == drawn.sorted() && left == left.sorted())
        #expect(Set(drawn).union(left) == Set(0..<1000) && Set(drawn).isDisjoint(with: left))
        // A row is left out with a probability of (1 - 1/n)ⁿ, about 1/e.
        #expect((330...410).contains(left.count))
        #expect(bootstrapSplit(1000, generator: Generator(seed: 1)).inBag.array(of: Int.self) == drawn)
        #expect(bootstrapSplit(1000, generator: Generator(seed: 2)).inBag.array(of: Int.self) != drawn)
    }

    @Test("draw each row equally often")
    func uniform() {
        let generator = Generator(seed: 1)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<5000 { for row in bootstrapSplit(7, generator: generator).inBag.array(of: Int.self) { counts[row] += 1 } }
        #expect(counts.allSatisfy { (4650...5350).contains($0) })
    }

    @Test("by class keep the size of each class")
    func stratified() throws {
        let labels = Tensor((0..<60).map { $0 % 6 == 0 ? 1 : 0 })
        let (inBag, outOfBag) = try bootstrapSplit(stratifiedBy: labels, generator: Generator(seed: 1))
        let drawn = inBag.array(of: Int.self)
        #expect(drawn.count == 60 && drawn.count { $0 % 6 == 0 } == 10)
        #expect(Set(drawn).union(outOfBag.array(of: Int.self)) == Set(0..<60))
        #expect(throws: FoldError.labelIsNaN(row: 1)) { try bootstrapSplit(stratifiedBy: Tensor([0, Float.nan])) }
    }

    @Test("of no row or one row leave nothing out")
    func few() {
        #expect(bootstrapSplit(0).inBag.shape == [0] && bootstrapSplit(0).outOfBag.shape == [0])
        #expect(bootstrapSplit(1).inBag.array(of: Int.self) == [0] && bootstrapSplit(1).outOfBag.shape == [0])
    }
}
