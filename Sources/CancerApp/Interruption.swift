import Glibc

/// What signals do. Ctrl-C: one line on standard error and exit code 130.
enum Interruption {
    private static let mainThread = pthread_self()

    /// To be called on the main thread.
    static func install() {
        _ = mainThread
        // A file beyond the user's limit is an error of the write, and not the end.
        signal(SIGXFSZ, SIG_IGN)
        // Only what may be called in a signal handler.
        signal(SIGINT) { number in
            // Another thread leaves it to the main one, which may be holding it back.
            if pthread_equal(pthread_self(), Interruption.mainThread) == 0 {
                pthread_kill(Interruption.mainThread, number)
                return
            }
            func write(_ text: StaticString, to descriptor: Int32) {
                _ = Glibc.write(descriptor, text.utf8Start, text.utf8CodeUnitCount)
            }
            if isatty(STDOUT_FILENO) == 1 { write("\n", to: STDOUT_FILENO) }
            write("CancerApp: interrupted\n", to: STDERR_FILENO)
            _exit(130)
        }
    }

    /// Holds Ctrl-C back while a file is written, so that no part of it is left behind. For the main thread.
    static func deferred<R, Failure: Error>(_ body: () throws(Failure) -> R) throws(Failure) -> R {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        defer { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
        return try body()
    }
}
