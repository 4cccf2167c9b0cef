import Tensor
import Testing

@Suite("Joining and splitting")
struct JoiningTests {
    let a = Tensor([[1, 2], [3, 4]]), b = Tensor([[5, 6]])

    @Test("concatenate along any dim")
    func concatenate() {
        expect(.concatenate([a, b]), is: [1, 2, 3, 4, 5, 6], shape: [3, 2], dtype: .int64)
        expect(.concatenate([a, a.t()], dim: 1), is: [1, 2, 1, 3, 3, 4, 2, 4], shape: [2, 4])
        expect(.concatenate([a, b.t().expand(2, 3)], dim: -1), is: [1, 2, 5, 5, 5, 3, 4, 6, 6, 6], shape: [2, 5])
        expect(.concatenate([a.flip(0), b, b, b, a]), is: [3, 4, 1, 2, 5, 6, 5, 6, 5, 6, 1, 2, 3, 4], shape: [7, 2])
        expect(.concatenate([b]), is: [5, 6], shape: [1, 2])
    }

    @Test("concatenate empty tensors")
    func empty() {
        let none = Tensor([Double]())
        expect(.concatenate([none, a]), is: [1, 2, 3, 4], shape: [2, 2], dtype: .float32)
        expect(.concatenate([none, none.to(.float64)]), is: [], shape: [0], dtype: .float64)
        expect(.concatenate([.zeros([0, 2], dtype: .int64), a]), is: [1, 2, 3, 4], shape: [2, 2])
        expect(.concatenate([.zeros([2, 0], dtype: .int64), a, .zeros([2, 0], dtype: .int64)], dim: 1), is: [1, 2, 3, 4])
        #expect(Tensor.concatenate([.zeros([0, 3]), .zeros([0, 2])], dim: 1).shape == [0, 5])
    }

    @Test("concatenate promotes")
    func promotion() {
        expect(.concatenate([Tensor([true]), Tensor([2]), Tensor([0.5])]), is: [1, 2, 0.5], dtype: .float32)
    }

    @Test("stack pairs of every width", arguments: [DType.uint8, .float16, .float32, .float64])
    func pairs(dtype: DType) {
        let x = Tensor.arange(210).to(dtype)
        let y = x.flip(0).contiguous()
        let expected = (0..<210).flatMap { [Double($0), Double(209 - $0)] }
        expect(.stack([x, y], dim: 1), is: expected, shape: [210, 2], dtype: dtype)
    }

    @Test("stack along a new dim")
    func stack() {
        expect(.stack([a, a + 4]), is: [1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2])
        expect(.stack([a, a + 4], dim: 1), is: [1, 2, 5, 6, 3, 4, 7, 8], shape: [2, 2, 2])
        expect(.stack([a, a + 4], dim: -1), is: [1, 5, 2, 6, 3, 7, 4, 8], shape: [2, 2, 2])
        expect(.stack([Tensor(1), Tensor(2.5)]), is: [1, 2.5], shape: [2], dtype: .float32)
        #expect(Tensor.stack([.zeros([0]), .zeros([0])]).shape == [2, 0])
    }

    @Test("split, chunk and unbind undo what concatenate and stack do", arguments: 0..<3)
    func parting(dim: Int) {
        let x = Tensor.arange(5 * 6 * 7).reshape(5, 6, 7)
        for size in 1...8 {
            let slices = x.split(size, dim: dim)
            #expect(slices.count == (x.shape[dim] + size - 1) / size)
            #expect(slices.dropLast().allSatisfy { $0.shape[dim] == size })
            #expect(Tensor.concatenate(slices, dim: dim).array(of: Int.self) == x.array(of: Int.self))
        }
        let slices = x.split([2, 0, x.shape[dim] - 2], dim: dim - 3)
        #expect(slices.map { $0.shape[dim] } == [2, 0, x.shape[dim] - 2])
        #expect(Tensor.concatenate(slices, dim: dim).array(of: Int.self) == x.array(of: Int.self))
        #expect(Tensor.stack(x.unbind(dim: dim), dim: dim).array(of: Int.self) == x.array(of: Int.self))
    }

    @Test(
        "chunks are as torch's",
        arguments: [(5, 2, [3, 2]), (6, 4, [2, 2, 2]), (2, 5, [1, 1]), (7, 7, [1, 1, 1, 1, 1, 1, 1])])
    func chunks(size: Int, count: Int, expected: [Int]) {
        #expect(Tensor.arange(size).chunk(count).map(\.count) == expected)
    }
}
