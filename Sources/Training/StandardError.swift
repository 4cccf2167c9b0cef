import Glibc
import Synchronization

/// Text for whoever watches. Where it cannot be written, nothing happens: a training does not end because nobody looks.
enum StandardError {
    /// Whether the terminal's current line is one that was drawn, and that other text must not continue.
    private static let hasLine = Mutex(false)

    /// Whether it is a terminal whose lines can be drawn again.
    static var isTerminal: Bool {
        let name = environment("TERM")
        return isatty(STDERR_FILENO) == 1 && name != "" && name != "dumb"
    }

    /// The width of the terminal in columns; what COLUMNS says, or 80, where the terminal does not know.
    static var width: Int {
        var size = winsize()
        if ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 { return Int(size.ws_col) }
        return Int(environment("COLUMNS")).flatMap { $0 > 0 ? $0 : nil } ?? 80
    }

    private static func environment(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    /// Writes text, after erasing a drawn line.
    static func write(_ text: String) { hasLine.withLock { put(erasing(&$0) + text) } }

    /// Draws a line in the place of the one before. The terminal cuts off what is too long, since a wrapped line could not be erased.
    static func draw(_ line: String) {
        hasLine.withLock {
            put(erasing(&$0) + "\u{1B}[?7l\(line)\u{1B}[?7h")
            $0 = true
        }
    }

    /// Erases a drawn line.
    static func eraseLine() { hasLine.withLock { if $0 { put(erasing(&$0)) } } }

    private static func erasing(_ hasLine: inout Bool) -> String {
        defer { hasLine = false }
        return hasLine ? "\r\u{1B}[2K" : ""
    }

    private static func put(_ text: String) {
        // A closed pipe's signal would end the process.
        var (pipe, blocked, pending) = (sigset_t(), sigset_t(), sigset_t())
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        sigpending(&pending)
        pthread_sigmask(SIG_BLOCK, &pipe, &blocked)
        if !writeAll(text) && errno == EPIPE && sigismember(&pending, SIGPIPE) == 0 {
            var now = timespec()
            sigtimedwait(&pipe, nil, &now)
        }
        pthread_sigmask(SIG_SETMASK, &blocked, nil)
    }

    private static func writeAll(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(STDERR_FILENO, start, rest.count)
                if count < 0 && errno != EINTR { return false }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
            }
            return true
        }
    }

    /// Makes sure that the three standard descriptors are open. Else the next file that is opened, such as a checkpoint, gets the number of
    /// one that is closed, and what is meant for the terminal is written into it. They fail as closed ones do: input that cannot be read,
    /// output that cannot be written.
    static func reserveDescriptors() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is this one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
