/// Shows on standard error how far a run is: epoch, step, metrics, the best epoch so far, steps per second and the time left.
///
///     epoch  50 of 200   loss 0.0812   validationLoss 0.0934   best epoch 48   5120 steps/s   0:42 left
///
/// Some epochs have a line that stays: all of up to 20; of more 1, 10, 50, 100, 200, ..., the last one, and whichever ends when five
/// seconds have gone by without one. In a long epoch there is one a minute. On a terminal, a line below them is drawn again up to
/// ten times a second, cut off at the window's width. Elsewhere, and with `TERM=dumb`, there are no escapes. There are no colours.
///
/// Other texts should not run into that line: callbacks use ``RunStatus/say(_:)``.
///
/// ```swift
/// Progress()
/// Progress(\.loss, \.validationLoss, prefix: "fold 3: ")
/// ```
public struct Progress<Row: TrainingRow>: Callback {
    /// What is on the screen. None of it is saved.
    public struct State: Codable, Sendable {
        var isTerminal = false
        var pace = Pace()
        /// What the epoch before has measured, shown until there is something new.
        var former: Row?
        /// When a line that stays was printed last.
        var printed = ContinuousClock.now
        var drawn = ContinuousClock.now
        /// The last epoch, where it was not printed.
        var unprinted: Int?

        private enum CodingKeys: CodingKey {}

        init() {}
    }

    private let columns: [Column<Row>]
    private let prefix: String
    private let keepsLines: Bool

    /// - Parameters:
    ///   - metrics: the columns of the row that are shown; all of them where none is named.
    ///   - prefix: what each line begins with.
    ///   - keepsLines: whether there are lines that stay. Without them there is only the one that is drawn again, on a terminal, for
    ///     programs that print the epochs themselves.
    public init<each Value: Metric & SendableMetatype>(
        _ metrics: repeat any KeyPath<Row, each Value> & Sendable, prefix: String = "", keepsLines: Bool = true
    ) {
        var columns: [Column<Row>] = []
        for metric in repeat each metrics { columns.append(Column(metric)) }
        self.columns = columns
        self.prefix = prefix
        self.keepsLines = keepsLines
    }

    /// Nothing shown.
    public var initialState: State { State() }

    /// Yes: it looks at the clock.
    public var wantsTicks: Bool { true }

    /// Shows what is due.
    public func callAsFunction(_ event: TrainingEvent<Row>, _ state: inout State) -> Decision {
        let now = ContinuousClock.now
        switch event.kind {
        case .began:
            state = State()
            state.isTerminal = StandardError.isTerminal
            if event.run.isResumed { write("resumed in epoch \(event.epoch), after step \(event.step)") }
        case .epoch:
            // An epoch may take microseconds: nothing is written here that is not shown.
            state.pace.note(step: event.step, epochs: Double(event.epoch), at: now)
            (state.former, state.unprinted) = (event.row, event.epoch)
            if ProgressLine.isMilestone(event.epoch, of: event.run.lastEpoch) || now - state.printed >= .seconds(5) {
                print(line(event, state, at: now, endOf: event.epoch), &state, at: now)
            }
            draw(event, &state, at: now, endOf: event.epoch)
        case .tick:
            state.pace.note(step: event.step, epochs: epochs(event), at: now)
            if now - state.printed >= .seconds(60) { print(line(event, state, at: now), &state, at: now) }
            draw(event, &state, at: now)
        case .step: break
        case .finished:
            StandardError.eraseLine()
            if let epoch = state.unprinted {
                var line = line(event, state, at: now, endOf: epoch)
                line.secondsLeft = nil
                print(line, &state, at: now)
            }
            // What a signal stops says so itself, and how to go on.
            switch event.run.stop {
            case nil, .signal: break
            case .callback(let reason): write("stopped: \(reason)")
            case .cancelled: write("stopped: \(StopReason.cancelled)")
            }
        }
        return .proceed
    }

    private func draw(
        _ event: TrainingEvent<Row>, _ state: inout State, at now: ContinuousClock.Instant, endOf epoch: Int? = nil
    ) {
        if !state.isTerminal || now - state.drawn < .milliseconds(100) { return }
        state.drawn = now
        StandardError.draw(String((prefix + line(event, state, at: now, endOf: epoch).text).prefix(StandardError.width)))
    }

    private func print(_ line: ProgressLine, _ state: inout State, at now: ContinuousClock.Instant) {
        write(line.text)
        state.printed = now
        state.unprinted = nil
    }

    private func write(_ line: String) { if keepsLines { StandardError.write(prefix + line + "\n") } }

    /// - Parameter epoch: the epoch at whose end the line is; nil within one.
    private func line(
        _ event: TrainingEvent<Row>, _ state: State, at now: ContinuousClock.Instant, endOf epoch: Int? = nil
    ) -> ProgressLine {
        let run = event.run
        var line = ProgressLine(epoch: epoch ?? event.epoch, lastEpoch: run.lastEpoch)
        let former = state.former.map(values) ?? [:]
        if epoch == nil { (line.step, line.stepCount) = (run.stepInLoop, run.stepsOfLoop) }
        let present = epoch == nil ? values(event.row) : former
        line.metrics = names.compactMap { name in (present[name] ?? former[name]).map { (name, $0) } }
        line.bestEpoch = run.bestEpoch
        line.stepsPerSecond = state.pace.stepsPerSecond(step: event.step, at: now)
        line.secondsLeft = state.pace.secondsLeft(through: run.lastEpoch, at: now)
        return line
    }

    /// How many epochs have been made, with the part of the present one.
    private func epochs(_ event: TrainingEvent<Row>) -> Double {
        guard let count = event.run.stepsOfLoop, count > 0 else { return Double(event.epoch - 1) }
        return Double(event.epoch - 1) + Double(event.run.stepInLoop) / Double(count)
    }

    private var names: [String] { columns.isEmpty ? Row().columns.map(\.name) : columns.map(\.name) }

    private func values(_ row: Row) -> [String: Double] {
        let columns = columns.isEmpty ? row.columns : columns.map { ($0.name, $0.value(row)) }
        return Dictionary(columns.compactMap { name, value in value.map { (name, $0) } }) { first, _ in first }
    }
}
