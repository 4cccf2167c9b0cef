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
        let group = [
            "amsgrad", "baseLearningRate", "betas", "decoupledWeightDecay", "eps", "learningRate", "maximize", "weightDecay",
        ].map { "groups/0/" + $0 }
        #expect(optimizer.stateDict.keys.sorted() == group)
        optimizer.step(gradients((w, [1])))
        #expect(
            optimizer.stateDict.keys.sorted() == group + [
                "linear.weight/largest", "linear.weight/mean", "linear.weight/square", "linear.weight/step",
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
        ({ $0["groups/0/betas"] = Tensor([0.9, 1]) }, "optimizer state: groups/0/betas is not a valid value"),
        ({ $0["groups/0/eps"] = Tensor([0.9, 1]) }, "optimizer state: groups/0/eps is not a valid value"),
        ({ $0["groups/0/amsgrad"] = Tensor(0.5) }, "optimizer state: groups/0/amsgrad is not a valid value"),
        (
            { $0["groups/0/weightDecay"] = Tensor(Double.nan) },
            "optimizer state: groups/0/weightDecay is not a valid value"
        ),
        ({ $0["groups/0/scheduledLearningRate"] = Tensor(-0.1) }, "groups/0/scheduledLearningRate is not a learning rate"),
        ({ $0["groups/0/learningRate"] = Tensor(-0.1) }, "optimizer state: groups/0/learningRate is not a learning rate"),
        ({ $0["groups/0/learningRate"] = Tensor(Double.nan) }, "optimizer state: groups/0/learningRate is not a learning rate"),
    ]

    @Test("that does not match is refused, and nothing is changed", arguments: misfits.indices)
    func misfit(index: Int) throws {
        let w = parameter([1, 2], dtype: .float32)
        let optimizer = Adam([w])
        optimizer.step(gradients((w, [1, 1])))
        let before = optimizer.stateDict.mapValues { $0.array(of: Double.self) }
        var state = optimizer.stateDict
        for key in state.keys where key.hasPrefix("w/") { state[key]! *= 2 }
        StateTests.misfits[index].change(&state)
        let error = try #require(#expect(throws: OptimizerStateError.self) { try optimizer.load(state) })
        #expect("optimizer state: \(error.key) \(error.problem)".hasSuffix(StateTests.misfits[index].says))
        #expect(optimizer.stateDict.mapValues { $0.array(of: Double.self) } == before)
    }

    @Test("that does not match is refused with all differences")
    func differences() throws {
        let optimizer = Adam([parameter([1, 2])], learningRate: 0.1)
        let state: [String: Tensor] = [
            "groups/0/learningRate": Tensor(-1.0), "groups/0/betas": Tensor([0.5, 7]), "w/step": Tensor(3),
            "w/mean": Tensor([1.0]),
            "other": Tensor(1), "another": Tensor(1),
        ]
        let error = try #require(#expect(throws: OptimizerStateError.self) { try optimizer.load(state) })
        #expect(
            "\(error)" == """
                optimizer state:
                  groups/0/learningRate is not a learning rate
                  groups/0/betas is not a valid value
                  w/mean has shape [1], expected [2]
                  w/square is missing
                  another is not part of this optimizer's state
                  other is not part of this optimizer's state
                """)
        #expect(error.problems.count == 6 && error.key == "groups/0/learningRate")
        #expect(optimizer.learningRate == 0.1)
    }

    @Test("is checked first and loaded later, all at once")
    func prepared() throws {
        let w = parameter([1, 2])
        let optimizer = Adam([w], learningRate: 0.1)
        optimizer.step(gradients((w, [1, 1])))
        let (other, average) = (Adam([w], learningRate: 0.2), WeightAverage([w]))
        let load = try other.prepareToLoad(optimizer.stateDict)
        average.update()
        let loadAverage = try WeightAverage([w]).prepareToLoad(average.stateDict)
        #expect(other.learningRate == 0.2 && other.stateDict["w/step"] == nil)
        load()
        loadAverage()
        #expect(other.learningRate == 0.1 && other.stateDict["w/step"]?.item() == 1)

        let (quasi, later) = (LBFGS([w], learningRate: 0.5), LBFGS([w]))
        let loadQuasi = try later.prepareToLoad(quasi.stateDict)
        #expect(later.learningRate == 1)
        loadQuasi()
        #expect(later.learningRate == 0.5)
    }

    static let changed: [(changed: Make, plain: Make)] = [
        ({ SGD($0, momentum: 0.7, weightDecay: 0.1, nesterov: true, maximize: true) }, { SGD($0) }),
        ({ SGD($0, momentum: 0.7, dampening: 0.2) }, { SGD($0, momentum: 0.3) }),
        ({ Momentum($0, beta: 0.7) }, { Momentum($0) }),
        ({ Adam($0, betas: (0.8, 0.95), eps: 1e-5, weightDecay: 0.1, amsgrad: true, maximize: true) }, { Adam($0) }),
        ({ AdamW($0, betas: (0.8, 0.95), eps: 1e-5, weightDecay: 0.2) }, { Adam($0) }),
        ({ NAdam($0, eps: 1e-5, weightDecay: 0.1, momentumDecay: 0.1, decoupledWeightDecay: true) }, { NAdam($0) }),
        ({ RAdam($0, betas: (0.8, 0.95), eps: 1e-5, decoupledWeightDecay: true) }, { RAdam($0) }),
        ({ Adamax($0, betas: (0.8, 0.95), eps: 1e-5, weightDecay: 0.1) }, { Adamax($0) }),
        ({ Adagrad($0, learningRateDecay: 0.1, weightDecay: 0.1, initialAccumulator: 0.3, eps: 1e-5) }, { Adagrad($0) }),
        ({ Adadelta($0, rho: 0.7, eps: 1e-5, weightDecay: 0.1, maximize: true) }, { Adadelta($0) }),
        ({ RMSprop($0, alpha: 0.9, eps: 1e-5, weightDecay: 0.1, momentum: 0.5, centered: true) }, { RMSprop($0) }),
        ({ Rprop($0, etas: (0.3, 1.5), stepSizes: 0.01...2, maximize: true) }, { Rprop($0) }),
        ({ ASGD($0, lambda: 0.1, alpha: 0.5, start: 2, weightDecay: 0.1) }, { ASGD($0) }),
        ({ Adafactor($0, beta2Decay: -0.5, eps: (1e-5, 1e-2), clipping: 2, weightDecay: 0.1) }, { Adafactor($0) }),
        ({ Adafactor($0, beta2Decay: -0.5) }, { Adafactor($0, eps: (1e-5, 1e-2)) }),
        ({ Lion($0, betas: (0.8, 0.95), weightDecay: 0.1, maximize: true) }, { Lion($0) }),
        ({ LAMB($0, betas: (0.8, 0.95), eps: 1e-5, weightDecay: 0.1, maximize: true) }, { LAMB($0) }),
    ]

    @Test("has the options of the rule, so that the run goes on with them", arguments: changed.indices)
    func options(index: Int) throws {
        let w = parameter(Valley.start)
        let optimizer = StateTests.changed[index].changed([w])
        for _ in 0..<3 { optimizer.step(Valley.slope(w)) }
        let copy = parameter(w.values)
        let other = StateTests.changed[index].plain([copy])
        try other.load(optimizer.stateDict)
        #expect(
            other.stateDict.mapValues { $0.array(of: Double.self) }
                == optimizer.stateDict.mapValues { $0.array(of: Double.self) })
        for _ in 0..<3 {
            optimizer.step(Valley.slope(w))
            other.step(Valley.slope(copy))
        }
        #expect(copy.values == w.values)
    }

    @Test("has the options of Muon")
    func muon() throws {
        let w = NamedParameter("w", ParameterCell(Tensor.ones([2, 3])))
        let rule = MuonRule(
            weightDecay: 0.3, momentum: 0.7, nesterov: false, coefficients: (3, -4, 2), eps: 1e-5, steps: 3,
            adjustment: .matchAdamW)
        let (optimizer, other) = (Optimizer([w], rule: rule, learningRate: 0.1), Muon([w]))
        try other.load(optimizer.stateDict)
        let loaded = try #require(other.groups[0].rule as? MuonRule)
        #expect(loaded.coefficients == (3, -4, 2) && loaded.steps == 3 && loaded.adjustment == .matchAdamW)
        #expect(loaded.weightDecay == 0.3 && loaded.momentum == 0.7 && !loaded.nesterov && loaded.eps == 1e-5)
    }

    @Test("without options, as earlier versions saved it, leaves them as they are")
    func former() throws {
        let w = parameter([1, 2])
        let optimizer = AdamW([w], learningRate: 0.1, betas: (0.8, 0.95), weightDecay: 0.3)
        try optimizer.load([
            "groups/0/learningRate": Tensor(0.02, dtype: .float64), "groups/0/momentum": Tensor(0.5, dtype: .float64),
            "w/step": Tensor(1), "w/mean": double([1, 1]), "w/square": double([1, 1]),
        ])
        let rule = try #require(optimizer.groups[0].rule as? AdamRule)
        #expect(rule.betas == (0.5, 0.95) && rule.weightDecay == 0.3 && optimizer.learningRate == 0.02)
        let plain = Momentum([w])
        try plain.load([
            "groups/0/learningRate": Tensor(0.02, dtype: .float64), "groups/0/momentum": Tensor(0.5, dtype: .float64),
        ])
        #expect((plain.groups[0].rule as? MomentumRule)?.beta == 0.5)
    }

    /// A rule of a user's own, with an option.
    private struct Decay: UpdateRule {
        var share = 0.5

        static let options: [RuleOption<Decay>] = [RuleOption("share", \.share, in: 0...1)]

        func update(_ parameter: inout Tensor, with gradient: Tensor, state: inout OptimizerState, learningRate: Double) {
            parameter *= share
        }
    }

    @Test("has the options that a rule of a user's own names")
    func named() throws {
        let w = parameter([1])
        let optimizer = Optimizer([w], rule: Decay(share: 0.25), learningRate: 1)
        #expect(optimizer.stateDict["groups/0/share"]?.item() == 0.25)
        let other = Optimizer([w], rule: Decay(), learningRate: 1)
        try other.load(optimizer.stateDict)
        #expect((other.groups[0].rule as? Decay)?.share == 0.25)
        let error = #expect(throws: OptimizerStateError.self) { try other.load(["groups/0/share": Tensor(2.0)]) }
        #expect(error?.description == "optimizer state: groups/0/share is not a valid value")
    }
}
