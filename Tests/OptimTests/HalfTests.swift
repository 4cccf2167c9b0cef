import Optim
import Testing

@Suite("Parameters in half precision", .serialized)
struct HalfTests {
    static let halves: [DType] = [.float16, .bfloat16]

    @Test(
        "are moved in float32 by every rule, and rounded once a step",
        arguments: StateTests.optimizers.indices, halves)
    func steps(index: Int, dtype: DType) { follow(StateTests.optimizers[index], Tensor([0.5, -2, 0.25, 3]), dtype) }

    @Test("are also updated in float32 by Muon", arguments: halves)
    func matrix(dtype: DType) { follow({ Muon($0, learningRate: 0.01) }, Tensor([[0.5, -2], [0.25, 3]]), dtype) }

    /// Steps of halves beside those of float32 that are rounded in between.
    private func follow(_ make: StateTests.Make, _ start: Tensor, _ dtype: DType) {
        let half = NamedParameter("w", ParameterCell(start.to(dtype)))
        let single = NamedParameter("w", ParameterCell(half.cell.value!.to(.float32)))
        let (ours, reference) = (make([half]), make([single]))
        for step in 1...6 {
            let slope = (start * Double(step) * 1e-4).to(dtype)
            ours.step(half.cell.tracked!.gradients(cotangent: slope))
            reference.step(single.cell.tracked!.gradients(cotangent: slope.to(.float32)))
            single.cell.value = single.cell.value!.to(dtype).to(.float32)
            #expect(half.cell.value?.dtype == dtype)
            #expect(half.values == single.values)
        }
        let (state, expected) = (ours.stateDict, reference.stateDict)
        #expect(state.mapValues { $0.array(of: Double.self) } == expected.mapValues { $0.array(of: Double.self) })
        #expect(state.allSatisfy { $0.value.dtype == expected[$0.key]?.dtype })
    }

    static let small: [@Sendable ([NamedParameter]) -> Optimizer] = [
        { Adam($0) }, { AdamW($0, learningRate: 1e-3) }, { NAdam($0) }, { RMSprop($0, learningRate: 1e-3) }, { Adamax($0) },
        { Adagrad($0) },
        { RAdam($0) }, { Adadelta($0) }, { LAMB($0) }, { Adafactor($0) }, { RMSprop($0, learningRate: 1e-3, centered: true) },
    ]

    @Test("stay finite where squares of gradients underflow", arguments: small.indices, halves)
    func vanishing(index: Int, dtype: DType) {
        let w = parameter([0.5, 0.5], dtype: dtype)
        let optimizer = HalfTests.small[index]([w])
        for _ in 0..<20 { optimizer.step(gradients((w, [0, 2e-4]))) }
        #expect(w.values.allSatisfy { $0.isFinite && abs($0 - 0.5) < 0.3 })
        #expect(w.values[1] <= w.values[0])
    }

    @Test("are changed by Adam's first step without loss")
    func adam() {
        let w = parameter([0.5, 0.5], dtype: .float16)
        Adam([w]).step(gradients((w, [0, 2e-4])))
        #expect(w.values == [0.5, Double(Float16(0.499))])
    }

    @Test("have a float32 state, saved and restored with the same bits", arguments: StateTests.optimizers.indices, halves)
    func state(index: Int, dtype: DType) throws {
        let make = StateTests.optimizers[index]
        let w = parameter(Valley.start, dtype: dtype)
        let optimizer = make([w])
        for _ in 0..<5 { optimizer.step(Valley.slope(w)) }
        let copy = parameter(w.values, dtype: dtype)
        let other = make([copy])
        try other.load(optimizer.stateDict)
        for _ in 0..<5 {
            optimizer.step(Valley.slope(w))
            other.step(Valley.slope(copy))
        }
        #expect(copy.values == w.values)

        // As earlier versions saved it.
        try other.load(optimizer.stateDict.mapValues { $0.dtype == .float32 ? $0.to(dtype) : $0 })
        #expect(other.stateDict.values.allSatisfy { $0.dtype != dtype })
        other.step(Valley.slope(copy))
        #expect(copy.values.allSatisfy { $0.isFinite })
    }

    @Test("of LBFGS are moved along directions in float32", arguments: halves)
    func lbfgs(dtype: DType) throws {
        let w = parameter([1, -2], dtype: dtype)
        let optimizer = LBFGS([w], learningRate: 0.5)
        func loss() -> Tensor { (w.cell.tracked! - Tensor([0.25, 0.5], dtype: dtype)).square().sum() }
        for _ in 0..<3 { optimizer.step(loss) }
        #expect(w.cell.value?.dtype == dtype)
        expect(w.values, is: [0.25, 0.5], relative: 1e-2)
        let state = optimizer.stateDict
        #expect(state["gradient"]?.dtype == .float32 && state["direction"]?.dtype == .float32)
        try optimizer.load(state.mapValues { $0.dtype == .float32 ? $0.to(dtype) : $0 })
        #expect(optimizer.stateDict["gradient"]?.dtype == .float32)
    }

    @Test("are averaged in float32", arguments: halves)
    func averaged(dtype: DType) throws {
        let w = parameter([2], dtype: dtype)
        let average = WeightAverage([w], .exponential(decay: 0.999))
        average.update()
        w.cell.value = Tensor([3.0], dtype: dtype)
        for _ in 0..<3000 { average.update() }
        let state = average.stateDict
        #expect(state["averages/w"]?.dtype == .float32)
        expect(state["averages/w"]!.array(of: Double.self), is: [2.9503], relative: 1e-4)
        let rounded = dtype == .bfloat16 ? 2.953125 : 2.951171875
        average.applied { #expect(w.values == [rounded] && w.cell.value?.dtype == dtype) }
        #expect(w.values == [3])

        let other = WeightAverage([w], .exponential(decay: 0.999))
        try other.load(state)
        #expect(other.stateDict["averages/w"]?.array(of: Float.self) == state["averages/w"]?.array(of: Float.self))
        try other.load(state.mapValues { $0.dtype == .float32 ? $0.to(dtype) : $0 })
        #expect(other.stateDict["averages/w"]?.dtype == .float32)
        other.apply()
        #expect(w.values == [rounded] && w.cell.value?.dtype == dtype)
    }

    @Test("are averaged with equal weights in float32")
    func equalShares() {
        let w = parameter([0], dtype: .bfloat16)
        let average = WeightAverage([w])
        for step in 1...1000 {
            w.cell.value = Tensor([Double(step % 2)], dtype: .bfloat16)
            average.update()
        }
        expect(average.stateDict["averages/w"]!.array(of: Double.self), is: [0.5], relative: 1e-4)
    }

    @Test("have gradients that are clipped without rounding the factor", arguments: halves)
    func clipped(dtype: DType) {
        let w = parameter([0, 0], dtype: dtype)
        let clipped = gradients((w, [24576, 32768])).clipped(norm: 1e-3)[w.cell]!
        #expect(clipped.dtype == dtype)
        #expect(clipped.array(of: Double.self) == double([6e-4, 8e-4]).to(dtype).array(of: Double.self))
    }
}
