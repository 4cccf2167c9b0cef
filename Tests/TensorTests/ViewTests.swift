import Tensor
import Testing

/// A view of the numbers 0 ..< 24 of shape [2, 3, 4]: its shape, strides, and where its first element lies.
struct View: CustomTestStringConvertible {
    let testDescription: String
    let shape: Shape
    let strides: Shape
    let offset: Int
    let make: @Sendable (Tensor) -> Tensor

    init(
        _ name: String, _ shape: Shape, _ strides: Shape, offset: Int = 0, _ make: @escaping @Sendable (Tensor) -> Tensor
    ) {
        (testDescription, self.shape, self.strides, self.offset, self.make) = (name, shape, strides, offset, make)
    }

    static let all: [View] = [
        View("slice by 2", [2, 3, 2], [12, 4, 2], offset: 1) { $0.slice(dim: 2, from: 1, step: 2) },
        View("slice backwards", [2, 3, 4], [12, 4, -1], offset: 3) { $0.slice(dim: -1, step: -1) },
        View("slice backwards by 2", [2, 2, 4], [12, -8, 1], offset: 8) { $0.slice(dim: 1, from: -1, step: -2) },
        View("slice of a slice", [2, 1, 4], [12, -4, 1], offset: 4) { $0.slice(dim: 1, from: 1, to: 0, step: -1) },
        View("flip of two dims", [2, 3, 4], [-12, 4, -1], offset: 15) { $0.flip(0, 2) },
        View("narrow", [2, 2, 4], [12, 4, 1], offset: 4) { $0.narrow(dim: 1, start: 1, length: 2) },
        View("narrow from the end", [1, 3, 4], [12, 4, 1], offset: 12) { $0.narrow(dim: 0, start: -1, length: 1) },
        View("select", [2, 4], [12, 1], offset: 8) { $0.select(dim: 1, -1) },
        View("transpose", [4, 3, 2], [1, 4, 12]) { $0.transpose(0, -1) },
        View("permute", [4, 2, 3], [1, 12, 4]) { $0.permute(2, 0, -2) },
        View("movedim", [4, 2, 3], [1, 12, 4]) { $0.movedim(2, to: 0) },
        View("t", [4, 3], [1, 4], offset: 12) { $0[1].t() },
        View("unsqueeze in front", [1, 2, 3, 4], [24, 12, 4, 1]) { $0.unsqueeze(0) },
        View("unsqueeze at the end", [2, 3, 4, 1], [12, 4, 1, 1]) { $0.unsqueeze(-1) },
        View("squeeze of all", [2, 3, 4], [12, 4, 1]) { $0.unsqueeze(0).unsqueeze(-1).squeeze() },
        View("squeeze of one", [2, 3, 4, 1], [12, 4, 1, 1]) { $0.unsqueeze(0).unsqueeze(-1).squeeze(0) },
        View("squeeze of a larger dim does nothing", [2, 3, 4], [12, 4, 1]) { $0.squeeze(1) },
        View("expand of a slice", [2, 5, 4], [12, 0, 1], offset: 4) { $0[.all, 1..<2].expand(-1, 5, 4) },
        View("expand with new dims", [3, 2, 4], [0, 12, 1], offset: 8) { $0.select(dim: 1, 2).expand(3, 2, 4) },
        View("reshape", [6, 4], [4, 1]) { $0.reshape(6, -1) },
        View("reshape to a vector", [24], [1]) { $0.reshape(-1) },
        View("reshape of columns that joins rows", [6, 2], [4, 1]) { $0[.ellipsis, ..<2].reshape(6, 2) },
        View("reshape of a transpose that splits a dim", [2, 2, 3, 2], [2, 1, 4, 12]) {
            $0.transpose(0, 2).reshape(2, 2, 3, 2)
        },
        View("reshape of every second", [12], [2]) { $0.flatten()[.slice(step: 2)].reshape(3, 4).flatten() },
        View("reshape of the reverse", [24], [-1], offset: 23) { $0.flip(0, 1, 2).flatten() },
        View("flatten of the last dims", [2, 12], [12, 1]) { $0.flatten(from: 1) },
        View("unflatten", [2, 3, 2, 2], [12, 4, 2, 1]) { $0.unflatten(-1, into: [2, -1]) },
        View("chunk", [2, 3, 2], [12, 4, 1], offset: 2) { $0.chunk(2, dim: 2)[1] },
        View("split", [2, 1, 4], [12, 4, 1], offset: 8) { $0.split(2, dim: 1)[1] },
        View("unbind", [2, 3], [12, 4], offset: 1) { $0.unbind(dim: -1)[1] },
    ]
}

@Suite("Views")
struct ViewTests {
    let numbers = Tensor.arange(24).reshape(2, 3, 4)

    @Test("read the source's memory with strides of their own", arguments: View.all)
    func views(view: View) {
        let x = view.make(numbers)
        #expect(x.shape == view.shape)
        #expect(x.strides == view.strides)
        #expect(x.address == numbers.address + view.offset * 8)
        #expect(x.array(of: Int.self) == positions(view).map { view.offset + $0 })
        #expect(x.contiguous().array(of: Int.self) == x.array(of: Int.self))
        #expect(x.isContiguous == (x.contiguous().address == x.address))
    }

    /// The offsets that the strides lead to, in the order of the indices.
    private func positions(_ view: View) -> [Int] {
        zip(view.shape, view.strides).reduce([0]) { starts, dim in
            starts.flatMap { start in (0..<dim.0).map { start + $0 * dim.1 } }
        }
    }

    @Test("reshape copies where no strides would do")
    func reshapeCopies() {
        let x = numbers.transpose(1, 2)
        let y = x.reshape(2, 12)
        #expect(y.address != x.address && y.isContiguous)
        #expect(y.array(of: Int.self) == x.array(of: Int.self))
        #expect(numbers[.ellipsis, ..<3].flatten().address != numbers.address)
        #expect(numbers.select(dim: 1, 0).flatten().array(of: Int.self) == [0, 1, 2, 3, 12, 13, 14, 15])
    }

    @Test("a view outlives its source")
    func lifetime() {
        func column() -> Tensor { Tensor.arange(6).reshape(2, 3)[.all, 1] }
        let x = column()
        _ = (0..<10).map { _ in Tensor.zeros([6], dtype: .int64) }
        #expect(x.array(of: Int.self) == [1, 4])
    }

    @Test(
        "sizes of 1 and 0 have views too",
        arguments: [([0, 3], [3, 0]), ([1, 1], []), ([], [1, 1]), ([5, 0, 2], [0])] as [(Shape, Shape)])
    func degenerate(from: Shape, to: Shape) {
        let x = Tensor.ones(from)
        #expect(x.reshape(to).shape == to)
        #expect(x.permute(Array(x.shape.indices.reversed())).reshape(to).shape == to)
        #expect(x.expand(Shape([2] + from)).reshape(Shape([2] + to)).count == 2 * x.count)
    }

    @Test("a size of 1 expands to 0, and -1 is inferred, even as 0")
    func stretching() {
        #expect(Tensor.ones([1, 2]).expand(0, 2).shape == [0, 2])
        #expect(Tensor.ones([0]).reshape(-1).shape == [0])
        #expect(Tensor.ones([0, 2]).reshape(-1, 2).shape == [0, 2])
        #expect(Tensor(1).flatten().shape == [1])
        #expect(Tensor(1).t().shape == [])
    }

    @Test("slices have Python's bounds", arguments: [-7, -5, -4, -1, 0, 1, 3, 4, 5, 9], [-3, -2, -1, 1, 2, 3])
    func bounds(start: Int, step: Int) {
        for end in [-7, -5, -4, -1, 0, 1, 3, 4, 5, 9] {
            // Python: pull both bounds in, then step until the end is reached or passed.
            let (low, high) = step > 0 ? (0, 5) : (-1, 4)
            func pulled(_ bound: Int) -> Int { min(max(bound < 0 ? bound + 5 : bound, low), high) }
            let expected = Array(stride(from: pulled(start), to: pulled(end), by: step))
            #expect(Tensor.arange(5).slice(dim: 0, from: start, to: end, step: step).array(of: Int.self) == expected)
        }
    }

    @Test("writing to one of two copies leaves the other's elements", arguments: View.all)
    func copyOnWrite(view: View) {
        var source = numbers
        let x = view.make(source)
        var y = x
        let before = x.array(of: Int.self)
        y[.ellipsis] = Tensor(-1)
        #expect(y.array(of: Int.self) == before.map { _ in -1 })
        #expect(x.array(of: Int.self) == before)
        source[.ellipsis] = Tensor(-2)
        #expect(x.array(of: Int.self) == before)
        #expect(numbers.array(of: Int.self) == Array(0..<24))
    }

    @Test("the only reference is written to in place")
    func writeInPlace() {
        var x = Tensor.zeros([4])
        let address = x.address
        x[1] = Tensor(1.0)
        x[2...] = Tensor([2.0, 3])
        #expect(x.address == address)
        expect(x, is: [0, 1, 2, 3])
    }

    @Test("a view without gaps has the strides of its shape, so that slices of it are whole")
    func stridesWithoutGaps() {
        let row = Tensor([[1.0], [2], [3]]).t()
        #expect(row.isContiguous)
        #expect(row.strides == [3, 1])
        expect(row.indexSelect(dim: 0, Tensor([0, 0])), is: [1, 2, 3, 1, 2, 3], shape: [2, 3])
        expect(row.indexAdd(dim: 0, Tensor([0]), row), is: [2, 4, 6])
    }
}
