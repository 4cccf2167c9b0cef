import Compilation
import Testing

/// The rows of the documentation's table of what traps: data that a request may bring, what it does where nobody checks it, and what to
/// call before.
enum Request: String, CaseIterable, Codable {
    case ragged, count, rank9, negative, uncountable, memory, nan, huge, features, rank, dtype, image
    case token, index, label, ignored, probability, noRows

    private var ragged: [[Double]] { [[1, 2], [3]] }
    private var features: Tensor { .ones([2, 29]) }
    private var words: Tensor { Tensor([0, 7]) }

    /// Ends the program.
    func use() {
        switch self {
        case .ragged: _ = Tensor(ragged)
        case .count: _ = Tensor([1.0, 2, 3], shape: [2, 2])
        case .rank9: _ = Tensor([1.0], shape: Shape(Array(repeating: 1, count: 9)))
        case .negative: _ = Tensor.zeros([-1])
        case .uncountable: _ = Tensor.ones([1 << 62, 4])
        case .memory: _ = Tensor.zeros([1 << 46])
        case .nan: _ = Tensor([Double.nan], dtype: .int64)
        case .huge: _ = Tensor.full([1], 1e30, dtype: .int32)
        case .features: _ = Linear(30, 1)(features)
        case .rank: _ = Conv2d(1, 1, 3)(.ones([3]))
        case .dtype: _ = Linear(30, 1)(.ones([1, 30], dtype: .int64))
        case .image: _ = MaxPool2d(4)(.ones([1, 1, 2, 2]))
        case .token: _ = Embedding(5, 2)(words)
        case .index: _ = Tensor.arange(5).gather(dim: 0, words)
        case .label: _ = crossEntropy(.zeros([2, 5]), words)
        case .ignored: _ = nllLoss(.zeros([2, 5]), Tensor([-1, 0]))
        case .probability: _ = Tensor([1.0]).quantile(1.5)
        case .noRows: _ = Tensor.zeros([0, 30]).amax(dim: 0)
        }
    }

    /// Throws.
    func check() throws {
        switch self {
        case .ragged: _ = try Tensor(checking: ragged)
        case .count: _ = try Tensor(checking: [1.0, 2, 3], shape: [2, 2])
        case .rank9: _ = try Shape(checking: Array(repeating: 1, count: 9))
        case .negative: _ = try Shape(checking: [-1])
        case .uncountable: _ = try Shape(checking: [1 << 62, 4])
        case .memory: _ = try Tensor.full(checking: [1 << 46], 0.0)
        case .nan: _ = try Tensor(checking: [Double.nan], dtype: .int64)
        case .huge: _ = try Tensor.full(checking: [1], 1e30, dtype: .int32)
        case .features: try features.checked(shape: [nil, 30], dtype: .float32)
        case .rank: try Tensor.ones([3]).checked(shape: [nil, 1, nil, nil])
        case .dtype: try Tensor.ones([1, 30], dtype: .int64).checked(shape: [nil, 30], dtype: .float32)
        case .image: _ = try MaxPool2d(4).compiled(for: .ones([1, 1, 4, 4])).checked(.ones([1, 1, 2, 2]))
        case .token: try words.checked(classes: 5)
        case .index: _ = try Compiled(for: [Tensor([0, 1])]) { [Tensor.arange(5).gather(dim: 0, $0[0])] }.checked(words)
        case .label: try words.checked(classes: 5)
        case .ignored: try Tensor([-1, 0]).checked(classes: 5, ignoring: -100)
        case .probability: try Tensor([1.5]).checked(in: 0...1)
        case .noRows: try Tensor.zeros([0, 30]).checked(shape: [nil, 30])
        }
    }
}

@Suite("Compiled models that serve requests")
struct RequestTests {
    @Test("that are wrong end the program, and throw where they are checked", arguments: Request.allCases)
    func requests(request: Request) async {
        #expect(throws: InputError.self) { try request.check() }
        await #expect(processExitsWith: .failure) { [request] in request.use() }
    }

    @Test("that are right are answered, and a wrong one between them changes nothing")
    func server() throws {
        let model = Linear(3, 1, generator: Generator(seed: 1))
        let predict = model.compiled(for: .zeros([1, 3]), dynamicDims: [0: DynamicDim("batch", 1...64)])
        for request in [[[1.0, 2, 3]], [[1, 2]], [[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4]], [], [[]], [[1, 2, 3]]]
            as [[[Double]]]
        {
            let answer = try? predict.checked(Tensor(checking: request))
            if request.isEmpty || request.contains(where: { $0.count != 3 }) {
                #expect(answer.map(\.shape) == nil)
            } else {
                let expected = evaluating { model(Tensor(request)) }
                #expect(answer?.isIdentical(to: expected) == true)
            }
        }
    }
}
