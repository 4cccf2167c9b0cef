import Tensor
import Testing

@Suite("Products")
struct ProductTests {
    private static func numbers(_ shape: Shape, _ dtype: DType = .float64) -> Tensor {
        (Tensor.arange(shape.elementCount).remainder(7) - 3).reshape(shape).to(dtype)
    }

    /// An equation, the shapes of its operands, and the same by other functions.
    struct Equation: Sendable, CustomTestStringConvertible {
        let text: String
        let shapes: [Shape]
        let same: @Sendable ([Tensor]) -> Tensor

        init(_ text: String, _ shapes: Shape..., same: @escaping @Sendable ([Tensor]) -> Tensor) {
            (self.text, self.shapes, self.same) = (text, shapes, same)
        }

        var testDescription: String { text }

        static let all = [
            Equation("ij->ji", [2, 3]) { $0[0].t() },
            Equation("ba", [2, 3]) { $0[0].t() },
            Equation("ij->", [2, 3]) { $0[0].sum() },
            Equation("ii", [3, 3]) { $0[0].diagonal().sum() },
            Equation("ii->i", [3, 3]) { $0[0].diagonal() },
            Equation("iij,jkk->ik", [2, 2, 3], [3, 4, 4]) {
                $0[0].diagonal(dim1: 0, dim2: 1).t().matmul($0[1].diagonal(dim1: 1, dim2: 2))
            },
            Equation("i,j", [2], [3]) { $0[0].outer($0[1]) },
            Equation("i,i", [3], [3]) { $0[0].dot($0[1]) },
            Equation("ik, kj -> ij", [2, 3], [3, 4]) { $0[0].matmul($0[1]) },
            Equation("bik,bkj->bij", [2, 2, 3], [2, 3, 4]) { $0[0].matmul($0[1]) },
            Equation("...ik,...kj", [5, 1, 2, 3], [4, 3, 2]) { $0[0].matmul($0[1]) },
            Equation("...ik,kj->...ji", [5, 2, 3], [3, 4]) { $0[0].matmul($0[1]).mT },
            Equation("i...->...", [2, 3, 4]) { $0[0].sum(dim: 0) },
            Equation("i...i", [3, 2, 3]) { $0[0].diagonal(dim1: 0, dim2: 2).sum(dim: -1) },
            Equation("...,...", [3, 1], [2]) { $0[0] * $0[1] },
            Equation("ij,jk,kl,lm", [2, 3], [3, 1], [1, 4], [4, 2]) { $0[0].matmul($0[1]).matmul($0[2]).matmul($0[3]) },
            Equation("bn,anm,bm->ba", [2, 3], [4, 3, 5], [2, 5]) {
                ($0[0].unsqueeze(1).unsqueeze(-1) * $0[1] * $0[2].unsqueeze(1).unsqueeze(1)).sum(dim: -1, -2)
            },
            Equation("ij,ij,ij->i", [2, 3], [2, 3], [2, 3]) { ($0[0] * $0[1] * $0[2]).sum(dim: 1) },
            Equation("ij,jk", [2, 1], [3, 4]) { $0[0].expand(2, 3).matmul($0[1]) },
            Equation("ij,jk", [2, 0], [0, 3]) { _ in .zeros([2, 3], dtype: .float64) },
            Equation("Ab,bA", [2, 3], [3, 2]) { ($0[0] * $0[1].t()).sum() },
            Equation(",i", [], [3]) { $0[0] * $0[1] },
        ]
    }

    @Test("written in indices are those of other functions", arguments: Equation.all)
    func einsum(equation: Equation) {
        let operands = equation.shapes.map { Self.numbers($0) }
        let expected = equation.same(operands)
        for dtype in [DType.float64, .int64] {
            let result = Tensor.einsum(equation.text, operands.map { $0.to(dtype) })
            expect(result.to(.float64), is: (expected + 0).array(of: Double.self), shape: expected.shape)
            #expect(result.dtype == dtype)
        }
    }

    @Test("are written with numbers for indices, too")
    func numbered() {
        let (a, b) = (Self.numbers([5, 2, 3]), Self.numbers([3, 4]))
        let truth = a.matmul(b)
        #expect(Tensor.einsum([(a, [nil, 0, 1]), (b, [1, 2])]).allClose(truth))
        #expect(Tensor.einsum([(a, [7, 0, 1]), (b, [1, 2])], to: [2, 7, 0]).allClose(truth.permute(2, 0, 1)))
    }

    @Test("of integers are exact, and wrap around")
    func integers() {
        let large = Tensor([[1 << 53 + 1, 1], [0, 3]])
        #expect(large.matmul(Tensor([[1, 0], [1, 1]])).array(of: Int.self) == [1 << 53 + 2, 1, 3, 3])
        #expect(Tensor([[Int.max, 1]]).matmul(Tensor([[1], [1]])).array(of: Int.self) == [.min])
        #expect(Tensor([[200 as UInt8, 100]]).matmul(Tensor([[1 as UInt8], [1]])).array(of: UInt8.self) == [44])
        let batch = Self.numbers([3, 20, 30], .int32)
        expect(
            batch.matmul(batch.mT), is: batch.to(.float64).matmul(batch.to(.float64).mT).array(of: Double.self), dtype: .int32)
        #expect(Tensor([1 << 61, 3]).tensordot(Tensor([2, 1]), dims: 1).item(as: Int.self) == 1 << 62 + 3)
    }

    @Test("by Kronecker, of any ranks")
    func kron() {
        let (a, b) = (Self.numbers([2, 3]), Self.numbers([4]))
        let result = a.kron(b)
        #expect(result.shape == [2, 12])
        for i in 0..<2 { for j in 0..<12 { #expect(result[i, j].item() == a[i, j / 4].item() * b[j % 4].item()) } }
        #expect(Self.numbers([1, 2, 1, 2, 1, 2]).kron(Self.numbers([1, 1, 1, 2, 2])).shape == [1, 2, 1, 2, 2, 4])
        #expect(Tensor(2.0).kron(Tensor(3.0)).shape == [])
        #expect(Self.numbers([0, 2]).kron(a).shape == [0, 6])
    }

    @Test("over any dims of two tensors")
    func tensordot() {
        let (a, b) = (Self.numbers([2, 3, 4]), Self.numbers([4, 5, 2]))
        let truth = Tensor.einsum("ijk,kli->jl", a, b)
        expect(a.tensordot(b, dims: [0, -1], [2, 0]), is: truth.array(of: Double.self), shape: [3, 5])
        #expect(a.tensordot(b, dims: 0).shape == [2, 3, 4, 4, 5, 2])
        expect(a.tensordot(b, dims: 1), is: Tensor.einsum("ijk,klm", a, b).array(of: Double.self), shape: [2, 3, 5, 2])
        expect(a.inner(b.permute(1, 2, 0)), is: Tensor.einsum("ijk,klm->ijlm", a, b).array(of: Double.self))
    }

    @Test("of three vectors are perpendicular to them")
    func cross() {
        let (a, b) = (Self.numbers([5, 3]), Self.numbers([1, 3]) * 2)
        expect(a.cross(b).vecdot(a), is: [0, 0, 0, 0, 0])
        expect(Tensor([1, 0, 0]).cross(Tensor([0, 1, 0])), is: [0, 0, 1], dtype: .int64)
        #expect(a.t().cross(b.t(), dim: 0).shape == [3, 5])
    }

    @Test("of many matrices do not depend on the order")
    func multiDot() {
        let factors = [
            Self.numbers([7]), Self.numbers([7, 2]), Self.numbers([2, 9]), Self.numbers([9, 3]), Self.numbers([3]),
        ]
        let truth = factors.dropFirst().reduce(factors[0]) { $0.matmul($1) }
        expect(Tensor.multiDot(factors), is: truth.array(of: Double.self), shape: [])
        expect(
            Tensor.multiDot(Array(factors[1..<4])), is: factors[1].matmul(factors[2]).matmul(factors[3]).array(of: Double.self))
    }

    @Test("are added with factors, of which 0 leaves NaN out")
    func added() {
        let (a, b) = (Self.numbers([2, 3]), Self.numbers([3, 4]))
        let nan = Tensor.full([4], Double.nan, dtype: .float64)
        expect(nan.addmm(a, b, beta: 0), is: a.matmul(b).array(of: Double.self), shape: [2, 4])
        expect(
            Tensor.ones([], dtype: .float64).addmm(a, b, beta: 2, alpha: 0.5),
            is: (a.matmul(b) * 0.5 + 2).array(of: Double.self))
        let (x, y) = (Self.numbers([5, 2, 3], .int64), Self.numbers([5, 3, 4], .int64))
        expect(
            Tensor([1]).addbmm(x, y, beta: 3, alpha: -1), is: (3 - x.matmul(y).sum(dim: 0)).array(of: Double.self),
            dtype: .int64)
        expect(Tensor([[1.0], [2]]).addr(Tensor([1.0, 2]), Tensor([3.0, 4])), is: [4, 5, 8, 10])
    }
}
