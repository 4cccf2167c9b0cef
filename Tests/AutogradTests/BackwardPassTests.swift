import Autograd
import Glibc
import Tensor
import Testing

@Suite("The backward pass")
struct BackwardPassTests {
    @Test("visits a long chain, and frees it, without deep recursion", arguments: [100_000, 1_000_000])
    func longChain(length: Int) {
        let x = Tensor(1.0).requiringGradient()
        var y = x
        for _ in 0..<length { y = Operation.unary(.negate)(y) }
        expect(y.gradients()[x], is: [1])
        y = Tensor(0.0)
        #expect(!y.requiresGradient)
    }

    @Test("visits each node of a long chain of diamonds once, after all that it led to")
    func diamonds() {
        let x = double([2]).requiringGradient()
        var y = x
        for _ in 0..<60 { y = (y * 0.5 + y.square() / y * 0.5).sum() }
        expect(y.gradients()[x], is: [1], tolerance: 1e-12)
    }

    @Test("adds up paths of different lengths")
    func unevenPaths() {
        let x = double([0.5]).requiringGradient()
        let a = x.sin()
        let long = a.exp().exp().exp()
        let y = long * a + a + x
        let (s, c) = (0.479425538604203, 0.8775825618903728)
        let e1 = exp(s), e2 = exp(e1), e3 = exp(e2)
        expect(y.gradients()[x], is: [c * (e3 + s * e3 * e2 * e1 + 1) + 1], tolerance: 1e-9)
    }

    @Test("takes a leaf that is used ten thousand times")
    func leafUsedOften() {
        let x = double([1, 2]).requiringGradient()
        var sum = x
        for _ in 1..<10_000 { sum = sum + x }
        expect(sum.sum().gradients()[x], is: [10_000, 10_000])
        let joined = Tensor.concatenate((0..<10_000).map { _ in x })
        expect(joined.sum().gradients()[x], is: [10_000, 10_000])
    }

    @Test("takes thousands of leaves, and as many nodes that wait for their visit")
    func manyLeaves() {
        let leaves = (0..<20_000).map { double([Double($0)]).requiringGradient() }
        let gradients = Tensor.concatenate(leaves.map { $0.square() }).sum().gradients()
        #expect(gradients.count == leaves.count)
        for index in stride(from: 0, to: leaves.count, by: 1_999) { expect(gradients[leaves[index]], is: [Double(2 * index)]) }
    }

    @Test("visits many waiting nodes of many depths from the deepest on")
    func manyDepths() {
        let x = double([1]).requiringGradient()
        var chain = x
        var results: [Tensor] = []
        for index in 0..<200 {
            chain = chain * 1.01
            results.insert(chain.square(), at: index * 7 % (results.count + 1))
        }
        let derived = Tensor.concatenate(results).sum().gradients()[x]
        let slope = (1...200).reduce(0.0) { $0 + 2 * Glibc.pow(1.01, 2 * Double($1)) }
        expect(derived, is: [slope], tolerance: 1e-9)
    }

    @Test("takes one leaf as both operands")
    func sameLeafTwice() {
        let x = double([3]).requiringGradient()
        expect((x * x).gradients()[x], is: [6])
        expect((x / x).gradients()[x], is: [0], tolerance: 1e-15)
        expect((x - x).gradients()[x], is: [0])
        expect(x.pow(x).gradients()[x], is: [27 * (1 + 1.0986122886681098)], tolerance: 1e-12)
    }

    @Test("may end at a leaf itself")
    func leafAlone() {
        let x = Tensor(2.0).requiringGradient()
        expect(x.gradients()[x], is: [1])
    }

    @Test("gives derivatives by intermediates on demand, and only then")
    func retaining() {
        let x = double([1, 2]).requiringGradient()
        let square = x.square()
        let loss = (square * 3).sum()
        #expect(loss.gradients()[square] == nil)
        let gradients = loss.gradients(retaining: [square, loss, x])
        expect(gradients[square], is: [3, 3])
        expect(gradients[loss], is: [1])
        expect(gradients[x], is: [6, 12])
        #expect(gradients.count == 3)
    }

    @Test("starts from a cotangent of any shape")
    func cotangent() {
        let x = double([1, 2, 3]).requiringGradient()
        expect(x.square().gradients(cotangent: double([1, 10, 100]))[x], is: [2, 40, 600])
    }

    @Test("gives the same when it is repeated")
    func twice() {
        let x = double([1, 2]).requiringGradient()
        let loss = x.exp().sum()
        let (first, second) = (loss.gradients()[x]!, loss.gradients()[x]!)
        #expect(first.array(of: Double.self) == second.array(of: Double.self))
    }

    @Test("ends at constants and detached tensors")
    func detached() {
        let x = double([2]).requiringGradient()
        let y = x * x.detached() + double([1])
        expect(y.gradients()[x], is: [2])
        #expect(!x.detached().requiresGradient)
    }

    @Test("goes through assigned slices")
    func assignment() {
        let (x, assigned) = (double([1, 2, 3, 4]).requiringGradient(), double([5, 6]).requiringGradient())
        var y = x.square()
        y[1..<3] = assigned * 2
        let gradients = (y * double([1, 10, 100, 1000])).sum().gradients()
        expect(gradients[x], is: [2, 0, 0, 8000])
        expect(gradients[assigned], is: [20, 200])
    }

    @Test("of one graph may run in many tasks at once")
    func concurrent() async {
        let x = double([1, 2, 3]).requiringGradient()
        let shared = x.exp()
        await withTaskGroup(of: [Double].self) { group in
            for factor in 1...8 {
                group.addTask {
                    (0..<50).map { _ in (shared * Double(factor)).sum().gradients()[x]!.array(of: Double.self)[0] }
                }
            }
            for await slopes in group { #expect(Set(slopes).count == 1) }
        }
    }
}
