import Glibc

/// The handling of signals. Ctrl-C, `kill` and a closed terminal end with one line on standard error, and the exit code of a
/// shell for the signal.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    private static let mainThread = pthread_self()

    /// Must be called on the main thread.
    static func install() {
        _ = mainThread
        // Exceeding the file size limit is reported as a write error instead of ending the process.
        signal(SIGXFSZ, SIG_IGN)
        for number in signals where !isIgnored(number) {
            // Only functions that are async-signal-safe.
            signal(number) { number in
                // Another thread leaves the signal to the main one, which may be deferring it.
                if pthread_equal(pthread_self(), Interruption.mainThread) == 0 {
                    pthread_kill(Interruption.mainThread, number)
                    return
                }
                func write(_ text: StaticString, to descriptor: Int32) {
                    _ = Glibc.write(descriptor, text.utf8Start, text.utf8CodeUnitCount)
                }
                if isatty(STDOUT_FILENO) == 1 { write("\n", to: STDOUT_FILENO) }
                switch number {
                case SIGINT: write("CancerApp: interrupted\n", to: STDERR_FILENO)
                case SIGTERM: write("CancerApp: terminated\n", to: STDERR_FILENO)
                default: write("CancerApp: the terminal was closed\n", to: STDERR_FILENO)
                }
                _exit(128 + number)
            }
        }
        // A parent process may have blocked these signals, which the app inherits.
        var handled = handledSignals
        pthread_sigmask(SIG_UNBLOCK, &handled, nil)
    }

    private static var handledSignals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        return set
    }

    /// Whether the parent process wants the signal to be ignored, as `nohup` does.
    private static func isIgnored(_ number: Int32) -> Bool {
        var inherited = sigaction()
        sigaction(number, nil, &inherited)
        return unsafeBitCast(inherited.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Defers signals while a file is written, so that no temporary file is left behind where the file system has no unnamed
    /// files. For the main thread.
    static func deferred<R, Failure: Error>(_ body: () throws(Failure) -> R) throws(Failure) -> R {
        var (held, before) = (handledSignals, sigset_t())
        pthread_sigmask(SIG_BLOCK, &held, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
