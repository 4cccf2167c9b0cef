import Foundation

/// What a process that compares cases writes as it goes, so that another can read how far it came: a line before each case,
/// a line after it, and in between whatever a trap had to say.
struct Journal {
    private static let mark: Character = "\u{1}"

    let path = FileManager.default.temporaryDirectory.appendingPathComponent("conformance-\(UUID().uuidString)").path

    /// Makes a file the output and the error output of this process.
    static func redirectOutput(to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        dup2(file, STDOUT_FILENO)
        dup2(file, STDERR_FILENO)
        close(file)
    }

    static func begin(_ name: String, _ next: Suite.Position) { write("begin \(next.file) \(next.item) \(name)") }

    static func end(_ verdict: Verdict) {
        switch verdict {
        case .passed: write("passed")
        case .failed(let reason): write("failed \(reason)")
        case .skipped(let reason): write("skipped \(reason)")
        }
    }

    static func finish() { write("finished") }

    private static func write(_ line: String) {
        FileHandle.standardOutput.write(Data("\n\(mark)\(line.replacing("\n", with: " "))\n".utf8))
    }

    /// Reads a journal into the tally, and removes it. Returns where to go on, if the process did not reach the end.
    func read(into tally: inout Tally) throws -> Suite.Position? {
        // Testing's own last words are no text.
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        try FileManager.default.removeItem(atPath: path)
        var name = "the run"
        var next: Suite.Position?
        var isPending = true
        var lastWords = "the process ended"
        for line in text.split(separator: "\n") {
            guard line.first == Journal.mark else {
                if let message = line.firstRange(of: "Fatal error: ") { lastWords = "trap: \(line[message.upperBound...])" }
                continue
            }
            let words = line.dropFirst().split(separator: " ", maxSplits: 1)
            let rest = words.count > 1 ? String(words[1]) : ""
            switch words.first {
            case "begin":
                let parts = rest.split(separator: " ", maxSplits: 2)
                guard parts.count == 3, let file = Int(parts[0]), let item = Int(parts[1]) else { continue }
                next = Suite.Position(file: file, item: item)
                name = String(parts[2])
                isPending = true
                continue
            case "passed": tally.add(.passed, name)
            case "failed": tally.add(.failed(rest), name)
            case "skipped": tally.add(.skipped(rest), name)
            case "finished": return nil
            default: continue
            }
            isPending = false
        }
        if isPending { tally.add(.failed(lastWords), name) }
        return next
    }
}

/// How many cases passed, failed and were skipped.
struct Tally: CustomStringConvertible {
    private(set) var passed = 0
    private(set) var failed = 0
    private(set) var skipped = 0

    /// Counts a verdict, and prints it where it is a failure; where `CONFORMANCE_VERBOSE` is set, also why a case is skipped.
    mutating func add(_ verdict: Verdict, _ name: String) {
        switch verdict {
        case .passed:
            passed += 1
        case .failed(let reason):
            failed += 1
            print("failed: \(name): \(reason)")
        case .skipped(let reason):
            skipped += 1
            if ProcessInfo.processInfo.environment["CONFORMANCE_VERBOSE"] != nil { print("skipped: \(name): \(reason)") }
        }
    }

    var description: String { "\(passed) passed, \(failed) failed, \(skipped) skipped" }
}
