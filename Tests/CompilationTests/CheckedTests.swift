import Compilation
import Testing

/// An input that a compiled model refuses, and what is said of it.
private struct RefusedInput: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: @Sendable () -> Compiled
    let input: @Sendable () -> Tensor
    let reason: InputError.Reason
    let says: String

    init(
        _ name: String, _ reason: InputError.Reason, _ says: String, _ model: @escaping @Sendable () -> Compiled,
        _ input: @escaping @Sendable () -> Tensor
    ) {
        (testDescription, self.reason, self.says, self.model, self.input) = (name, reason, says, model, input)
    }

    @Sendable static func linear() -> Compiled {
        Linear(3, 1).compiled(for: .zeros([1, 3]), dynamicDims: [0: DynamicDim("batch", 0...8)])
    }

    /// Of square images from 8 by 8 on, whose sides are even.
    @Sendable static func images() -> Compiled {
        let side = DynamicDim("side", 8...16, multipleOf: 2)
        let model = Sequential {
            Conv2d(1, 2, 5)
            MaxPool2d(2)
        }
        return model.compiled(for: .zeros([1, 1, 8, 8]), dynamicDims: [2: side, 3: side])
    }

    @Sendable static func words() -> Compiled {
        Compiled(for: [.zeros([1, 4], dtype: .int64)], dynamicDims: [[1: DynamicDim("length", 1...6)]]) {
            [table = Embedding(5, 2)] in
            [table($0[0])]
        }
    }

    @Sendable static func reader() -> Compiled { Compiled(for: [Tensor([1.0])]) { [$0[0] * $0[0].item()] } }

    /// A loss of so many predictions, of which each kernel and each step of a program takes other numbers.
    @Sendable static func loss(_ count: Int, _ reduction: LossReduction) -> Compiled {
        let targets = Tensor.zeros([count])
        return Compiled(for: [.full([count], 0.5)]) { [binaryCrossEntropy($0[0], targets, reduction: reduction)] }
    }

    static let all = [
        RefusedInput("probability", .value, "binaryCrossEntropy: a prediction must be in [0, 1], got 1.25 at index 2") {
            loss(3, .mean)
        } _: {
            Tensor([0.5, 1, 1.25])
        },
        RefusedInput("probabilities one by one", .value, "a prediction must be in [0, 1], got -0.5 at index 0") {
            loss(2, .none)
        } _: {
            Tensor([-0.5, 1])
        },
        RefusedInput("many probabilities", .value, "a prediction must be in [0, 1], got 2.0 at index 0") {
            loss(20_000, .sum)
        } _: {
            .full([20_000], 2.0)
        },
        RefusedInput("features", .shape, "compiled: input 0 has shape [2, 4], expected [batch 0...8, 3]", linear) {
            .zeros([2, 4])
        },
        RefusedInput("rank", .shape, "compiled: input 0 has shape [3], expected", linear) { .zeros([3]) },
        RefusedInput("rank 0", .shape, "compiled: input 0 has shape [], expected", linear) { Tensor(1.0) },
        RefusedInput("batch", .shape, "compiled: input 0 has shape [9, 3], expected", linear) { .zeros([9, 3]) },
        RefusedInput("dtype", .dtype, "compiled: input 0 is float64, expected float32", linear) {
            .zeros([1, 3], dtype: .float64)
        },
        RefusedInput("small image", .shape, "[1, 1, 4, 4], expected [1, 1, side 8...16 by 2, side 8...16 by 2]", images) {
            .zeros([1, 1, 4, 4])
        },
        RefusedInput("odd image", .shape, "[1, 1, 9, 9]", images) { .zeros([1, 1, 9, 9]) },
        RefusedInput("oblong image", .shape, "[1, 1, 8, 10], where side is 8", images) { .zeros([1, 1, 8, 10]) },
        RefusedInput("token", .value, "embedding: index 5 is not in 0..<5 (index [0, 2])", words) { Tensor([[0, 1, 5, 0]]) },
        RefusedInput("token of another length", .value, "embedding: index -1 is not in 0..<5 (index [0, 1])", words) {
            Tensor([[0, -1]])
        },
        RefusedInput("long text", .shape, "[1, 7]", words) { .zeros([1, 7], dtype: .int64) },
        RefusedInput("no example", .unchecked, "no example", { Compiled { [$0[0] + 1] } }, { Tensor([1.0]) }),
        RefusedInput("values that are read", .unchecked, "reads", reader) { Tensor([2.0]) },
    ]

    static let indexed: [(name: String, function: @Sendable (Tensor) -> Tensor)] = [
        ("indexSelect", { Tensor.arange(5).indexSelect(dim: 0, $0) }), ("gather", { Tensor.arange(5).gather(dim: 0, $0) }),
        ("take", { Tensor.arange(5).take($0) }), ("embedding", { $0.embedding(.ones([5, 2])) }),
        ("indexAdd", { Tensor.zeros([5]).indexAdd(dim: 0, $0, .ones([2])) }),
        ("indexCopy", { Tensor.zeros([5]).indexCopy(dim: 0, $0, .ones([2])) }),
        ("scatterAdd", { Tensor.zeros([5]).scatterAdd(dim: 0, $0, .ones([2])) }),
        ("put", { Tensor.zeros([5]).put($0, .ones([2])) }), ("subscript", { Tensor.arange(5)[$0] }),
        ("crossEntropy", { crossEntropy(.zeros([2, 5]), $0) }), ("nllLoss", { nllLoss(.zeros([2, 5]), $0) }),
        ("multiMarginLoss", { multiMarginLoss(.zeros([2, 5]), $0) }),
        ("multilabelMarginLoss", { multilabelMarginLoss(.zeros([2, 5]), $0.unsqueeze(1).expand([2, 5])) }),
    ]
}

@Suite("Checked calls")
struct CheckedTests {
    @Test("throw what is wrong with an input, at the first call and later ones", arguments: RefusedInput.all)
    fileprivate func refusals(refusal: RefusedInput) throws {
        let compiled = refusal.model()
        for _ in 0..<3 {
            let error = #expect(throws: InputError.self) { try compiled.checked(refusal.input()) }
            #expect(error?.reason == refusal.reason)
            let text = error?.description ?? ""
            #expect(text.contains(refusal.says), "\(text)")
        }
    }

    @Test("throw where an index or a class is out of range", arguments: RefusedInput.indexed.indices)
    func indices(number: Int) throws {
        let (name, function) = RefusedInput.indexed[number]
        let compiled = Compiled(for: [Tensor([1, 0])]) { [function($0[0])] }
        let x = Tensor([0, 4])
        for wrong in [Tensor([0, 5]), Tensor([0, 1 << 40]), Tensor([-1 << 40, 0])] {
            let error = #expect(throws: InputError.self) { try compiled.checked(wrong) }
            #expect(error.map(\.operation) == name)
            #expect(error?.reason == .value)
            #expect(try compiled.checked(x).isIdentical(to: function(x)))
        }
        #expect(compiled.fallback == nil)
    }

    @Test("give what the function gives, for more sizes than are kept")
    func sizes() throws {
        let model = Linear(3, 2, generator: Generator(seed: 1))
        let compiled = model.compiled(for: .zeros([1, 3]), dynamicDims: [0: DynamicDim("batch", 0...40)])
        for round in 0..<3 as Range<UInt64> {
            for rows in 0...40 {
                let x = Tensor.normal([rows, 3], generator: Generator(seed: round))
                #expect(try compiled.checked(x).isIdentical(to: evaluating { model(x) }))
            }
        }
        #expect(compiled.fallback == nil)
    }

    @Test("take inputs whose dims agree, and leave buffers alone where they are traced")
    func several() throws {
        let (batch, calls) = (DynamicDim("batch", 1...4), ParameterCell(Tensor([0]), kind: .buffer))
        let compiled = Compiled(for: [.zeros([1, 2]), .zeros([1], dtype: .int64)], dynamicDims: [[0: batch], [0: batch]]) {
            calls.value = calls.value! + 1
            return [crossEntropy($0[0], $0[1], reduction: .none)]
        }
        #expect(calls.value?.item() == 1)
        for rows in [3, 3, 2] {
            let loss = try compiled.checked([.zeros([rows, 2]), .ones([rows], dtype: .int64)])[0]
            #expect(loss.isIdentical(to: crossEntropy(.zeros([rows, 2]), .ones([rows], dtype: .int64), reduction: .none)))
        }
        #expect(calls.value?.item() == 4)
        #expect(throws: InputError.self) { try compiled.checked([.zeros([3, 2]), .ones([2], dtype: .int64)]) }
        #expect(throws: InputError.self) { try compiled.checked([.zeros([3, 2]), Tensor([0, 1, 2])]) }
        #expect(throws: InputError.self) { try compiled.checked([.zeros([3, 2])]) }
        #expect(calls.value?.item() == 4)
    }

    @Test("take what ordinary calls have traced, where no example was given")
    func recorded() throws {
        let compiled = Compiled { [$0[0] * 2] }
        _ = compiled(Tensor([1.0, 2]))
        #expect(try compiled.checked(Tensor([3.0, 4])).isIdentical(to: Tensor([6.0, 8])))
        let shape = #expect(throws: InputError.self) { try compiled.checked(Tensor([1.0])) }
        #expect(shape.map { "\($0)" } == "compiled: the input is float32 [1], expected float32 [2]")
        let dtype = #expect(throws: InputError.self) { try compiled.checked(Tensor([1, 2])) }
        #expect(dtype?.reason == .dtype)
    }

    @Test("trap at once where the function does not take the sizes that were promised")
    func promises() async {
        await #expect(processExitsWith: .failure) {
            _ = MaxPool2d(4).compiled(for: .zeros([1, 1, 8, 8]), dynamicDims: [2: DynamicDim("height", 2...8)])
        }
        await #expect(processExitsWith: .failure) {
            let positions = Tensor.zeros([16, 2])
            _ = Compiled(for: [.zeros([4, 2])], dynamicDims: [[0: DynamicDim("length", 1...32)]]) {
                [$0[0] + positions.narrow(dim: 0, start: 0, length: $0[0].shape[0])]
            }
        }
        await #expect(processExitsWith: .failure) {
            _ = Linear(3, 1).compiled(for: .zeros([1, 3]), dynamicDims: [2: DynamicDim("batch", 1...2)])
        }
    }

    @Test("ordinary calls trap on the same values, in the same words")
    func traps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let compiled = Compiled(for: [Tensor([1, 0])]) { [Tensor.arange(5).indexSelect(dim: 0, $0[0])] }
            _ = compiled(Tensor([0, 5]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("indexSelect: index 5 is out of range for a dim of size 5"))
    }
}
