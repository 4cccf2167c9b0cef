import Synchronization

/// How often an address may fail to say who it is.
///
/// After `allowed` failures within `window` seconds an address is refused, whatever it sends, until the window is over. The number of
/// addresses is bounded: the one whose window began first is forgotten.
public final class FailureLimit: Sendable {
    private struct Failures {
        var count: Int
        let start: Double
    }

    private let allowed: Int
    private let window: Double
    private let maximumCount: Int
    private let now: @Sendable () -> Double
    private let failures = Mutex<[String: Failures]>([:])

    /// A limit without failures. `now` is the time in seconds.
    public init(
        allowed: Int = 10, window: Double = 60, maximumCount: Int = 10_000,
        now: @escaping @Sendable () -> Double = systemSeconds
    ) {
        self.allowed = allowed
        self.window = window
        self.maximumCount = maximumCount
        self.now = now
    }

    /// After how many seconds an address may try again; nil if it may now.
    public func delay(_ address: String) -> Double? {
        failures.withLock { failures in
            guard !failures.isEmpty, let failure = failures[address] else { return nil }
            let rest = failure.start + window - now()
            if rest <= 0 { failures[address] = nil }
            return rest > 0 && failure.count >= allowed ? rest : nil
        }
    }

    /// Counts a failure.
    public func add(_ address: String) {
        let time = now()
        failures.withLock { failures in
            if let failure = failures[address], failure.start + window > time {
                failures[address]?.count += 1
                return
            }
            if failures.count >= maximumCount {
                failures = failures.filter { $0.value.start + window > time }
                if failures.count >= maximumCount, let first = failures.min(by: { $0.value.start < $1.value.start }) {
                    failures[first.key] = nil
                }
            }
            failures[address] = Failures(count: 1, start: time)
        }
    }
}

/// Seconds of a clock that never goes back.
public let systemSeconds: @Sendable () -> Double = {
    let origin = ContinuousClock.now
    return { (ContinuousClock.now - origin) / .seconds(1) }
}()
