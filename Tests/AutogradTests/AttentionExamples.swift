import Autograd
import Tensor

extension Primitive {
    /// Queries [2, 3, 4, 2] and two heads of keys and values, each for two of the queries'.
    private static let q = random([2, 3, 4, 2])
    private static let k = random([2, 5, 2, 2], seed: 2)
    private static let v = random([2, 5, 2, 3], seed: 3)
    private static let allowed = Tensor([
        [true, false, true, true, false], [false, false, false, false, false], [false, true, true, false, true],
    ]).expand([2, 4, 3, 5])
    private static let added = random([4, 1, 5], seed: 4).expand([2, 4, 3, 5])

    private static let kinds: [(name: String, attention: Attention, mask: [Tensor])] = [
        ("all", Attention(scale: 0.7, isCausal: false), []),
        ("causal", Attention(scale: 0.7, isCausal: true), []),
        ("allowed", Attention(scale: 0.7, isCausal: false), [allowed]),
        ("added", Attention(scale: 0.7, isCausal: true), [added]),
    ]

    static var attentions: [Example] {
        kinds.flatMap { name, attention, mask in
            [
                Example("attention \(name)", at: q, k, v) {
                    Operation.attention(attention)($0[0], $0[1], $0[2], rest: mask).sin()
                }
            ]
        } + [
            Example("attention with a mask that learns", at: q, k, v, random([3, 5], seed: 4)) {
                Operation.attention(kinds[0].attention)($0[0], $0[1], $0[2], rest: [$0[3].sin().expand([2, 4, 3, 5])]).sin()
            },
            Example("attention to itself", at: random([1, 3, 2, 2])) {
                Operation.attention(kinds[1].attention)($0[0], $0[0].sin(), $0[0])
            },
        ]
    }

    static var attentionGradients: [Example] {
        kinds.map { name, attention, mask in
            Example("gradient of attention \(name)", at: random([2, 3, 4, 3], seed: 5), q, k, v) {
                Operation.attentionGradient(attention)($0[0], $0[1], $0[2], rest: [$0[3]] + mask).sin()
            }
        }
    }
}
