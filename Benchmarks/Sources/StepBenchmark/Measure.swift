/// The time of a call, in seconds: the median over at least a second, after warming up.
///
/// As many calls as take a millisecond are timed together, so that the clock's own time does not count.
func medianTime(of body: () -> Void) -> Double {
    let clock = ContinuousClock()
    func time(_ calls: Int) -> Double {
        let duration = clock.measure { for _ in 0..<calls { body() } }
        return duration / .seconds(1)
    }

    var calls = 1
    while time(calls) < 1e-3 { calls *= 2 }
    var warmth = 0.0
    while warmth < 0.3 { warmth += time(calls) }

    var samples: [Double] = []
    var total = 0.0
    while total < 1 || samples.count < 5 {
        samples.append(time(calls))
        total += samples.last!
    }
    return samples.sorted()[samples.count / 2] / Double(calls)
}
