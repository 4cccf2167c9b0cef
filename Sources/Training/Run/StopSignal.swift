import Glibc
import Synchronization

/// A signal on which a run makes its step to the end, saves its state, and stops.
public enum StopSignal: Sendable, CaseIterable {
    /// SIGINT: Ctrl-C.
    case interrupt
    /// SIGTERM: what `kill`, systemd and schedulers of clusters send.
    case terminate

    /// The signal's number.
    public var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .terminate: SIGTERM
        }
    }
}

/// The first signal that arrived. A handler may do little more than to write down a number.
private let arrived = Atomic<Int32>(0)

/// The signals that are caught, a bit for each number.
private let caught = Atomic<UInt64>(0)

/// Catches signals while a run goes on, except those that the parent process has ignored, as a shell does for what it starts in the
/// background. A second signal ends the process at once, as if nothing caught it.
struct SignalCatcher {
    private let signals: [StopSignal]
    private let former: [sigaction]

    init(_ signals: [StopSignal]) {
        // Initialized here, since a handler must not be what initializes it.
        arrived.store(0, ordering: .relaxed)
        let signals = signals.filter { !SignalCatcher.isIgnored($0) }
        caught.store(signals.reduce(0) { $0 | 1 << UInt64($1.number) }, ordering: .relaxed)
        self.signals = signals
        former = signals.map { stop in
            var (action, former) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = { number in
                // Two that arrive at once are both caught.
                if !arrived.compareExchange(expected: 0, desired: number, ordering: .relaxed).exchanged {
                    Glibc.signal(number, SIG_DFL)
                    raise(number)
                }
                // The next one, whichever it is, ends the process.
                let caught = caught.load(ordering: .relaxed)
                for other in Int32(1)..<64 where caught >> UInt64(other) & 1 == 1 { Glibc.signal(other, SIG_DFL) }
            }
            action.sa_flags = Int32(SA_RESTART)
            sigaction(stop.number, &action, &former)
            return former
        }
    }

    private static func isIgnored(_ signal: StopSignal) -> Bool {
        var action = sigaction()
        sigaction(signal.number, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// The signal that has arrived; nil where none has.
    var signal: StopSignal? {
        let number = arrived.load(ordering: .relaxed)
        return signals.first { $0.number == number }
    }

    /// Gives the signals back to whoever handled them before.
    func stop() {
        for (stop, action) in zip(signals, former) {
            var action = action
            sigaction(stop.number, &action, nil)
        }
    }
}
