import Glibc
import Testing
import Training

/// A run whose validation losses are given, and whose model's weight is the number of its last step.
private struct Course {
    struct Row: TrainingRow {
        var loss = Mean()
        var validationLoss: Double?
    }

    struct Model: Module {
        @Parameter var weight = Tensor([0.0])
        func callAsFunction(_ x: Tensor) -> Tensor { x * weight }
    }

    let folder = TemporaryFolder()
    var losses: [Double] = [5, 4, 3, 4, 5, 6, 2, 7, 8, 9]

    /// - Parameter limit: the step in whose place the body throws.
    func train(
        through last: Int = 10, @CallbackBuilder<Row> callbacks: () -> [AnyCallback<Row>],
        during: (TrainingRun<Row>) throws -> Void = { _ in }
    ) throws -> (result: TrainingResult<Row>, weight: Double, steps: Int) {
        let model = Model()
        let loader = DataLoader(0..<4, batchSize: 2, generator: Generator(seed: 0)) { $0 }
        let run = try TrainingRun<Row>(in: folder.path, { Saved("model", model) }, callbacks: callbacks)
        let before = run.step
        for epoch in run.epochs(through: last) {
            for _ in epoch.batches(loader) {
                try during(run)
                model.weight = Tensor([Double(run.step + 1)])
            }
            run.row.validationLoss = losses[epoch.number - 1]
        }
        let result = try run.finish()
        return (result, model.weight.item(), run.step - before)
    }
}

// Runs restore the default generator, and so have processes of their own.
@Suite("A run that stops")
struct StoppingTests {
    @Test("early stays stopped when it is started again, has its best weights, and goes on with more patience")
    func early() async {
        await #expect(processExitsWith: .success) {
            let course = Course()
            let first = try course.train { EarlyStopping(on: \.validationLoss, patience: 2) }
            #expect(first.result.stop == .callback("no improvement of validationLoss in 2 epochs"))
            #expect(first.result.history.map(\.epoch) == [1, 2, 3, 4, 5])
            #expect((first.result.epoch, first.weight, first.steps) == (3, 6, 10))
            let again = try course.train { EarlyStopping(on: \.validationLoss, patience: 2) }
            #expect(again.result.stop == first.result.stop)
            #expect((again.result.epoch, again.weight, again.steps) == (3, 6, 0))
            // The best epoch is that of the former process until there is a better one.
            let seventh = try course.train(through: 6) { EarlyStopping(on: \.validationLoss, patience: 4) }
            #expect(seventh.result.stop == nil)
            #expect((seventh.result.epoch, seventh.weight, seventh.steps) == (3, 6, 2))
            let more = try course.train { EarlyStopping(on: \.validationLoss, patience: 4) }
            #expect((more.result.epoch, more.weight, more.steps, more.result.stop == nil) == (7, 14, 8, true))
            let less = try course.train(through: 4) { EarlyStopping(on: \.validationLoss, patience: 4) }
            #expect((less.result.epoch, less.weight, less.steps, less.result.history.count) == (7, 14, 0, 10))
        }
    }

    @Test("keeps the newest checkpoints and the best one, by two rules at once")
    func checkpoints() async {
        await #expect(processExitsWith: .success) {
            let course = Course()
            for last in [5, 10] {
                _ = try course.train(through: last) {
                    Checkpoints(every: .epochs(1), keeping: 2, best: \.validationLoss)
                    Checkpoints(every: .steps(3), keeping: 3)
                } during: { run in
                    // One that waits gives way to a newer one.
                    if !run.step.isMultiple(of: 2) && !run.step.isMultiple(of: 3) { return }
                    while TemporaryFolder.newestStep(in: course.folder.path) < run.step { usleep(200) }
                }
                let steps = TemporaryFolder.steps(in: course.folder.path)
                #expect(steps == (last == 5 ? [6, 8, 9, 10] : [14, 16, 18, 20]), "\(steps)")
            }
        }
    }

    @Test("since a callback throws keeps the state before, throws that, and goes on from there")
    func throwing() async {
        struct Refusal: Error {}
        struct Thrower: Callback {
            typealias Row = Course.Row
            let stepInterval: Int? = 7
            func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) throws -> Decision {
                if event.kind == .step && event.step == 7 { throw Refusal() }
                return .proceed
            }
        }
        await #expect(processExitsWith: .success) {
            let course = Course()
            #expect(throws: Refusal.self) { _ = try course.train { Thrower() } }
            #expect(TemporaryFolder.newestStep(in: course.folder.path) == 6)
            let rest = try course.train { KeepBest(on: \.validationLoss) }
            #expect((rest.steps, rest.result.epoch, rest.weight) == (14, 7, 14))
        }
    }

    @Test("at a loss that is not finite says where, and keeps the last good state")
    func nonFinite() async {
        await #expect(processExitsWith: .success) {
            let course = Course()
            let error = #expect(throws: NonFiniteLoss.self) {
                _ = try course.train {
                    StopAtNonFinite(\.loss)
                    Checkpoints(every: .steps(1))
                } during: { run in
                    run.row.loss.add(run.step == 4 ? .nan : 1)
                }
            }
            #expect((error?.epoch, error?.step) == (3, 5))
            #expect(TemporaryFolder.newestStep(in: course.folder.path) == 4)
        }
    }

    @Test("within an epoch, by a callback, undoes what the code after the loops did, and goes on from there")
    func withinAnEpoch() async {
        struct Stopper: Callback {
            typealias Row = Course.Row
            let stepInterval: Int?
            func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout NoState) -> Decision {
                event.kind == .step ? .stop("enough") : .proceed
            }
        }
        await #expect(processExitsWith: .success) {
            let course = Course()
            let stopped = try course.train { Stopper(stepInterval: 5) }
            #expect(stopped.result.stop == .callback("enough"))
            let found = (stopped.result.history.count, stopped.result.steps, stopped.weight)
            #expect(found == (2, 5, 5), "\(found)")
            let rest = try course.train {}
            let end = (rest.result.history.count, rest.result.steps, rest.weight, rest.steps)
            #expect(end == (10, 20, 20, 15), "\(end)")
        }
    }

    @Test("when its time is over, whether steps are quick or slow", arguments: [100, 80_000])
    func timeLimit(microseconds: Int) async {
        await #expect(processExitsWith: .success) { [microseconds = microseconds as Int] in
            let run = try TrainingRun<Course.Row>({}) { TimeLimit(.milliseconds(150)) }
            for epoch in run.epochs(through: 1) {
                for _ in epoch.batches(DataLoader(0..<1_000_000, batchSize: 1) { $0 }) { usleep(UInt32(microseconds)) }
            }
            let result = try run.finish()
            #expect(result.stop != nil && result.steps >= 1 && result.steps < 10_000 && result.history.isEmpty)
        }
    }

    @Test("at the end of the step, when its task is cancelled")
    func cancelled() async {
        await #expect(processExitsWith: .success) {
            let result = try await Task {
                let run = try TrainingRun<Course.Row>({})
                for epoch in run.epochs(through: 1) {
                    for _ in epoch.batches(DataLoader(0..<1_000_000, batchSize: 1) { $0 }) {
                        if run.step == 3 { withUnsafeCurrentTask { $0?.cancel() } }
                        usleep(100)
                    }
                }
                return try run.finish().stop
            }.value
            #expect(result == .cancelled)
        }
    }

    @Test("at a signal ends the step and saves, says so in a line, and goes on", arguments: StopSignal.allCases)
    func signal(signal: StopSignal) async {
        await #expect(processExitsWith: .success) { [number = signal.number as Int32] in
            let folder = TemporaryFolder()
            let signal = StopSignal.allCases.first { $0.number == number }
            // Test runners ignore it.
            Glibc.signal(number, SIG_DFL)
            var (sum, said) = (0, [String]())
            func train(raising step: Int?) throws -> StopReason? {
                sum = 0
                let run = try TrainingRun<Course.Row>(in: folder.path, stoppingOn: StopSignal.allCases) {
                    Saved("sum", get: { sum }, set: { sum = $0 })
                } report: {
                    said.append($0)
                }
                for epoch in run.epochs(through: 1) {
                    for batch in epoch.batches(DataLoader(0..<1000, batchSize: 1, generator: Generator(seed: 0)) { $0[0] }) {
                        if run.step == step {
                            kill(getpid(), number)
                            usleep(100_000)
                        }
                        sum += batch
                    }
                    if run.stop != nil { sum = -1 }
                }
                return try run.finish().stop
            }
            let stop = try train(raising: 10)
            #expect(stop == signal.map { .signal($0) })
            #expect(sum == (0...10).reduce(0, +))
            #expect(said.count == 1 && said[0].contains("in epoch 1, after step 11; the state is in \(folder.path)"), "\(said)")
            let end = try train(raising: nil)
            #expect(end == nil)
            #expect(sum == (0..<1000).reduce(0, +))
        }
    }

    @Test("at a second signal ends the process at once, within a step too", arguments: [SIGINT, SIGTERM], [SIGINT, SIGTERM])
    func secondSignal(first: Int32, second: Int32) async {
        let condition: ExitTest.Condition = .signal(second)
        await #expect(processExitsWith: condition) { [first = first as Int32, second = second as Int32] in
            // Test runners ignore them.
            for signal in StopSignal.allCases { Glibc.signal(signal.number, SIG_DFL) }
            let run = try TrainingRun<Course.Row>(stoppingOn: StopSignal.allCases, {})
            for epoch in run.epochs(through: 1) {
                for _ in epoch.batches(DataLoader(0..<1000, batchSize: 1) { $0 }) {
                    kill(getpid(), first)
                    // The system may take two that are pending for one.
                    var action = sigaction()
                    repeat {
                        usleep(1000)
                        sigaction(first, nil, &action)
                    } while action.__sigaction_handler.sa_handler != nil
                    kill(getpid(), second)
                    sleep(5)
                }
            }
        }
    }
}
