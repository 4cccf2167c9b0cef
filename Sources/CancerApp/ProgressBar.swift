import Synchronization

/// How much of some work is done, drawn in a line of standard error that is erased at its end; nothing unless that is a terminal.
final class ProgressBar: Sendable {
    private let what: String
    private let total: Int
    private let drawn = Mutex<ContinuousClock.Instant?>(nil)

    /// - Parameter what: the pieces of work, in the plural.
    init(_ what: String, of total: Int) { (self.what, self.total) = (what, total) }

    /// Draws the bar, at most twenty times a second.
    func draw(_ done: Int) {
        if !Console.errorsAreOnTerminal { return }
        drawn.withLock { drawn in
            let now = ContinuousClock.now
            if let last = drawn, now - last < .milliseconds(50) { return }
            drawn = now
            let (width, part) = (30, 30 * done / max(total, 1))
            let bar = String(repeating: "#", count: part) + String(repeating: ".", count: width - part)
            Console.draw("[\(bar)] \(done) of \(total) \(what)")
        }
    }

    /// Erases the bar.
    func erase() { if drawn.withLock({ $0 != nil }) { Console.draw("") } }
}
