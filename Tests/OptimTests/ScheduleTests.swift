import Optim
import Testing

@Suite("Schedules are torch's")
struct ScheduleTests {
    private func rates(_ schedule: some Schedule, base: Double = 0.1, count: Int) -> [Double] {
        let optimizer = SGD([parameter([1])], learningRate: base)
        let scheduler = Scheduler(optimizer, schedule)
        return (0..<count).map { _ in
            defer { scheduler.step() }
            return optimizer.learningRate
        }
    }

    @Test("StepLR")
    func step() {
        let expected = [0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125].flatMap { Array(repeating: $0, count: 7) }
        expect(rates(StepLR(stepSize: 7, gamma: 0.5), count: 42), is: expected, relative: 1e-15)
    }

    @Test("CosineAnnealingLR, down and up again")
    func cosine() {
        let down = [
            0.1, 0.09856161996258958, 0.09433007326983389, 0.0875512820344695, 0.07861920496319222, 0.0680529419086055,
            0.056466565672638476, 0.04453343432736151, 0.03294705809139449, 0.022380795036807788, 0.013448717965530488,
            0.006669926730166124, 0.002438380037410425, 0.001,
        ]
        let expected = down + down.dropLast().reversed() + down.dropFirst()
        expect(rates(CosineAnnealingLR(period: 13, minimum: 0.001), count: 40), is: expected, relative: 1e-13)
    }

    @Test("each group keeps its proportion")
    func groups() {
        let optimizer = SGD([parameter([1], name: "a")], learningRate: 0.1)
        optimizer.addGroup([parameter([1], name: "b")], rule: SGDRule(), learningRate: 1)
        let scheduler = Scheduler(optimizer, StepLR(stepSize: 1, gamma: 0.5))
        scheduler.step()
        scheduler.step()
        #expect(scheduler.count == 2)
        expect(optimizer.groups.map(\.learningRate), is: [0.025, 0.25], relative: 1e-15)
    }

    @Test("a run resumes where a former one stopped")
    func resumed() {
        let optimizer = SGD([parameter([1])], learningRate: 0.1)
        let scheduler = Scheduler(optimizer, StepLR(stepSize: 2, gamma: 0.1))
        scheduler.count = 3
        expect([optimizer.learningRate], is: [0.01], relative: 1e-15)
        scheduler.step()
        expect([optimizer.learningRate], is: [0.001], relative: 1e-15)
    }

    @Test("a custom schedule is a function")
    func own() {
        struct Warmup: Schedule {
            func learningRate(_ base: Double, at step: Int) -> Double { base * min(1, Double(step + 1) / 4) }
        }
        expect(rates(Warmup(), base: 1, count: 6), is: [0.25, 0.5, 0.75, 1, 1, 1], relative: 1e-15)
    }

    static let compositions: [(schedule: any Schedule, rates: [Double])] = [
        (
            SequentialLR(
                [LinearLR(startFactor: 0.25, totalSteps: 4), StepLR(stepSize: 2, gamma: 0.5), ExponentialLR(gamma: 0.9)],
                milestones: [4, 9]),
            [0.025, 0.04375, 0.0625, 0.08125, 0.1, 0.1, 0.05, 0.05, 0.025, 0.1, 0.09, 0.081]
        ),
        (
            ChainedScheduler([
                ConstantLR(factor: 0.5, totalSteps: 3), ExponentialLR(gamma: 0.9), StepLR(stepSize: 4, gamma: 0.1),
            ]),
            [0.05, 0.045, 0.0405, 0.0729, 0.006561, 0.0059049, 0.00531441, 0.004782969, 0.00043046721]
        ),
        (LambdaLR { 1 / Double(1 + $0) }, [0.1, 0.05, 0.1 / 3, 0.025, 0.02]),
        (MultiplicativeLR { 1 - 0.1 * Double($0) }, [0.1, 0.09, 0.072, 0.0504, 0.03024, 0.01512]),
        (SWALR(rate: 0.05, steps: 4), [0.1, 0.092677669529664, 0.075, 0.057322330470336, 0.05, 0.05]),
        (SWALR(rate: 0.05, steps: 4, annealing: .linear), [0.1, 0.0875, 0.075, 0.0625, 0.05, 0.05]),
        (
            WarmupCosineLR(warmup: 3, totalSteps: 7, minimum: 0.02),
            [0.025, 0.05, 0.075, 0.1, 0.06 + 0.04 * 0.5.squareRoot(), 0.06, 0.06 - 0.04 * 0.5.squareRoot(), 0.02, 0.02]
        ),
    ]

    @Test("composed of others, or functions of the step", arguments: compositions.indices)
    func composition(index: Int) {
        let (schedule, expected) = ScheduleTests.compositions[index]
        let optimizer = SGD([parameter([1])], learningRate: 0.1)
        func rates(_ schedule: some Schedule) -> [Double] { self.rates(schedule, count: expected.count) }
        expect(rates(schedule), is: expected, relative: 1e-13)
        // A schedule is a function: asked in any order, it says the same.
        let backwards = expected.indices.reversed().map { schedule.learningRate(0.1, at: $0) }
        expect(backwards.reversed(), is: expected, relative: 1e-13)
        #expect(optimizer.learningRate == 0.1)
    }

    static let momenta: [(schedule: any Schedule, momenta: [Double])] = [
        (
            OneCycleLR(maximum: 0.4, totalSteps: 10),
            [0.95, 0.9, 0.85, 0.854951556604879, 0.868825509907063, 0.888873953302184, 0.911126046697816]
        ),
        (
            OneCycleLR(maximum: 0.4, totalSteps: 10, annealing: .linear, threePhases: true),
            [0.95, 0.9, 0.85, 0.9, 0.95, 0.95, 0.95]
        ),
        (
            CyclicLR(minimum: 0.01, maximum: 0.1, stepsUp: 3, stepsDown: 2, mode: .triangular2),
            [0.9, 0.866666666666667, 0.833333333333333, 0.8, 0.85, 0.9, 0.883333333333333, 0.866666666666667, 0.85]
        ),
        (OneCycleLR(maximum: 0.4, totalSteps: 10, momentum: nil), [0.7, 0.7, 0.7]),
    ]

    @Test("the momentum moves opposite to the rate, whatever a rule calls it", arguments: momenta.indices)
    func momentum(index: Int) throws {
        let rules: [any RuleWithMomentum] = [
            SGDRule(momentum: 0.7), AdamRule(betas: (0.7, 0.9)), MomentumRule(beta: 0.7), RMSpropRule(momentum: 0.7),
        ]
        for rule in rules {
            func found(_ rule: some UpdateRule, _ schedule: some Schedule) -> [Double] {
                let optimizer = Optimizer([parameter([1])], rule: rule, learningRate: 0.1)
                let scheduler = Scheduler(optimizer, schedule)
                return ScheduleTests.momenta[index].momenta.map { _ in
                    defer { scheduler.step() }
                    return (optimizer.groups[0].rule as? any RuleWithMomentum)?.momentum ?? .nan
                }
            }
            expect(
                found(rule, ScheduleTests.momenta[index].schedule), is: ScheduleTests.momenta[index].momenta, relative: 1e-13)
        }
        let asked = try #require(OneCycleLR(maximum: 0.4, totalSteps: 10).momentum(at: 100))
        expect([asked], is: [0.95], relative: 1e-13)
    }

    @Test("a plateau is where the metric does not improve for longer than the patience")
    func plateau() {
        let optimizer = SGD([parameter([1])], learningRate: 0.1)
        let plateau = ReduceLROnPlateau(optimizer, mode: .maximum, factor: 0.5, patience: 1, threshold: .absolute(0.1))
        func rates(_ metrics: [Double]) -> [Double] {
            metrics.map { metric in
                plateau.step(metric)
                return optimizer.learningRate
            }
        }
        expect(rates([1, 2, 2.05, 2.05, .nan, 3, 3, 3]), is: [0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.025])
        #expect(plateau.state.best == 3)
    }

    @Test("periods must be positive, and rules must have a momentum")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = StepLR(stepSize: 0) }
        await #expect(processExitsWith: .failure) { _ = CosineAnnealingLR(period: 0) }
        await #expect(processExitsWith: .failure) { _ = SequentialLR([StepLR(stepSize: 1)], milestones: [3]) }
        await #expect(processExitsWith: .failure) {
            _ = Scheduler(Adagrad([parameter([1])]), OneCycleLR(maximum: 1, totalSteps: 9))
        }
    }
}
