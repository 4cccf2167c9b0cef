import DeviceSupport
import Optim
import Testing

@Suite("Optimizers on a device")
struct DeviceTests {
    /// Three steps down the valley from the test device or the CPU, and what is remembered then.
    private static func descend(_ device: Device, _ dtype: DType, _ make: ([NamedParameter]) -> Optimizer) throws -> [Tensor] {
        let w = try parameter(Valley.start, dtype: dtype, on: device)
        let optimizer = make([w])
        for _ in 0..<3 { optimizer.step(Valley.slope(w)) }
        let remembered = optimizer.stateDict.filter { $0.key.hasPrefix("w/") && $0.value.rank > 0 }
        return [w.cell.value!] + remembered.sorted { $0.key < $1.key }.map(\.value)
    }

    @Test("step as on the CPU, to the bit, and what they remember is there", arguments: Trajectory.all + Trajectory.others)
    func steps(trajectory: Trajectory) throws {
        let (here, there) = (
            try Self.descend(.cpu, .float64, trajectory.optimizer), try Self.descend(.trapping, .float64, trajectory.optimizer)
        )
        #expect(here.count == there.count)
        for (expected, found) in zip(here, there) {
            #expect(found.device == .trapping)
            #expect(found.hasSameBits(as: expected))
        }
    }

    @Test("step by formula in float32 as the CPU's fused update does", arguments: Trajectory.all + Trajectory.others)
    func formula(trajectory: Trajectory) throws {
        let found = try Self.descend(.trapping, .float32, trajectory.optimizer)
        let expected = try Self.descend(.cpu, .float32, trajectory.optimizer)
        for (found, expected) in zip(found, expected) {
            expect(found.array(of: Double.self), is: expected.array(of: Double.self), relative: 3e-6)
        }
    }

    @Test("follow parameters that move between steps, there and back", arguments: StateTests.optimizers.indices)
    func moving(index: Int) throws {
        let make = StateTests.optimizers[index]
        let (moved, still) = (parameter(Valley.start), parameter(Valley.start))
        let (a, b) = (make([moved]), make([still]))
        for device in [Device.cpu, .trapping, .otherTrapping, .cpu] {
            moved.cell.value = try moved.cell.value?.to(device)
            a.step(Valley.slope(moved))
            b.step(Valley.slope(still))
            #expect(moved.cell.value?.device == device)
            #expect(moved.values == still.values)
        }
    }

    @Test("load a state to where the parameters are", arguments: StateTests.optimizers.indices)
    func loading(index: Int) throws {
        let make = StateTests.optimizers[index]
        let (w, copy) = (parameter(Valley.start), try parameter(Valley.start, on: .trapping))
        let (a, b) = (make([w]), make([copy]))
        for _ in 0..<2 { a.step(Valley.slope(w)) }
        copy.cell.value = try w.cell.value?.to(.trapping)
        try b.load(a.stateDict)
        let remembered = b.stateDict.filter { $0.key.hasPrefix("w/") && $0.value.rank > 0 }
        #expect(remembered.allSatisfy { $0.value.device == .trapping })
        a.step(Valley.slope(w))
        b.step(Valley.slope(copy))
        #expect(copy.cell.value?.device == .trapping && copy.values == w.values)
    }

    @Test("LBFGS steps there, is loaded there, and follows", arguments: [LBFGS.LineSearch.fixedStep, .strongWolfe])
    func quasiNewton(search: LBFGS.LineSearch) throws {
        func optimizer(_ w: NamedParameter) -> LBFGS { LBFGS([w], maxIterations: 3, lineSearch: search) }
        let (here, there) = (parameter(Valley.start), try parameter(Valley.start, on: .trapping))
        var (a, b) = (optimizer(here), optimizer(there))
        func step() {
            a.step { Valley.loss(here) }
            b.step { Valley.loss(there) }
            #expect(there.values == here.values)
        }
        step()
        let state = a.stateDict
        (a, b) = (optimizer(here), optimizer(there))
        try a.load(state)
        try b.load(state)
        step()
        #expect(there.cell.value?.device == .trapping)
        there.cell.value = try there.cell.value?.to(.otherTrapping)
        step()
        #expect(there.cell.value?.device == .otherTrapping)
    }

    @Test("average weights there", arguments: [WeightAverage.Kind.equal, .exponential(decay: 0.9)])
    func averages(kind: WeightAverage.Kind) throws {
        let (here, there) = (parameter(Valley.start), try parameter(Valley.start, on: .trapping))
        let (a, b) = (WeightAverage([here], kind), WeightAverage([there], kind))
        for factor in [1.0, 2] {
            for (parameter, average) in [(here, a), (there, b)] {
                parameter.cell.update { $0 = $0 * factor }
                average.update()
            }
        }
        let loaded = WeightAverage([there], kind)
        try loaded.load(a.stateDict)
        loaded.update()
        a.update()
        for average in [a, loaded] { average.apply() }
        #expect(there.cell.value?.device == .trapping && there.values == here.values)
    }

    @Test("clip gradients there")
    func clipping() throws {
        let (here, there) = (parameter(Valley.start), try parameter(Valley.start, on: .trapping))
        for clip in [{ $0.clipped(norm: 0.1) }, { $0.clipped(value: 0.2) }] as [(Gradients) -> Gradients] {
            let (a, b) = (clip(Valley.slope(here))[here.cell]!, clip(Valley.slope(there))[there.cell]!)
            #expect(b.device == .trapping && b.hasSameBits(as: a))
        }
    }
}

private func parameter(_ values: [Double], dtype: DType = .float64, on device: Device) throws -> NamedParameter {
    NamedParameter("w", ParameterCell(try Tensor(values, dtype: dtype).to(device)))
}
