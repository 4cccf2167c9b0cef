import Glibc

/// The terminal: results on standard output, errors in one line on standard error.
enum Console {
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// A line, or several, that is there at once, and not when a buffer is full.
    static func print(_ text: String, terminator: String = "\n") {
        if let reason = write(text + terminator, to: STDOUT_FILENO) {
            fail("standard output cannot be written: \(reason)", code: EXIT_FAILURE)
        }
    }

    /// Forgets what stands in the terminal's current line: a progress bar.
    static func erase() { if isTerminal { write("\r\u{1B}[2K", to: STDOUT_FILENO) } }

    static func fail(_ message: String, code: Int32) -> Never {
        let line = message.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " ")
        erase()
        write("CancerApp: \(line)\n", to: STDERR_FILENO)
        exit(code)
    }

    /// - Returns: Why it failed, if it did.
    @discardableResult
    private static func write(_ text: String, to descriptor: Int32) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, !rest.isEmpty {
                let count = Glibc.write(descriptor, start, rest.count)
                if count < 0 && errno != EINTR { return String(cString: strerror(errno)) }
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(count, 0)))
            }
            return nil
        }
    }
}
