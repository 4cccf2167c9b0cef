import NN
import Testing

private struct Classifier: Module {
    let linear = Linear(3, 2)
    @Buffer var count: Tensor = Tensor(0)
    func callAsFunction(_ x: Tensor) -> Tensor { linear(x) }
}

@Suite("The state of a model")
struct StateTests {
    @Test("is saved and loaded by name")
    func roundTrip() throws {
        let (model, other) = (Classifier(), Classifier())
        model.count = Tensor(7)
        #expect(model.stateDict.keys.sorted() == ["count", "linear.bias", "linear.weight"])
        try other.load(model.stateDict)
        let x = Tensor.normal([4, 3])
        #expect(model(x).array(of: Float.self) == other(x).array(of: Float.self))
        #expect(other.count.item() == 7)
    }

    @Test("is a value: training the model later does not change it")
    func value() {
        let model = Classifier()
        let before = model.stateDict["linear.bias"]!
        let copy = before.array(of: Float.self)
        model.linear.$bias.update { $0.withMutableElements(of: Float.self) { $0[0] += 1 } }
        #expect(before.array(of: Float.self) == copy)
        #expect(model.linear.bias!.array(of: Float.self) != copy)
        #expect(!before.requiresGradient)
    }

    @Test("that does not match is refused with all differences, and nothing is changed")
    func mismatch() throws {
        let model = Classifier()
        let before = model.stateDict.mapValues { $0.array(of: Double.self) }
        let state: [String: Tensor] = [
            "linear.weight": .ones([2, 4]), "count": Tensor(9), "linear.offset": .ones([2]), "extra": .ones([]),
        ]
        let error = try #require(#expect(throws: StateMismatch.self) { try model.load(state) })
        #expect(error.missing.map(\.name) == ["linear.bias"])
        #expect(error.unexpected.map(\.name) == ["extra", "linear.offset"])
        #expect(error.misshapen.map(\.name) == ["linear.weight"])
        #expect(
            "\(error)" == """
                the state does not fit Classifier:
                  missing     linear.bias    [2]
                  unexpected  extra          []
                  unexpected  linear.offset  [2]
                  shape       linear.weight  [2, 4], expected [2, 3]
                """)
        #expect(model.stateDict.mapValues { $0.array(of: Double.self) } == before)
    }

    @Test("is checked first and loaded later, all at once")
    func prepared() throws {
        let (model, other) = (Classifier(), Classifier())
        other.count = Tensor(9)
        let load = try model.prepareToLoad(other.stateDict)
        #expect(model.count.item() == 0)
        load()
        #expect(model.count.item() == 9)
        #expect(model.linear.weight.array(of: Float.self) == other.linear.weight.array(of: Float.self))
        #expect(throws: StateMismatch.self) { try model.prepareToLoad([:]) }
    }

    @Test("takes the model's dtypes")
    func dtype() throws {
        let model = Classifier()
        try model.load([
            "linear.weight": double([1, 2, 3, 4, 5, 6], shape: [2, 3]), "linear.bias": Tensor([1, 2]), "count": Tensor(3.0),
        ])
        #expect(model.linear.weight.dtype == .float32)
        #expect(model.linear.bias?.dtype == .float32)
        #expect(model.count.dtype == .int64)
        expect(model(Tensor([[1.0, 0, 0]])), is: [2, 6])
    }

    @Test("of tensors on a graph is loaded without it")
    func traced() throws {
        let model = Linear(1, 1, bias: false)
        try model.load(["weight": Tensor([[2.0]]).requiringGradient() * 3])
        let gradients = model(Tensor([[5.0]])).gradients()
        #expect(gradients.count == 1)
        expect(gradients[model.$weight], is: [5])
    }
}
