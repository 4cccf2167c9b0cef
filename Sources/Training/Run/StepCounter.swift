import Dispatch
import Synchronization

/// The steps of a run, and when to look up from them. What each step costs is in here: an addition, a comparison, and the reading of
/// a flag that another thread sets.
@usableFromInline final class StepCounter {
    /// The steps that have been made.
    @exclusivity(unchecked) @usableFromInline var step = 0
    /// The step at which a callback is called next.
    @exclusivity(unchecked) @usableFromInline var nextStop = Int.max
    @usableFromInline let attention = Attention()

    /// Counts a step, and says whether something is to be done after it.
    @inlinable func advance() -> Bool {
        step &+= 1
        return step >= nextStop || attention.isWanted
    }
}

/// A flag that is set some twenty times a second, so that clocks, signals and cancellation are looked at between two steps without
/// costing each step anything.
@usableFromInline final class Attention: Sendable {
    @usableFromInline let flag = Atomic(false)
    private let isTicking = Atomic(false)

    @usableFromInline init() {}

    /// Whether it is set.
    @inlinable var isWanted: Bool { flag.load(ordering: .relaxed) }

    func want() { flag.store(true, ordering: .relaxed) }
    func clear() { flag.store(false, ordering: .relaxed) }

    func start() {
        isTicking.store(true, ordering: .relaxed)
        scheduleTick()
    }

    func stop() { isTicking.store(false, ordering: .relaxed) }

    private func scheduleTick() {
        DispatchQueue.global(qos: .utility).asyncAfter(deadline: .now() + .milliseconds(50)) { [weak self] in
            guard let self, isTicking.load(ordering: .relaxed) else { return }
            want()
            scheduleTick()
        }
    }
}
