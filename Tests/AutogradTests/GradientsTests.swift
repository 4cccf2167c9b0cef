import Autograd
import GradientTesting
import Tensor
import Testing

@Suite("Gradients as a value")
struct GradientsTests {
    private func leaves(_ count: Int) -> [Tensor] { (0..<count).map { double([Double($0)]).requiringGradient() } }

    private func loss(_ leaves: some Sequence<Tensor>, _ factor: Double) -> Tensor {
        leaves.map { $0 * factor }.reduce(Tensor(0.0, dtype: .float64)) { $0 + $1.sum() }
    }

    @Test("add up, whatever leaves each reached", arguments: [3, 16, 17, 40])
    func sum(count: Int) {
        let x = leaves(count)
        let (first, second) = (loss(x.dropLast(), 2).gradients(), loss(x.dropFirst(), 5).gradients())
        let sum = first + second
        #expect(sum.count == count)
        expect(sum[x[0]], is: [2])
        expect(sum[x[count - 1]], is: [5])
        expect(sum[x[1]], is: [7])
        #expect(first.count == count - 1)
        expect(first[x[1]], is: [2])
        expect((Gradients() + first)[x[1]], is: [2])
    }

    @Test("are mapped one by one, into a new value", arguments: [2, 30])
    func mapValues(count: Int) {
        let x = leaves(count)
        let gradients = loss(x, 3).gradients()
        let halved = gradients.mapValues { $0 * 0.5 }
        for leaf in x {
            expect(halved[leaf], is: [1.5])
            expect(gradients[leaf], is: [3])
        }
        #expect(halved.values.count == count)
    }

    @Test("of slices are gathered, wherever those lie")
    func slices() throws {
        try checkGradients(
            of: {
                let y = $0[0].sin()
                return y[0].sum() + (y[1...] * y[0..<3]).sum() + (y.flip(0) * y).sum() + y[.all, 1].exp().sum() + y[3, 2]
            }, at: [random([4, 3])])
    }

    @Test("have none for a tensor that is off the graph, or on another")
    func absent() {
        let x = leaves(2)
        let gradients = loss([x[0]], 1).gradients()
        #expect(gradients[x[1]] == nil)
        #expect(gradients[double([1])] == nil)
        #expect(gradients[x[0].detached()] == nil)
    }
}
