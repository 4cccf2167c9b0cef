import Dispatch
import Synchronization

/// The steps of a run, and when to look up from them. What each step costs is in here: an addition, a comparison, and the reading of
/// a flag that another thread sets.
@usableFromInline final class StepCounter {
    /// The steps that have been made.
    @usableFromInline var step = 0
    /// The step at which a callback is called next.
    @usableFromInline var nextStop = Int.max
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
    private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

    @usableFromInline init() {}

    deinit { stop() }

    /// Whether it is set.
    @inlinable var isWanted: Bool { flag.load(ordering: .relaxed) }

    func want() { flag.store(true, ordering: .relaxed) }
    func clear() { flag.store(false, ordering: .relaxed) }

    func start() {
        let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        source.schedule(deadline: .now() + .milliseconds(50), repeating: .milliseconds(50), leeway: .milliseconds(5))
        source.setEventHandler { [weak self] in self?.want() }
        source.activate()
        timer.withLock { $0 = source }
    }

    func stop() { timer.withLock { $0.take() }?.cancel() }
}
