import Autograd
import Tensor
import Testing

private struct Scale: Sendable {
    @Parameter var factor: Tensor = Tensor([2.0])
    @Parameter var offset: Tensor? = nil
    @Buffer var count: Tensor = Tensor([0])

    func callAsFunction(_ x: Tensor) -> Tensor {
        let scaled = x * factor
        return offset.map { scaled + $0 } ?? scaled
    }
}

@Suite("Parameters")
struct ParameterTests {
    @Test("get gradients, asked for by cell or by tensor; each reading is the same leaf")
    func gradients() {
        let layer = Scale()
        let loss = (layer(Tensor([3.0])) * layer.factor).sum()
        let gradients = loss.gradients()
        expect(gradients[layer.$factor], is: [12])
        expect(gradients[layer.factor], is: [12])
        #expect(gradients.count == 1)
    }

    @Test("that are frozen get none until they are thawed")
    func frozen() {
        let layer = Scale()
        layer.offset = Tensor([1.0])
        layer.$factor.requiresGradient = false
        let gradients = layer(Tensor([3.0])).sum().gradients()
        #expect(gradients[layer.$factor] == nil)
        expect(gradients[layer.$offset], is: [1])
        layer.$factor.requiresGradient = true
        expect(layer(Tensor([3.0])).sum().gradients()[layer.$factor], is: [3])
    }

    @Test("may be absent, and come later")
    func optional() {
        let layer = Scale()
        #expect(layer.offset == nil)
        expect(layer(Tensor([3.0])), is: [6])
        layer.offset = Tensor([1.0])
        expect(layer(Tensor([3.0])).sum().gradients()[layer.$offset], is: [1])
        layer.offset = nil
        expect(layer(Tensor([3.0])), is: [6])
    }

    @Test("are shared by copies of what holds them")
    func shared() {
        let layer = Scale()
        let copy = layer
        copy.factor = Tensor([5.0])
        expect(layer.factor, is: [5])
        expect((layer(Tensor([1.0])) * copy.factor).sum().gradients()[layer.$factor], is: [10])
    }

    @Test("are off the graph where recording is off; buffers always are")
    func mode() {
        let layer = Scale()
        #expect(layer.factor.requiresGradient)
        #expect(!noGrad { layer.factor }.requiresGradient)
        #expect(!layer.count.requiresGradient)
        layer.$count.requiresGradient = true
        #expect(!layer.count.requiresGradient)
        #expect(!layer.$factor.value!.requiresGradient)
    }

    @Test("take over a value, not its graph")
    func assigned() {
        let layer = Scale()
        layer.factor = layer.factor * 2
        #expect(!layer.$factor.value!.requiresGradient)
        layer.$factor.update { $0 = $0 * Tensor([3.0]).requiringGradient() }
        #expect(!layer.$factor.value!.requiresGradient)
        expect(layer.factor, is: [12])
        expect(layer(Tensor([7.0])).sum().gradients()[layer.$factor], is: [7])
    }

    @Test("change without their former readings: those keep their values")
    func copyOnWrite() {
        let layer = Scale()
        let before = layer.factor
        layer.$factor.update { $0.withMutableElements(of: Float.self) { $0[0] = 9 } }
        expect(before, is: [2])
        expect(layer.factor, is: [9])
    }

    @Test("are read and replaced by many tasks at once, whole each time")
    func concurrent() async {
        let layer = Scale()
        layer.factor = .zeros([64])
        await withTaskGroup(of: Bool.self) { group in
            for value in 1...4 {
                group.addTask {
                    for _ in 0..<50 { layer.$factor.update { $0 = .full(like: $0, value) } }
                    return true
                }
                group.addTask {
                    (0..<50).allSatisfy { _ in Set(layer.factor.array(of: Float.self)).count == 1 }
                }
            }
            for await isWhole in group { #expect(isWhole) }
        }
    }
}
