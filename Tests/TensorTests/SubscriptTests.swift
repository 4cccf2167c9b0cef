import Tensor
import Testing

/// An index into the numbers 0 ..< 24 of shape [2, 3, 4], and what torch finds there.
struct Read: CustomTestStringConvertible {
    let testDescription: String
    let shape: Shape
    let values: String
    let read: @Sendable (Tensor) -> Tensor

    init(_ name: String, _ shape: Shape, _ values: String, _ read: @escaping @Sendable (Tensor) -> Tensor) {
        (testDescription, self.shape, self.values, self.read) = (name, shape, values, read)
    }

    static let all: [Read] = [
        Read("x[0]", [3, 4], "0 1 2 3 4 5 6 7 8 9 10 11") { x in x[0] },
        Read("x[-1, 2]", [4], "20 21 22 23") { x in x[-1, 2] },
        Read("x[1, -1, 0]", [], "20") { x in x[1, -1, 0] },
        Read("x[0..<1]", [1, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11") { x in x[0..<1] },
        Read("x[0, 1...]", [2, 4], "4 5 6 7 8 9 10 11") { x in x[0, 1...] },
        Read("x[.all, ..<2]", [2, 2, 4], "0 1 2 3 4 5 6 7 12 13 14 15 16 17 18 19") { x in x[.all, ..<2] },
        Read("x[.all, ...1]", [2, 2, 4], "0 1 2 3 4 5 6 7 12 13 14 15 16 17 18 19") { x in x[.all, ...1] },
        Read("x[.all, .all, 1...2]", [2, 3, 2], "1 2 5 6 9 10 13 14 17 18 21 22") { x in x[.all, .all, 1...2] },
        Read("x[.all, -2...(-1)]", [2, 2, 4], "4 5 6 7 8 9 10 11 16 17 18 19 20 21 22 23") { x in x[.all, -2...(-1)] },
        Read("x[.all, .all, -3 ..< -1]", [2, 3, 2], "1 2 5 6 9 10 13 14 17 18 21 22") { x in x[.all, .all, -3 ..< -1] },
        Read("x[.all, .all, -3..<0]", [2, 3, 3], "1 2 3 5 6 7 9 10 11 13 14 15 17 18 19 21 22 23") { x in x[.all, .all, -3..<0]
        },
        Read("x[.all, .all, ...(-1)]", [2, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[.all, .all, ...(-1)]
        },
        Read("x[.all, .all, ..<(-1)]", [2, 3, 3], "0 1 2 4 5 6 8 9 10 12 13 14 16 17 18 20 21 22") { x in x[.all, .all, ..<(-1)]
        },
        Read("x[.all, .all, 2..<100]", [2, 3, 2], "2 3 6 7 10 11 14 15 18 19 22 23") { x in x[.all, .all, 2..<100] },
        Read("x[.all, 3...]", [2, 0, 4], "") { x in x[.all, 3...] },
        Read("x[5..<7]", [0, 3, 4], "") { x in x[5..<7] },
        Read("x[.all, .slice(step: 2)]", [2, 2, 4], "0 1 2 3 8 9 10 11 12 13 14 15 20 21 22 23") { x in x[.all, .slice(step: 2)]
        },
        Read("x[.all, .all, .slice(1, nil, step: 2)]", [2, 3, 2], "1 3 5 7 9 11 13 15 17 19 21 23") { x in
            x[.all, .all, .slice(1, nil, step: 2)]
        },
        Read(
            "x[.ellipsis, .slice(nil, nil, step: -1)]", [2, 3, 4],
            "3 2 1 0 7 6 5 4 11 10 9 8 15 14 13 12 19 18 17 16 23 22 21 20"
        ) { x in x[.ellipsis, .slice(nil, nil, step: -1)] },
        Read("x[.ellipsis, .slice(-2, 0, step: -1)]", [2, 3, 2], "2 1 6 5 10 9 14 13 18 17 22 21") { x in
            x[.ellipsis, .slice(-2, 0, step: -1)]
        },
        Read("x[.all, .slice(step: -2)]", [2, 2, 4], "8 9 10 11 0 1 2 3 20 21 22 23 12 13 14 15") { x in
            x[.all, .slice(step: -2)]
        },
        Read("x[.ellipsis, .slice(100, -100, step: -3)]", [2, 3, 2], "3 0 7 4 11 8 15 12 19 16 23 20") { x in
            x[.ellipsis, .slice(100, -100, step: -3)]
        },
        Read("x[.ellipsis]", [2, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in x[.ellipsis] },
        Read("x[.ellipsis, 1]", [2, 3], "1 5 9 13 17 21") { x in x[.ellipsis, 1] },
        Read("x[1, .ellipsis, 0]", [3], "12 16 20") { x in x[1, .ellipsis, 0] },
        Read("x[0, 1, 2, .ellipsis]", [], "6") { x in x[0, 1, 2, .ellipsis] },
        Read("x[.newAxis]", [1, 2, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in x[.newAxis] },
        Read("x[0, .newAxis, 1...]", [1, 2, 4], "4 5 6 7 8 9 10 11") { x in x[0, .newAxis, 1...] },
        Read("x[.ellipsis, .newAxis]", [2, 3, 4, 1], "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[.ellipsis, .newAxis]
        },
        Read("x[.newAxis, .ellipsis, 0, .newAxis]", [1, 2, 3, 1], "0 4 8 12 16 20") { x in x[.newAxis, .ellipsis, 0, .newAxis]
        },
        Read("x[x .> 20]", [3], "21 22 23") { x in x[x .> 20] },
        Read("x[x .< 0]", [0], "") { x in x[x .< 0] },
        Read("x[Tensor([true, false])]", [1, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11") { x in x[Tensor([true, false])] },
        Read("x[.all, Tensor([true, false, true])]", [2, 2, 4], "0 1 2 3 8 9 10 11 12 13 14 15 20 21 22 23") { x in
            x[.all, Tensor([true, false, true])]
        },
        Read("x[0, x[0] .> 5]", [6], "6 7 8 9 10 11") { x in x[0, x[0] .> 5] },
        Read("x[.all, x[0] .> 9]", [2, 2], "10 11 22 23") { x in x[.all, x[0] .> 9] },
        Read("x[Tensor(true)]", [1, 2, 3, 4], "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[Tensor(true)]
        },
        Read("x[Tensor(false)]", [0, 2, 3, 4], "") { x in x[Tensor(false)] },
        Read(
            "x[Tensor([1, 0, 1])]", [3, 3, 4],
            "12 13 14 15 16 17 18 19 20 21 22 23 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"
        ) { x in x[Tensor([1, 0, 1])] },
        Read("x[Tensor([-1])]", [1, 3, 4], "12 13 14 15 16 17 18 19 20 21 22 23") { x in x[Tensor([-1])] },
        Read(
            "x[Tensor([[0, 1], [1, 0]])]", [2, 2, 3, 4],
            "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 12 13 14 15 16 17 18 19 20 21 22 23 0 1 2 3 4 5 6 7 8 9 10 11"
        ) { x in x[Tensor([[0, 1], [1, 0]])] },
        Read("x[Tensor(1)]", [3, 4], "12 13 14 15 16 17 18 19 20 21 22 23") { x in x[Tensor(1)] },
        Read("x[.all, Tensor([2, 0])]", [2, 2, 4], "8 9 10 11 0 1 2 3 20 21 22 23 12 13 14 15") { x in x[.all, Tensor([2, 0])]
        },
        Read("x[.ellipsis, Tensor([3, -4])]", [2, 3, 2], "3 0 7 4 11 8 15 12 19 16 23 20") { x in x[.ellipsis, Tensor([3, -4])]
        },
        Read("x[Tensor([0, 1]), Tensor([2, 0])]", [2, 4], "8 9 10 11 12 13 14 15") { x in x[Tensor([0, 1]), Tensor([2, 0])] },
        Read("x[.all, Tensor([0, 2]), Tensor([3, 1])]", [2, 2], "3 9 15 21") { x in x[.all, Tensor([0, 2]), Tensor([3, 1])] },
        Read("x[Tensor([0, 1]), .all, Tensor([3, 1])]", [2, 3], "3 7 11 13 17 21") { x in
            x[Tensor([0, 1]), .all, Tensor([3, 1])]
        },
        Read("x[Tensor([[0], [1]]), Tensor([0, 2])]", [2, 2, 4], "0 1 2 3 8 9 10 11 12 13 14 15 20 21 22 23") { x in
            x[Tensor([[0], [1]]), Tensor([0, 2])]
        },
        Read("x[0, .all, Tensor([1, 3])]", [3, 2], "1 3 5 7 9 11") { x in x[0, .all, Tensor([1, 3])] },
        Read("x[Tensor([1, 0]), 0]", [2, 4], "12 13 14 15 0 1 2 3") { x in x[Tensor([1, 0]), 0] },
        Read("x[Tensor([1, 0]), .newAxis, Tensor([2, 1])]", [2, 1, 4], "20 21 22 23 4 5 6 7") { x in
            x[Tensor([1, 0]), .newAxis, Tensor([2, 1])]
        },
        Read("x[1..., Tensor([1, 1]), ..<2]", [1, 2, 2], "16 17 16 17") { x in x[1..., Tensor([1, 1]), ..<2] },
        Read("x[Tensor([true, false]), Tensor([1])]", [1, 4], "4 5 6 7") { x in x[Tensor([true, false]), Tensor([1])] },
        Read("x[.newAxis, Tensor([1]), .ellipsis, -1]", [1, 1, 3], "15 19 23") { x in x[.newAxis, Tensor([1]), .ellipsis, -1] },
        Read("x[Tensor([Int]())]", [0, 3, 4], "") { x in x[Tensor([Int]())] },
        Read("x[Tensor([UInt8(1)])]", [1, 3, 4], "12 13 14 15 16 17 18 19 20 21 22 23") { x in x[Tensor([UInt8(1)])] },
        Read("x[Tensor([Int32(1)]), 2...]", [1, 1, 4], "20 21 22 23") { x in x[Tensor([Int32(1)]), 2...] },
        Read("x.transpose(0, 2)[1, Tensor([2, 0])]", [2, 2], "9 21 1 13") { x in x.transpose(0, 2)[1, Tensor([2, 0])] },
        Read("x[.slice(step: -1)][0, 0]", [4], "12 13 14 15") { x in x[.slice(step: -1)][0, 0] },
    ]
}

/// An assignment to the numbers 0 ..< 24 of shape [2, 3, 4], and what torch leaves there.
struct Write: CustomTestStringConvertible {
    let testDescription: String
    let values: String
    let assign: @Sendable (inout Tensor) -> Void

    init(_ name: String, _ values: String, _ assign: @escaping @Sendable (inout Tensor) -> Void) {
        (testDescription, self.values, self.assign) = (name, values, assign)
    }

    static let all: [Write] = [
        Write("x[0] = Tensor(-1)", "-1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[0] = Tensor(-1)
        },
        Write("x[1, 2, 3] = Tensor(7)", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 7") { x in
            x[1, 2, 3] = Tensor(7)
        },
        Write("x[0, 1...] = Tensor([1, 2, 3, 4])", "0 1 2 3 1 2 3 4 1 2 3 4 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[0, 1...] = Tensor([1, 2, 3, 4])
        },
        Write("x[.ellipsis, 0] = Tensor([[1, 2, 3], [4, 5, 6]])", "1 1 2 3 2 5 6 7 3 9 10 11 4 13 14 15 5 17 18 19 6 21 22 23")
        { x in x[.ellipsis, 0] = Tensor([[1, 2, 3], [4, 5, 6]]) },
        Write("x[.all, .slice(step: 2)] = Tensor(0)", "0 0 0 0 4 5 6 7 0 0 0 0 0 0 0 0 16 17 18 19 0 0 0 0") { x in
            x[.all, .slice(step: 2)] = Tensor(0)
        },
        Write("x[.slice(step: -1)] = x", "12 13 14 15 16 17 18 19 20 21 22 23 0 1 2 3 4 5 6 7 8 9 10 11") { x in
            x[.slice(step: -1)] = x
        },
        Write("x[.ellipsis, .slice(step: -1)] = Tensor([1, 2, 3, 4])", "4 3 2 1 4 3 2 1 4 3 2 1 4 3 2 1 4 3 2 1 4 3 2 1") { x in
            x[.ellipsis, .slice(step: -1)] = Tensor([1, 2, 3, 4])
        },
        Write("x[0] = x[1]", "12 13 14 15 16 17 18 19 20 21 22 23 12 13 14 15 16 17 18 19 20 21 22 23") { x in x[0] = x[1] },
        Write("x[.all, 0..<2] = x[.all, 1..<3]", "4 5 6 7 8 9 10 11 8 9 10 11 16 17 18 19 20 21 22 23 20 21 22 23") { x in
            x[.all, 0..<2] = x[.all, 1..<3]
        },
        Write("x[x .> 10] = Tensor(-1)", "0 1 2 3 4 5 6 7 8 9 10 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1 -1") { x in
            x[x .> 10] = Tensor(-1)
        },
        Write("x[x .> 21] = Tensor([5, 6])", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 5 6") { x in
            x[x .> 21] = Tensor([5, 6])
        },
        Write("x[x .> 99] = Tensor(1)", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[x .> 99] = Tensor(1)
        },
        Write(
            "x[Tensor([true, false]), 1] = Tensor([9, 8, 7, 6])",
            "0 1 2 3 9 8 7 6 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"
        ) { x in x[Tensor([true, false]), 1] = Tensor([9, 8, 7, 6]) },
        Write("x[Tensor([1, 0])] = Tensor([[[1]], [[2]]])", "2 2 2 2 2 2 2 2 2 2 2 2 1 1 1 1 1 1 1 1 1 1 1 1") { x in
            x[Tensor([1, 0])] = Tensor([[[1]], [[2]]])
        },
        Write("x[.all, Tensor([2, 0]), 1] = Tensor([5, 6])", "0 6 2 3 4 5 6 7 8 5 10 11 12 6 14 15 16 17 18 19 20 5 22 23") {
            x in x[.all, Tensor([2, 0]), 1] = Tensor([5, 6])
        },
        Write(
            "x[Tensor([0, 1]), .all, Tensor([3, 1])] = Tensor([1, 2, 3])",
            "0 1 2 1 4 5 6 2 8 9 10 3 12 1 14 15 16 2 18 19 20 3 22 23"
        ) { x in x[Tensor([0, 1]), .all, Tensor([3, 1])] = Tensor([1, 2, 3]) },
        Write("x[.newAxis, 0, 0] = Tensor([[1, 2, 3, 4]])", "1 2 3 4 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") {
            x in x[.newAxis, 0, 0] = Tensor([[1, 2, 3, 4]])
        },
        Write("x[0, 0] = Tensor([[[1, 2, 3, 4]]])", "1 2 3 4 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[0, 0] = Tensor([[[1, 2, 3, 4]]])
        },
        Write("x[.ellipsis] = Tensor(3)", "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3") { x in x[.ellipsis] = Tensor(3) },
        Write("x[0] = Tensor([0.9, -1.9, 2.5, 1e3])", "0 -1 2 1000 0 -1 2 1000 0 -1 2 1000 12 13 14 15 16 17 18 19 20 21 22 23")
        { x in x[0] = Tensor([0.9, -1.9, 2.5, 1e3]) },
        Write("x[2...] = Tensor(1)", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in x[2...] = Tensor(1)
        },
        Write("x[0] += Tensor(100)", "100 101 102 103 104 105 106 107 108 109 110 111 12 13 14 15 16 17 18 19 20 21 22 23") {
            x in x[0] += Tensor(100)
        },
        Write("x[x .< 3] *= Tensor(-2)", "0 -2 -4 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[x .< 3] *= Tensor(-2)
        },
        Write("x[Tensor(true)] = Tensor(4)", "4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4") { x in
            x[Tensor(true)] = Tensor(4)
        },
        Write("x[Tensor(false)] = Tensor(4)", "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23") { x in
            x[Tensor(false)] = Tensor(4)
        },
        Write("x[1][0][1...2] = Tensor(0)", "0 1 2 3 4 5 6 7 8 9 10 11 12 0 0 15 16 17 18 19 20 21 22 23") { x in
            x[1][0][1...2] = Tensor(0)
        },
    ]
}

@Suite("Subscript")
struct SubscriptTests {
    let numbers = Tensor.arange(24).reshape(2, 3, 4)

    @Test("reads what torch reads", arguments: Read.all)
    func read(_ read: Read) {
        let selected = read.read(numbers)
        #expect(selected.shape == read.shape)
        #expect(selected.dtype == .int64)
        #expect(words(selected) == read.values)
    }

    @Test("assigns as torch does", arguments: Write.all)
    func write(_ write: Write) {
        var x = numbers
        write.assign(&x)
        #expect(x.shape == numbers.shape)
        #expect(x.dtype == .int64)
        #expect(words(x) == write.values)
        #expect(numbers.array(of: Int.self) == Array(0..<24), "another holder of the elements saw the assignment")
    }

    @Test("assigns to a view without touching its source")
    func viewAssignment() {
        var row = numbers.transpose(0, 2)[1]
        row[0, 0] = Tensor(-5)
        #expect(words(row) == "-5 13 5 17 9 21")
        #expect(numbers.array(of: Int.self) == Array(0..<24))
    }

    @Test("a basic index is a view, a tensor in the index makes a copy")
    func sharing() {
        #expect(numbers[1, 1...].address == numbers.address + 16 * 8)
        #expect(numbers[.ellipsis, .slice(step: -1)].address == numbers.address + 3 * 8)
        #expect(numbers[Tensor([0])].address != numbers.address)
    }

    @Test("keeps the dtype that is assigned to", arguments: DType.allCases)
    func dtypes(dtype: DType) {
        var x = Tensor.zeros([2, 2], dtype: dtype)
        x[0] = Tensor([1.0, 0])
        x[1, Tensor([1])] = Tensor(true)
        #expect(x.dtype == dtype)
        #expect(words(x.to(.int64)) == "1 0 0 1")
    }

    @Test("assigns to a scalar")
    func scalar() {
        var x = Tensor(1.5)
        x[.ellipsis] = Tensor(2.5)
        #expect(x.item() == 2.5)
        x[Tensor(true)] = Tensor(3.5)
        #expect(x.item() == 3.5 && x.shape == [])
    }

    @Test("the last of several values for one element stays")
    func duplicates() {
        var x = Tensor.zeros([3], dtype: .int64)
        x[Tensor([1, 1, 1])] = Tensor([7, 8, 9])
        #expect(words(x) == "0 9 0")
    }

    private func words(_ x: Tensor) -> String { x.array(of: Int.self).map(String.init).joined(separator: " ") }
}
