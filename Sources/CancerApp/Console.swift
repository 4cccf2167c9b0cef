import Glibc

/// The terminal: results on standard output, errors in one line on standard error.
enum Console {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    static func fail(_ message: String, code: Int32) -> Never {
        let line = message.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
        fflush(nil)
        write("CancerApp: \(line)\n", to: STDERR_FILENO)
        exit(code)
    }

    /// Writes at once, and not through the buffer of `print`.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                if count < 0 && errno != EINTR { return }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
            }
        }
    }
}

/// What Ctrl-C does: one line on standard error and exit code 130.
enum Interruption {
    static func install() {
        signal(SIGINT) { _ in
            // Only what may be called in a signal handler.
            let line: StaticString = "\nCancerApp: interrupted\n"
            _ = Glibc.write(STDERR_FILENO, line.utf8Start, line.utf8CodeUnitCount)
            _exit(130)
        }
    }

    /// Holds Ctrl-C back while a file is written, so that no part of it is left behind.
    static func deferred<R, Failure: Error>(_ body: () throws(Failure) -> R) throws(Failure) -> R {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        defer { pthread_sigmask(SIG_UNBLOCK, &signals, nil) }
        return try body()
    }
}
