/// How fast a run is, and how long it will take: both unknown in its first second.
struct Pace: Sendable {
    /// Moments of the last ten seconds, at least one second apart, and one before.
    private var marks: [(time: ContinuousClock.Instant, step: Int)] = []
    /// Where the run was when this process was asked first, in epochs.
    private var start: (time: ContinuousClock.Instant, epochs: Double)?
    private var epochs = 0.0

    /// - Parameter epochs: how many have been made, with the part of the present one.
    mutating func note(step: Int, epochs: Double, at time: ContinuousClock.Instant) {
        start = start ?? (time, epochs)
        self.epochs = max(epochs, self.epochs)
        if let last = marks.last, time - last.time < .seconds(1) { return }
        marks.append((time, step))
        while marks.count > 2 && time - marks[1].time > .seconds(10) { marks.removeFirst() }
    }

    func stepsPerSecond(step: Int, at time: ContinuousClock.Instant) -> Double? {
        guard let mark = marks.first, time - mark.time >= .seconds(1) else { return nil }
        return Double(step - mark.step) / ((time - mark.time) / .seconds(1))
    }

    func secondsLeft(through last: Int, at time: ContinuousClock.Instant) -> Double? {
        guard let start, time - start.time >= .seconds(1), epochs > start.epochs, Double(last) > epochs else { return nil }
        return (Double(last) - epochs) / (epochs - start.epochs) * ((time - start.time) / .seconds(1))
    }
}
