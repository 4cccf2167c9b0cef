import Tensor
import Testing

/// What only a programmer can do wrong, and what the message says of it.
enum Mistake: String, CaseIterable, Codable {
    case product, sum, shape, index, size

    /// The line of the first mistake in `make`; the others follow at every second line.
    private static let firstLine = #line + 5

    func make() {
        switch self {
        case .product:
            _ = Tensor.ones([2, 3]).matmul(.ones([4, 5]))
        case .sum:
            _ = Tensor.ones([3, 4]) + Tensor.ones([5])
        case .shape:
            _ = Tensor.arange(6).reshape(4, -1)
        case .index:
            _ = Tensor.arange(6)[Tensor([0, 6])]
        case .size:
            _ = Tensor.zeros([1 << 40, 1 << 40])
        }
    }

    var message: String {
        let (text, position) =
            switch self {
            case .product: ("matmul: [2, 3] × [4, 5]: inner dimensions 3 and 4 differ", 0)
            case .sum: ("add: [3, 4] and [5] do not broadcast", 1)
            case .shape: ("reshape: cannot reshape [6] to [4, -1]", 2)
            case .index: ("subscript: index 6 is out of range for a dim of size 6", 3)
            case .size: ("shape: the element count of [1099511627776, 1099511627776] overflows", 4)
            }
        return "\(text) (at TrapTests.swift:\(Mistake.firstLine + 2 * position))"
    }
}

@Suite("Traps")
struct TrapTests {
    @Test("end the program, naming the operation, the shapes, and the caller's line", arguments: Mistake.allCases)
    func message(mistake: Mistake) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
            mistake.make()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains(mistake.message), "\(text.prefix(300))")
    }
}
