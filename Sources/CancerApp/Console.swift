import Glibc

/// The terminal: results on standard output, errors in one line on standard error.
enum Console {
    /// Whether standard output is a terminal whose lines can be erased.
    static let isTerminal = canErase(STDOUT_FILENO)

    /// Whether standard error is a terminal whose lines can be erased.
    static let errorsAreOnTerminal = canErase(STDERR_FILENO)

    private static func canErase(_ descriptor: Int32) -> Bool {
        let name = getenv("TERM").map { String(cString: $0) } ?? ""
        return isatty(descriptor) == 1 && name != "" && name != "dumb"
    }

    /// Prints text at once, without buffering.
    static func print(_ text: String, terminator: String = "\n") {
        guard let problem = write(text + terminator, to: STDOUT_FILENO) else { return }
        // The reader has closed the pipe. SIGPIPE says so, unless it is ignored.
        if problem == EPIPE { exit(128 + SIGPIPE) }
        fail("standard output cannot be written: \(String(cString: strerror(problem)))", code: EXIT_FAILURE)
    }

    /// Erases the terminal's current line, such as a progress bar.
    static func erase() { if isTerminal { write("\r\u{1B}[2K", to: STDOUT_FILENO) } }

    /// Draws a line in the place of the current one of standard error, which must be a terminal.
    static func draw(_ line: String) { write("\r\u{1B}[2K" + line, to: STDERR_FILENO) }

    /// Says something in one line on standard error.
    static func note(_ message: String) {
        let line = message.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
        erase()
        write("CancerApp: \(shortened(line))\n", to: STDERR_FILENO)
    }

    static func fail(_ message: String, code: Int32) -> Never {
        note(message)
        exit(code)
    }

    /// A long line without its middle: the cause may be at its end.
    private static func shortened(_ line: String) -> String {
        let (scalars, limit) = (line.unicodeScalars, 1000)
        if scalars.count <= limit { return line }
        return String(scalars.prefix(limit * 3 / 4)) + "..." + String(scalars.suffix(limit / 4))
    }

    /// - Returns: The error number, if there was an error.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                if count < 0 && errno != EINTR { return errno }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
            }
            return nil
        }
    }
}
