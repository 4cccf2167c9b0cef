import Glibc

/// What signals do. Ctrl-C, `kill` and a terminal that closes: one line on standard error, and the exit code that a shell gives for the
/// signal.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]
    private static let mainThread = pthread_self()

    /// To be called on the main thread.
    static func install() {
        _ = mainThread
        // A file beyond the user's limit is an error of the write, and not the end.
        signal(SIGXFSZ, SIG_IGN)
        for number in signals where !isIgnored(number) {
            // Only what may be called in a signal handler.
            signal(number) { number in
                // Another thread leaves it to the main one, which may be holding it back.
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
        // A thread that starts processes may have blocked them for itself, and with that for the app.
        var handled = handledSignals
        pthread_sigmask(SIG_UNBLOCK, &handled, nil)
    }

    private static var handledSignals: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in signals { sigaddset(&set, number) }
        return set
    }

    /// Whether who started the app wants it not to hear a signal, as `nohup` does.
    private static func isIgnored(_ number: Int32) -> Bool {
        var inherited = sigaction()
        sigaction(number, nil, &inherited)
        return unsafeBitCast(inherited.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Holds signals back while a file is written, so that no part of it is left behind where the file system has no files without a
    /// name. For the main thread.
    static func deferred<R, Failure: Error>(_ body: () throws(Failure) -> R) throws(Failure) -> R {
        var (held, before) = (handledSignals, sigset_t())
        pthread_sigmask(SIG_BLOCK, &held, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try body()
    }
}
