import Foundation
import Optim
import Testing

@Suite("The rates that schedules start from")
struct BaseRateTests {
    static let schedules: [any Schedule] = [
        StepLR(stepSize: 2, gamma: 0.5), MultiStepLR(milestones: [2, 6]), ExponentialLR(gamma: 0.9),
        CosineAnnealingLR(period: 8, minimum: 0.001), CosineAnnealingWarmRestarts(period: 3, multiplier: 2),
        CyclicLR(minimum: 0.01, maximum: 0.1, stepsUp: 3), OneCycleLR(maximum: 0.4, totalSteps: 12),
        SequentialLR([LinearLR(totalSteps: 3), ExponentialLR(gamma: 0.5)], milestones: [3]), LinearLR(totalSteps: 8),
        ConstantLR(totalSteps: 7), PolynomialLR(totalSteps: 9, power: 2), LambdaLR { 1 / Double(1 + $0) },
        MultiplicativeLR { 1 - 0.1 / Double($0) }, SWALR(rate: 0.05, steps: 8), WarmupCosineLR(warmup: 3, totalSteps: 9),
        ChainedScheduler([ConstantLR(totalSteps: 7), ExponentialLR(gamma: 0.9)]),
    ]

    private func scheduler(_ optimizer: Optimizer, _ schedule: some Schedule) -> Scheduler { Scheduler(optimizer, schedule) }

    private func sgd(_ rate: Double = 0.1, momentum: Double = 0.5) -> SGD {
        SGD([parameter([1])], learningRate: rate, momentum: momentum)
    }

    enum Order: CaseIterable { case load, scheduler, count }

    @Test("are saved with the optimizer, whether it loads them first or its scheduler is made first", arguments: Order.allCases)
    func resumed(order: Order) throws {
        for schedule in BaseRateTests.schedules {
            let optimizer = sgd()
            let first = scheduler(optimizer, schedule)
            for _ in 0..<5 { first.step() }

            // Made with a rate of its own, which the state replaces.
            let other = sgd(0.3)
            var second: Scheduler?
            if order == .load { try other.load(optimizer.stateDict) }
            second = scheduler(other, schedule)
            if order == .count { second?.count = 5 }
            if order != .load { try other.load(optimizer.stateDict) }
            if order != .count { second?.count = 5 }
            for step in 5..<12 {
                #expect(other.learningRate == optimizer.learningRate, "\(schedule) at \(step)")
                #expect(other.learningRate == schedule.learningRate(0.1, at: step), "\(schedule) at \(step)")
                first.step()
                second?.step()
            }
        }
    }

    @Test("are what they were after five steps of StepLR")
    func example() throws {
        let optimizer = sgd()
        let first = Scheduler(optimizer, StepLR(stepSize: 2, gamma: 0.5))
        for _ in 0..<5 { first.step() }
        let other = sgd()
        try other.load(optimizer.stateDict)
        Scheduler(other, StepLR(stepSize: 2, gamma: 0.5)).count = 5
        #expect(other.learningRate == 0.025)
    }

    @Test("of a group that is added later are its rate divided by the current factor")
    func added() throws {
        let optimizer = SGD([parameter([1], name: "a")], learningRate: 0.1)
        let scheduler = Scheduler(optimizer, ExponentialLR(gamma: 0.5))
        scheduler.step()
        optimizer.addGroup([parameter([1], name: "b")], rule: SGDRule(), learningRate: 0.1)
        expect(optimizer.groups.map(\.learningRate), is: [0.05, 0.1], relative: 1e-15)
        expect(optimizer.stateDict["groups/1/baseLearningRate"]!.array(of: Double.self), is: [0.2], relative: 1e-15)
        scheduler.step()
        scheduler.step()
        expect(optimizer.groups.map(\.learningRate), is: [0.0125, 0.025], relative: 1e-15)
    }

    @Test("follow a rate that a plateau reduces, made before or after", arguments: [true, false])
    func plateau(isFirst: Bool) throws {
        let optimizer = sgd()
        let plateau = ReduceLROnPlateau(optimizer, patience: 0)
        func reduce() { for _ in 0..<2 { plateau.step(1) } }
        if !isFirst { reduce() }
        let scheduler = Scheduler(optimizer, StepLR(stepSize: 10))
        if isFirst { reduce() }
        scheduler.step()
        expect([optimizer.learningRate], is: [0.01], relative: 1e-15)
        for _ in 1..<10 { scheduler.step() }
        expect([optimizer.learningRate], is: [0.001], relative: 1e-15)
        plateau.step(1)
        scheduler.step()
        expect([optimizer.learningRate * 1e3], is: [0.1], relative: 1e-15)
    }

    @Test("follow a written rate into the state and out of it", arguments: [true, false])
    func written(isScheduled: Bool) throws {
        let optimizer = sgd()
        let scheduler = isScheduled ? Scheduler(optimizer, ExponentialLR(gamma: 0.5)) : nil
        scheduler?.step()
        optimizer.learningRate = 0.02
        let other = sgd()
        let later = Scheduler(other, ExponentialLR(gamma: 0.5))
        try other.load(optimizer.stateDict)
        #expect(other.learningRate == 0.02)
        if isScheduled { later.count = 1 }
        later.step()
        expect([other.learningRate], is: [0.01], relative: 1e-15)
    }

    @Test("stay where the factor is 0")
    func zero() {
        let optimizer = sgd()
        let scheduler = Scheduler(optimizer, LambdaLR { Double($0) / 4 })
        #expect(optimizer.learningRate == 0)
        optimizer.learningRate = 7
        scheduler.step()
        #expect(optimizer.learningRate == 0.025)
        // A rate of 0 that somebody wrote stays, until somebody writes another.
        optimizer.learningRate = 0
        scheduler.step()
        #expect(optimizer.learningRate == 0)
        optimizer.learningRate = 0.5
        scheduler.step()
        expect([optimizer.learningRate], is: [0.75], relative: 1e-15)
    }

    @Test("of a second schedule are the results of the first: they chain")
    func chained() throws {
        let optimizer = sgd()
        let warmup = Scheduler(optimizer, LinearLR(startFactor: 0.1, totalSteps: 2))
        let decay = Scheduler(optimizer, ExponentialLR(gamma: 0.5))
        func rates(_ optimizer: Optimizer, _ schedulers: [Scheduler], _ count: Int) -> [Double] {
            (0..<count).map { _ in
                defer { for scheduler in schedulers { scheduler.step() } }
                return optimizer.learningRate
            }
        }
        expect(rates(optimizer, [warmup, decay], 3), is: [0.01, 0.0275, 0.025], relative: 1e-15)

        let other = sgd(0.7)
        let schedulers = [
            Scheduler(other, LinearLR(startFactor: 0.1, totalSteps: 2)), Scheduler(other, ExponentialLR(gamma: 0.5)),
        ]
        try other.load(optimizer.stateDict)
        for scheduler in schedulers { scheduler.count = 3 }
        expect(rates(optimizer, [warmup, decay], 2), is: [0.0125, 0.00625], relative: 1e-15)
        expect(rates(other, schedulers, 2), is: [0.0125, 0.00625], relative: 1e-15)
        // Halved by hand, all go on from there.
        other.learningRate = 0.00125
        for scheduler in schedulers { scheduler.step() }
        expect([other.learningRate], is: [0.000625], relative: 1e-15)
    }

    @Test("of SWALR are where the schedule before it stopped, as torch's manual has it")
    func swa() {
        let optimizer = sgd()
        let cosine = Scheduler(optimizer, CosineAnnealingLR(period: 8))
        let swa = Scheduler(optimizer, SWALR(rate: 0.02, steps: 2, annealing: .linear))
        for _ in 0..<4 { cosine.step() }
        expect([optimizer.learningRate], is: [0.05], relative: 1e-14)
        swa.step()
        expect([optimizer.learningRate], is: [0.035], relative: 1e-14)
        swa.step()
        expect([optimizer.learningRate], is: [0.02], relative: 1e-14)
    }

    @Test("are saved with the momentum that a schedule moves")
    func momentum() throws {
        func made() -> SGD { SGD([parameter([1])], learningRate: 0.1) }
        let schedule = OneCycleLR(maximum: 0.4, totalSteps: 9)
        let optimizer = made()
        let scheduler = Scheduler(optimizer, schedule)
        optimizer.step(gradients((optimizer.groups[0].parameters[0], [1])))
        scheduler.step()
        // Its rule has no momentum before the schedule gives it one, and would take no velocity.
        let other = made()
        try other.load(optimizer.stateDict)
        #expect((other.groups[0].rule as? SGDRule)?.momentum == schedule.momentum(at: 1))
        #expect(other.stateDict["w/velocity"] != nil)

        var wrong = optimizer.stateDict
        wrong["groups/0/momentum"] = Tensor(-1.0)
        let error = #expect(throws: OptimizerStateError.self) { try made().load(wrong) }
        #expect(error?.key == "groups/0/momentum" && error?.problem == "is not a valid value")
    }

    @Test("that a state of an earlier version lacks are those of the schedules that are here")
    func former() throws {
        let former = ["groups/0/learningRate": Tensor(0.025, dtype: .float64)]
        let optimizer = sgd()
        let scheduler = Scheduler(optimizer, StepLR(stepSize: 2, gamma: 0.5))
        try optimizer.load(former)
        #expect(optimizer.learningRate == 0.025)
        scheduler.count = 5
        #expect(optimizer.learningRate == 0.025)
        scheduler.step()
        #expect(optimizer.learningRate == 0.0125)
        // Without a schedule, the rate is all there is.
        let other = sgd()
        try other.load(former)
        let later = Scheduler(other, ExponentialLR(gamma: 0.5))
        later.step()
        #expect(other.learningRate == 0.0125)
    }

    @Test("must not be negative, or the state is refused", arguments: [-0.1, .nan, .infinity])
    func misfit(base: Double) {
        let optimizer = sgd()
        _ = Scheduler(optimizer, ExponentialLR(gamma: 0.5))
        var state = optimizer.stateDict
        state["groups/0/baseLearningRate"] = Tensor(base, dtype: .float64)
        let error = #expect(throws: OptimizerStateError.self) { try optimizer.load(state) }
        #expect(error?.description == "optimizer state: groups/0/baseLearningRate is not a learning rate")
        #expect(optimizer.learningRate == 0.1)
    }

    enum Restoring: CaseIterable { case stateFirst, optimizerFirst, madeLater }

    @Test(
        "and what schedules and a plateau have made of them are restored to the bit, in any order",
        arguments: Restoring.allCases)
    func exact(order: Restoring) throws {
        for schedule in BaseRateTests.schedules {
            let optimizer = sgd()
            let first = scheduler(optimizer, schedule)
            let plateau = ReduceLROnPlateau(optimizer, factor: 0.7, patience: 0, eps: 0)
            plateau.step(1)
            // The rate that a plateau has reduced twice is that of no step of the schedule.
            for _ in 0..<3 { first.step() }
            plateau.step(1)
            plateau.step(1)

            let other = sgd(0.3, momentum: 0.1)
            let second: Scheduler
            switch order {
            case .stateFirst:
                second = scheduler(other, schedule)
                second.state = first.state
                try other.load(optimizer.stateDict)
            case .optimizerFirst:
                second = scheduler(other, schedule)
                try other.load(optimizer.stateDict)
                second.state = first.state
            case .madeLater:
                try other.load(optimizer.stateDict)
                second = resumed(other, schedule, first.state)
            }
            let later = ReduceLROnPlateau(other, factor: 0.7, patience: 0, eps: 0)
            later.state = plateau.state
            for step in 3..<12 {
                #expect(other.learningRate == optimizer.learningRate, "\(schedule) at \(step)")
                #expect(
                    other.stateDict.mapValues { $0.array(of: Double.self) }
                        == optimizer.stateDict.mapValues { $0.array(of: Double.self) }, "\(schedule) at \(step)")
                if step % 4 == 0 {
                    plateau.step(1)
                    later.step(1)
                }
                first.step()
                second.step()
            }
        }
    }

    private func resumed(_ optimizer: Optimizer, _ schedule: some Schedule, _ state: Scheduler.State) -> Scheduler {
        Scheduler(optimizer, schedule, resuming: state)
    }

    @Test("of several schedulers that are made before or after loading are the same")
    func several() throws {
        let optimizer = sgd()
        let schedulers = [Scheduler(optimizer, LinearLR(totalSteps: 4)), Scheduler(optimizer, ExponentialLR(gamma: 0.7))]
        for _ in 0..<2 { for scheduler in schedulers { scheduler.step() } }
        schedulers[1].step()
        optimizer.learningRate *= 0.3
        let (before, after) = (sgd(0.7), sgd(0.9))
        let early = [Scheduler(before, LinearLR(totalSteps: 4)), Scheduler(before, ExponentialLR(gamma: 0.7))]
        for (scheduler, saved) in zip(early, schedulers) { scheduler.state = saved.state }
        for other in [before, after] { try other.load(optimizer.stateDict) }
        let late = [
            Scheduler(after, LinearLR(totalSteps: 4), resuming: schedulers[0].state),
            Scheduler(after, ExponentialLR(gamma: 0.7), resuming: schedulers[1].state),
        ]
        for _ in 0..<5 {
            #expect(before.learningRate == optimizer.learningRate && after.learningRate == optimizer.learningRate)
            for scheduler in schedulers + early + late { scheduler.step() }
        }
    }

    @Test("are left to a file with the scheduler's count, which must not be negative")
    func coded() throws {
        let scheduler = Scheduler(sgd(), StepLR(stepSize: 2))
        for _ in 0..<3 { scheduler.step() }
        let text = try JSONEncoder().encode(scheduler.state)
        #expect(String(decoding: text, as: UTF8.self) == #"{"count":3}"#)
        #expect(try JSONDecoder().decode(Scheduler.State.self, from: text) == Scheduler.State(count: 3))
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Scheduler.State.self, from: Data(#"{"count":-1}"#.utf8))
        }
    }
}
