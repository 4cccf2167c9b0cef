/// Times the calls of one row, in slices.
struct Timing {
    let measured: Measured
    private let clock = ContinuousClock()
    /// How many calls are timed together: as many as take a millisecond, so that the clock's own time does not count.
    private let calls: Int

    init(_ measured: Measured, warmth: Double) {
        self.measured = measured
        var calls = 1
        var total = Timing.seconds(clock, measured, calls)
        var last = total
        while last < 1e-3 {
            calls *= 2
            last = Timing.seconds(clock, measured, calls)
            total += last
        }
        while total < warmth { total += Timing.seconds(clock, measured, calls) }
        self.calls = calls
    }

    /// Times of a call, taken for so many seconds.
    func samples(seconds: Double) -> [Double] {
        var samples: [Double] = []
        var total = 0.0
        repeat {
            let taken = Timing.seconds(clock, measured, calls)
            samples.append(taken / Double(calls))
            total += taken
        } while total < seconds
        return samples
    }

    private static func seconds(_ clock: ContinuousClock, _ measured: Measured, _ calls: Int) -> Double {
        clock.measure { measured.run(calls) } / .seconds(1)
    }
}
