import Autograd
import Tensor
import Testing

/// Memory whose life can be watched: a tensor's views keep it alive.
private final class Block: Sendable {
    private let address: UInt

    init() {
        let elements = UnsafeMutablePointer<Double>.allocate(capacity: 2)
        elements.initialize(repeating: 0.5, count: 2)
        address = UInt(bitPattern: elements)
    }

    /// [0.5, 0.5], and a leaf.
    var tensor: Tensor {
        let elements = UnsafeMutableRawPointer(bitPattern: address)!
        return Tensor(address: elements, owner: self, shape: [2], dtype: .float64, device: .cpu).requiringGradient()
    }

    deinit { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
}

/// Holds an object as long as the graph holds the operation.
private struct Holder: DifferentiableOperation {
    let object: Token

    func forward(_ operands: [Tensor]) -> Tensor { operands[0].exp() }
    func backward(_ operands: [Tensor], _ result: Tensor, _ cotangent: Tensor) -> [Tensor?] { [cotangent * result] }
}

private final class Token: Sendable {}

@Suite("What the nodes of the backward pass keep alive")
struct MemoryTests {
    /// Whether a graph of a function's result keeps the operand.
    private func isKept(_ function: (Tensor) -> Tensor) -> Bool {
        weak var block: Block?
        let result: Tensor
        do {
            let strong = Block()
            block = strong
            result = function(strong.tensor)
        }
        return withExtendedLifetime(result) { block != nil }
    }

    @Test("operands that no derivative reads are not saved")
    func dropped() {
        let other = double([3, 4])
        let leaf = double([3, 4]).requiringGradient()
        #expect(!isKept { -$0 })
        #expect(!isKept { $0 + leaf })
        #expect(!isKept { leaf - $0 })
        #expect(!isKept { $0.sum() })
        #expect(!isKept { $0.mean() })
        #expect(!isKept { $0.exp() })
        #expect(!isKept { $0.sigmoid() })
        #expect(!isKept { $0.relu() })
        #expect(!isKept { $0.softmax(dim: 0) })
        #expect(!isKept { $0.sqrt() })
        #expect(!isKept { $0.floor() })
        #expect(!isKept { Tensor.concatenate([$0, leaf]) })
        #expect(!isKept { $0.indexSelect(dim: 0, Tensor([1, 1])) })
        #expect(!isKept { Tensor.where(other .> 3, $0, 0) })
        #expect(!isKept { $0.to(.float32) })
        // Of two factors only the other is read.
        #expect(!isKept { $0 * other })
        #expect(!isKept { $0 / other })
        #expect(!isKept { $0.matmul(double([1, 2]).reshape([2, 1])) })
        #expect(!isKept { $0.linear(double([1, 2]).reshape([1, 2]), bias: double([1])) })
    }

    @Test("operands that a derivative reads are saved")
    func kept() {
        let leaf = double([3, 4]).requiringGradient()
        #expect(isKept { $0.log() })
        #expect(isKept { $0 * leaf })
        #expect(isKept { leaf / $0 })
        #expect(isKept { $0.pow(2.5) })
    }

    @Test("a graph goes with its last tensor, also where results are saved")
    func freed() {
        weak var token: Token?
        do {
            let strong = Token()
            token = strong
            let x = double([1, 2]).requiringGradient()
            let y = Holder(object: strong)(x.exp().sigmoid()).softmax(dim: 0).sum()
            expect(y.gradients()[x]?.sum(), is: [0], tolerance: 1e-12)
            let slope = Holder(object: strong)(x).sum().gradients(createGraph: true)[x]!
            #expect(slope.requiresGradient)
        }
        #expect(token == nil)
    }

    @Test("a node in the middle of a long chain is freed with it")
    func freedChain() {
        weak var token: Token?
        do {
            let strong = Token()
            token = strong
            var y = double([0]).requiringGradient()
            for step in 0..<5000 { y = step == 2500 ? Holder(object: strong)(y) : -y }
        }
        #expect(token == nil)
    }

    @Test("the first half of a long chain outlives the second")
    func firstHalf() {
        let x = double([0.5]).requiringGradient()
        var y = x
        var middle = y
        for step in 0..<5000 {
            y = -y
            if step == 2499 { middle = y }
        }
        y = x
        expect(middle.gradients()[x], is: [1])
    }

    @Test("a long chain that tasks share is freed by the task that drops it last")
    func freedByTasks() async {
        weak var token: Token?
        do {
            let strong = Token()
            token = strong
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    var trunk = double([0.5]).requiringGradient()
                    for step in 0..<3000 { trunk = step == 0 ? Holder(object: strong)(trunk) : -trunk }
                    for _ in 0..<4 {
                        group.addTask { [trunk] in
                            var branch = trunk
                            for _ in 0..<2000 { branch = -branch }
                        }
                    }
                }
            }
        }
        #expect(token == nil)
    }

    @Test("gradients of leaves do not keep the graph")
    func gradientsAlone() {
        weak var token: Token?
        let gradients: Gradients
        do {
            let strong = Token()
            token = strong
            gradients = Holder(object: strong)(double([1]).requiringGradient()).gradients()
        }
        withExtendedLifetime(gradients) { #expect(token == nil) }
    }
}
