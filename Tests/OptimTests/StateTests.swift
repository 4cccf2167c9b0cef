import Optim
import Testing

@Suite("The state of an optimizer")
struct StateTests {
    typealias Make = @Sendable ([NamedParameter]) -> Optimizer

    static let optimizers: [Make] = [
        { SGD($0, learningRate: 0.1) }, { SGD($0, learningRate: 0.1, momentum: 0.9) }, { Momentum($0) }, { Adam($0) },
        { Adam($0, learningRate: 0.01, amsgrad: true) }, { AdamW($0) }, { NAdam($0) }, { RAdam($0) }, { Adamax($0) },
        { Adagrad($0, initialAccumulator: 0.1) }, { Adadelta($0) }, { RMSprop($0, momentum: 0.9, centered: true) },
        { Rprop($0) }, { ASGD($0, start: 2) }, { Adafactor($0) }, { Lion($0) }, { LAMB($0) },
    ]

    @Test("saved and loaded, continues with the same bits", arguments: optimizers.indices, [DType.float32, .float64])
    func roundTrip(index: Int, dtype: DType) throws {
        let make = StateTests.optimizers[index]
        let w = parameter(Valley.start, dtype: dtype)
        let optimizer = make([w])
        for _ in 0..<5 { optimizer.step(Valley.slope(w)) }
        optimizer.learningRate = 0.02

        let copy = parameter(w.values, dtype: dtype)
        let other = make([copy])
        try other.load(optimizer.stateDict)
        #expect(other.learningRate == 0.02)
        for _ in 0..<5 {
            optimizer.step(Valley.slope(w))
            other.step(Valley.slope(copy))
        }
        #expect(copy.values == w.values)
        #expect(other.stateDict.keys.sorted() == optimizer.stateDict.keys.sorted())
    }

    @Test("is named by the parameters' paths")
    func names() {
        let w = parameter([1], name: "linear.weight")
        let optimizer = Adam([w, parameter([1], name: "linear.bias")], amsgrad: true)
        #expect(optimizer.stateDict.keys.sorted() == ["groups/0/learningRate"])
        optimizer.step(gradients((w, [1])))
        #expect(
            optimizer.stateDict.keys.sorted() == [
                "groups/0/learningRate", "linear.weight/largest", "linear.weight/mean", "linear.weight/square",
                "linear.weight/step",
            ])
    }

    @Test("with a slash in a name is saved and loaded")
    func slash() throws {
        let w = parameter([1], name: "a/b/c")
        let optimizer = Adam([w])
        optimizer.step(gradients((w, [1])))
        try optimizer.load(optimizer.stateDict)
        #expect(optimizer.stateDict["a/b/c/step"]?.item() == 1)
    }

    @Test("is loaded from any dtype into the rule's")
    func dtype() throws {
        let w = parameter([1, 2], dtype: .float32)
        let optimizer = Adam([w])
        optimizer.step(gradients((w, [1, 1])))
        try optimizer.load(optimizer.stateDict.mapValues { $0.to(.float64) })
        #expect(optimizer.stateDict["w/mean"]?.dtype == .float32)
        optimizer.step(gradients((w, [1, 1])))
        #expect(optimizer.stateDict["w/step"]?.item() == 2)
    }

    static let misfits: [(change: @Sendable (inout [String: Tensor]) -> Void, says: String)] = [
        ({ $0["v/step"] = Tensor(1) }, "optimizer state: v/step is not part of this optimizer's state"),
        ({ $0["w/velocity"] = Tensor([1.0, 2]) }, "optimizer state: w/velocity is not part of this optimizer's state"),
        ({ $0["nonsense"] = Tensor(1) }, "optimizer state: nonsense is not part of this optimizer's state"),
        ({ $0["groups/1/learningRate"] = Tensor(1.0) }, "groups/1/learningRate is not part of this optimizer's state"),
        ({ $0["w/mean"] = Tensor([1.0, 2, 3]) }, "optimizer state: w/mean has shape [3], expected [2]"),
        ({ $0["w/square"] = Tensor(1.0) }, "optimizer state: w/square has shape [], expected [2]"),
        ({ $0["w/square"] = nil }, "optimizer state: w/square is missing"),
        ({ $0["w/step"] = nil }, "optimizer state: w/mean is not part of this optimizer's state"),
        ({ $0["w/step"] = Tensor(-1) }, "optimizer state: w/step is not a number of steps"),
        ({ $0["w/step"] = Tensor(1.5) }, "optimizer state: w/step is not a number of steps"),
        ({ $0["w/step"] = Tensor(Double.infinity) }, "optimizer state: w/step is not a number of steps"),
        ({ $0["w/step"] = Tensor([1, 2]) }, "optimizer state: w/step is not a number of steps"),
        ({ $0["groups/0/learningRate"] = Tensor(-0.1) }, "optimizer state: groups/0/learningRate is not a learning rate"),
        ({ $0["groups/0/learningRate"] = Tensor(Double.nan) }, "optimizer state: groups/0/learningRate is not a learning rate"),
    ]

    @Test("that does not match is refused, and nothing is changed", arguments: misfits.indices)
    func misfit(index: Int) throws {
        let w = parameter([1, 2], dtype: .float32)
        let optimizer = Adam([w])
        optimizer.step(gradients((w, [1, 1])))
        let before = optimizer.stateDict.mapValues { $0.array(of: Double.self) }
        var state = optimizer.stateDict.mapValues { $0 * 2 }
        StateTests.misfits[index].change(&state)
        let error = try #require(#expect(throws: OptimizerStateError.self) { try optimizer.load(state) })
        #expect("\(error)".hasSuffix(StateTests.misfits[index].says))
        #expect(optimizer.stateDict.mapValues { $0.array(of: Double.self) } == before)
    }
}
