import Tensor
import Testing

@Suite("Broadcasting")
struct BroadcastingTests {
    static let shapes: [(Shape, Shape, Shape?)] = [
        ([], [], []), ([3], [], [3]), ([3], [1], [3]), ([2, 1], [3], [2, 3]), ([2, 3], [2, 1], [2, 3]),
        ([4, 1, 3], [5, 1], [4, 5, 3]), ([1], [0], [0]), ([2, 0], [1, 1], [2, 0]), ([0, 1], [3], [0, 3]),
        ([2], [3], nil), ([2, 3], [2], nil), ([0], [2], nil), ([1, 1, 1, 1, 1, 1, 1, 2], [3, 1], [1, 1, 1, 1, 1, 1, 3, 2]),
    ]

    @Test("aligns sizes at the end, and expands sizes of 1", arguments: shapes)
    func shape(a: Shape, b: Shape, expected: Shape?) {
        #expect(a.broadcast(with: b) == expected)
        #expect(b.broadcast(with: a) == expected)
        guard let expected else { return }
        #expect((Tensor.ones(a) + Tensor.ones(b)).shape == expected)
        #expect((Tensor.ones(a) .== Tensor.ones(b)).shape == expected)
        #expect(Tensor.where(Tensor.ones(a, dtype: .bool), Tensor.ones(b), 0).shape == expected)
    }

    /// Every kind of stride: whole, transposed, reversed, every second, repeated.
    static let operands: [Tensor] = {
        let x = Tensor.arange(1, 13, dtype: .float64)
        let wide = Tensor.arange(1, 49, dtype: .float64).reshape(6, 8)
        return [
            x.reshape(3, 4), x.reshape(4, 3).t(), x.reshape(3, 4).flip(0), x.reshape(3, 4).flip(1), wide[.slice(step: 2), ..<4],
            wide[..<3, .slice(step: 2)], x[..<4].expand(3, 4), x[..<3].unsqueeze(1).expand(3, 4), x[5].expand(3, 4),
            wide.flip(0, 1)[1..<4, 2..<6], wide.t()[.slice(step: 2), ..<3].t()[.all, ..<4],
        ]
    }()

    @Test("pairs elements whatever the strides", arguments: operands.indices, operands.indices)
    func strides(a: Int, b: Int) {
        let (x, y) = (Self.operands[a], Self.operands[b])
        let (u, v) = (x.array(of: Double.self), y.array(of: Double.self))
        expect(x - y, is: zip(u, v).map { $0 - $1 }, shape: [3, 4])
        expect(x.to(.float32) * y.to(.float32), is: zip(u, v).map { $0 * $1 })
        expect(x.to(.int32) + y.to(.int32), is: zip(u, v).map { $0 + $1 }, dtype: .int32)
        expect(x.to(.uint8).maximum(y.to(.uint8)), is: zip(u, v).map { max($0, $1) })
        expect(x .< y, is: zip(u, v).map { $0 < $1 ? 1 : 0 }, dtype: .bool)
        expect(Tensor.where(x .< y, x, y), is: zip(u, v).map { min($0, $1) })
        expect(Tensor.where((x .< y).t(), x.t(), y.t()).t(), is: zip(u, v).map { min($0, $1) })
        expect(-x, is: u.map { -$0 })
        expect(x.to(.int64), is: u, dtype: .int64)
    }
}
