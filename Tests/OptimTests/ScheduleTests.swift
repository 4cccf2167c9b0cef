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

    @Test("a run goes on where a former one stopped")
    func resumed() {
        let optimizer = SGD([parameter([1])], learningRate: 0.1)
        let scheduler = Scheduler(optimizer, StepLR(stepSize: 2, gamma: 0.1))
        scheduler.count = 3
        expect([optimizer.learningRate], is: [0.01], relative: 1e-15)
        scheduler.step()
        expect([optimizer.learningRate], is: [0.001], relative: 1e-15)
    }

    @Test("a schedule of one's own is a function")
    func own() {
        struct Warmup: Schedule {
            func learningRate(_ base: Double, at step: Int) -> Double { base * min(1, Double(step + 1) / 4) }
        }
        expect(rates(Warmup(), base: 1, count: 6), is: [0.25, 0.5, 0.75, 1, 1, 1], relative: 1e-15)
    }

    @Test("periods are positive")
    func mistakes() async {
        await #expect(processExitsWith: .failure) { _ = StepLR(stepSize: 0) }
        await #expect(processExitsWith: .failure) { _ = CosineAnnealingLR(period: 0) }
    }
}
