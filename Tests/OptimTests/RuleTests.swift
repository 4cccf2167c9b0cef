import Optim
import Testing

@Suite("Rules")
struct RuleTests {
    @Test("Lion moves each element by the sign of its interpolated momentum")
    func lion() {
        let w = parameter([1, -2, 0.5])
        let optimizer = Lion([w], learningRate: 0.1, weightDecay: 0.5)
        optimizer.step(gradients((w, [3, -1, 0])))
        expect(w.values, is: [0.95 - 0.1, -1.9 + 0.1, 0.475], relative: 1e-14)
        expect(optimizer.stateDict["w/mean"]!.array(of: Double.self), is: [0.03, -0.01, 0], relative: 1e-14)
        // 0.9 · 0.03 - 0.1 · 0.1 stays positive.
        optimizer.step(gradients((w, [-0.1, 1, 2])))
        expect(w.values, is: [0.85 * 0.95 - 0.1, -1.8 * 0.95 - 0.1, 0.475 * 0.95 - 0.1], relative: 1e-14)
    }

    @Test("The norm of LAMB's step is the rate times the parameter's norm, whatever the gradient's")
    func lamb() {
        for scale in [1e-3, 1, 1e3] {
            let w = parameter([3, -4])
            let optimizer = LAMB([w], learningRate: 0.01, eps: 0)
            optimizer.step(gradients((w, [scale, scale])))
            // Both elements move alike, by 0.01 · 5 / √2.
            expect(w.values, is: [3 - 0.05 / 2.0.squareRoot(), -4 - 0.05 / 2.0.squareRoot()], relative: 1e-12)
        }
        let zero = parameter([0, 0])
        LAMB([zero], learningRate: 0.01, eps: 0).step(gradients((zero, [1, -1])))
        expect(zero.values, is: [-0.01, 0.01], relative: 1e-12)
        // With decay: r = 1 + λ w.
        let w = parameter([2])
        LAMB([w], learningRate: 0.1, eps: 0, weightDecay: 0.5).step(gradients((w, [5])))
        expect(w.values, is: [2 - 0.1 * 2], relative: 1e-12)
    }

    @Test("Muon's step of a matrix is near orthogonal, whichever side is longer", arguments: [[3, 5], [5, 3], [4, 4]])
    func muon(shape: [Int]) {
        let w = NamedParameter("w", ParameterCell(.zeros(Shape(shape))))
        let optimizer = Muon([w], learningRate: 1, weightDecay: 0)
        let slope = Tensor.normal(Shape(shape), generator: Generator(seed: 3))
        optimizer.step((w.cell.tracked! * slope).sum().gradients())
        let step = w.cell.value!
        let scale = max(1, Double(shape[0]) / Double(shape[1])).squareRoot()
        let gram = shape[0] <= shape[1] ? step.matmul(step.transpose(0, 1)) : step.transpose(0, 1).matmul(step)
        // Five steps bring singular values to within 0.3 of 1.
        #expect((gram / (scale * scale) - .eye(gram.shape[0])).abs().max().item() < 0.6)
        #expect((step * slope).sum().item() < 0)
    }

    @Test("Adafactor keeps row and column statistics of a matrix, and all of a vector's")
    func adafactor() throws {
        let w = NamedParameter("w", ParameterCell(.ones([2, 3, 4])))
        let b = parameter([1, 2])
        let optimizer = Adafactor([w, NamedParameter("b", b.cell)])
        optimizer.step((w.cell.tracked!.sum() + b.cell.tracked!.square().sum()).gradients())
        let state = optimizer.stateDict
        #expect(state["w/rows"]?.shape == [2, 3, 1])
        #expect(state["w/columns"]?.shape == [2, 1, 4])
        #expect(state["b/square"]?.shape == [2])
        try optimizer.load(state)
    }

    @Test("ASGD's average is of the parameters after its start")
    func asgd() {
        let w = parameter([1])
        let optimizer = ASGD([w], learningRate: 0.1, lambda: 0, start: 1)
        var places: [Double] = []
        for _ in 1...4 {
            optimizer.step(gradients((w, [1])))
            places += w.values
        }
        let average = optimizer.stateDict["w/average"]!.array(of: Double.self)
        // At steps 1 and 2 the parameter, then shares of 1, 1/2.
        expect(average, is: [places[2] + (places[3] - places[2]) / 2], relative: 1e-12)
    }

    static let fused: [@Sendable ([NamedParameter]) -> Optimizer] = [
        { SGD($0, learningRate: 0.1, weightDecay: 0.1, maximize: true) },
        { SGD($0, learningRate: 0.1, momentum: 0.9, dampening: 0.2, weightDecay: 0.1) },
        { SGD($0, learningRate: 0.1, momentum: 0.9, nesterov: true) }, { Momentum($0, learningRate: 0.1) },
        { AdamW($0, learningRate: 0.1, betas: (0.3, 0.9), weightDecay: 0.1) },
        { AdamW($0, learningRate: 0.1, weightDecay: 0.1, amsgrad: true, maximize: true) },
        { NAdam($0, learningRate: 0.1, weightDecay: 0.1, maximize: true) },
        { NAdam($0, learningRate: 0.1, weightDecay: 0.1, decoupledWeightDecay: true) },
        { RMSprop($0, learningRate: 0.1, alpha: 0.9, centered: true) },
        { RMSprop($0, learningRate: 0.1, momentum: 0.9, centered: true, maximize: true) },
        { RMSprop($0, learningRate: 0.1, weightDecay: 0.1) }, { RMSprop($0, learningRate: 0.1, momentum: 0.9) },
        { Adagrad($0, learningRate: 0.1, learningRateDecay: 0.1, initialAccumulator: 0.5) },
        { Adamax($0, learningRate: 0.1, weightDecay: 0.1) }, { Adadelta($0, learningRate: 0.1, weightDecay: 0.1) },
        { Lion($0, learningRate: 0.1, weightDecay: 0.1) },
    ]

    @Test("with a fused update agree with their formulas", arguments: fused.indices, [1, 16, 33])
    func fusedUpdate(index: Int, count: Int) {
        let values = (0..<count).map { Double($0 % 7) - 3 }
        let slopes = (0..<count).map { Double($0 % 5) * 0.25 - 0.5 }
        let (single, precise) = (parameter(values, dtype: .float32), parameter(values))
        for w in [single, precise] {
            let optimizer = RuleTests.fused[index]([w])
            for step in 1...3 { optimizer.step(gradients((w, slopes.map { $0 * Double(step) }))) }
        }
        expect(single.values, is: precise.values, relative: 1e-5)
    }

    @Test("with a fused update do not write to shared memory", arguments: fused.indices)
    func shared(index: Int) {
        let w = parameter([1, 2, 3], dtype: .float32)
        let optimizer = RuleTests.fused[index]([w])
        let before = w.cell.value!
        optimizer.step(gradients((w, [1, 1, 1])))
        #expect(before.array(of: Double.self) == [1, 2, 3])
        #expect(w.values != [1, 2, 3])
    }

    @Test("RMSprop's variance of a constant gradient is what remains of its start", arguments: [DType.float32, .float64])
    func variance(dtype: DType) {
        let w = parameter([0], dtype: dtype)
        let optimizer = RMSprop([w], learningRate: 1, alpha: 0.5, centered: true)
        var (place, share) = (0.0, 1.0)
        for _ in 1...40 {
            optimizer.step(gradients((w, [0.3])))
            share *= 0.5
            // Of a constant g, v is g² αᵗ (1 - αᵗ).
            let variance = 0.09 * share * (1 - share)
            place -= 0.3 / (variance.squareRoot() + 1e-8)
            let found = optimizer.stateDict["w/variance"]!.item()
            #expect(abs(found / variance - 1) < (dtype == .float32 ? 1e-2 : 1e-6))
            #expect(abs(w.values[0] / place - 1) < (dtype == .float32 ? 1e-2 : 1e-6))
        }
        for _ in 0..<1000 { optimizer.step(gradients((w, [0.3]))) }
        #expect(w.values[0].isFinite)
    }

    @Test("RMSprop's variance comes from the mean of squares of a state that was saved before")
    func formerVariance() throws {
        let w = parameter([1, 2, 3])
        let optimizer = RMSprop([w], momentum: 0.5, centered: true)
        var state: [String: Tensor] = [
            "groups/0/learningRate": Tensor(0.1, dtype: .float64), "w/step": Tensor(7), "w/square": double([0.5, 0.04, 0.1]),
            "w/mean": double([0.5, 0.2, 0.4]), "w/velocity": double([1, 1, 1]),
        ]
        try optimizer.load(state)
        let variance = optimizer.stateDict["w/variance"]!.array(of: Double.self)
        expect(variance, is: [0.25, 0, 0], relative: 1e-14)
        #expect(variance.allSatisfy { $0 >= 0 })
        optimizer.step(gradients((w, [1, 1, 1])))
        #expect(w.values.allSatisfy { $0.isFinite })
        state["w/square"] = double([1])
        #expect(throws: OptimizerStateError.self) { try optimizer.load(state) }
    }

    @Test("Adafactor's scale of a parameter is right where its squares overflow or underflow", arguments: [1e25, 1e-25])
    func adafactorScale(size: Double) {
        let w = parameter([size, size], dtype: .float32)
        Adafactor([w], learningRate: 0.1, eps: (nil, 0)).step(gradients((w, [1, 1])))
        expect(w.values.map { $0 / size }, is: [0.9, 0.9], relative: 1e-6)
    }

    static let mistakes: [@Sendable ([NamedParameter]) -> Void] = [
        { _ = AdamW($0, betas: (1, 0.9)) }, { _ = RMSprop($0, weightDecay: -1) }, { _ = Adadelta($0, rho: 1.5) },
        { _ = Rprop($0, etas: (1.1, 1.2)) }, { _ = Adafactor($0, beta2Decay: 0.5) }, { _ = Muon($0) },
        { _ = NAdam($0, eps: .nan) },
    ]

    @Test("refuse invalid options", arguments: mistakes.indices)
    func mistake(index: Int) async {
        await #expect(processExitsWith: .failure) { [index = index as Int] in
            RuleTests.mistakes[index]([parameter([1, 2])])
        }
    }
}
