import Glibc
import Serialization
import Synchronization

/// The folder of a run: its lock, and its checkpoints, which another thread writes.
///
///     runs/tumours/.lock                 held by the process that has the run
///     runs/tumours/checkpoints/step-000000001200.safetensors
///     runs/tumours/checkpoints/history-000000001024.safetensors     the records of former epochs, see ``HistoryFiles``
final class RunFolder: Sendable {
    let path: String
    /// The descriptor of the lock file; nil once the folder is free for others.
    private let lock: Mutex<Int32?>

    /// Makes the folder where there is none, and locks it.
    init(_ path: String) throws(RunError) {
        func fail() -> RunError { RunError(path, .folder(String(cString: strerror(errno)))) }
        self.path = path
        var (made, isAbsolute) = ("", path.hasPrefix("/"))
        for name in (path + "/checkpoints").split(separator: "/") {
            made += (isAbsolute || !made.isEmpty ? "/" : "") + name
            isAbsolute = false
            if mkdir(made, 0o777) != 0 && errno != EEXIST { throw fail() }
        }
        guard let checkpoints = opendir(made) else { throw fail() }
        closedir(checkpoints)
        let descriptor = open(path + "/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        if descriptor < 0 { throw fail() }
        if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let error = errno == EWOULDBLOCK ? RunError(path, .locked) : fail()
            close(descriptor)
            throw error
        }
        lock = Mutex(descriptor)
        _ = try? Safetensors.removeLeftovers(in: path + "/checkpoints")
    }

    deinit { unlock() }

    /// Leaves the folder to others.
    func unlock() {
        lock.withLock { descriptor in
            if let descriptor {
                // A child process that has not called exec yet has the descriptor too.
                flock(descriptor, LOCK_UN)
                close(descriptor)
            }
            descriptor = nil
        }
    }

    func file(ofStep step: Int) -> String { file("step", step) }

    func file(ofHistoryThrough epoch: Int) -> String { file("history", epoch) }

    func hasHistory(through epoch: Int) -> Bool { access(file(ofHistoryThrough: epoch), F_OK) == 0 }

    private func file(_ kind: String, _ number: Int) -> String {
        let digits = String(number)
        return "\(path)/checkpoints/\(kind)-\(String(repeating: "0", count: max(0, 12 - digits.count)))\(digits).safetensors"
    }

    /// The steps that have checkpoints, the newest first.
    var steps: [Int] { numbers("step") }

    private func numbers(_ kind: String) -> [Int] {
        guard let folder = opendir(path + "/checkpoints") else { return [] }
        defer { closedir(folder) }
        var numbers: [Int] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if name.hasPrefix("\(kind)-"), name.hasSuffix(".safetensors"),
                let number = Int(name.dropFirst(kind.count + 1).dropLast(12))
            {
                numbers.append(number)
            }
        }
        return numbers.sorted(by: >)
    }

    /// The newest checkpoint that can be read, and the errors of those that cannot.
    ///
    /// - Throws: ``RunError`` where the newest was written by a newer version, or there are some and none can be read.
    func newest() throws(RunError) -> (found: (file: String, state: CheckpointState)?, unreadable: [CheckpointError]) {
        var unreadable: [CheckpointError] = []
        for step in steps {
            let file = file(ofStep: step)
            do { return ((file, try CheckpointState(reading: file)), unreadable) } catch {
                if case .newerVersion = error.problem { throw RunError(path, .checkpoint(error)) }
                unreadable.append(error)
            }
        }
        if let first = unreadable.first { throw RunError(path, .checkpoint(first)) }
        return (nil, [])
    }

    func removeCheckpoints() {
        for step in steps { unlink(file(ofStep: step)) }
        for epoch in numbers("history") { unlink(file(ofHistoryThrough: epoch)) }
    }

    /// Removes all checkpoints but those of some steps and the newest ones until the last step. What is newer was passed over when the run
    /// was resumed, since it is damaged, and must not count.
    func removeCheckpoints(exceptNewest count: Int, until last: Int, and kept: Set<Int>) {
        for step in steps.filter({ $0 <= last }).dropFirst(max(count, 1)) where !kept.contains(step) {
            unlink(file(ofStep: step))
        }
    }
}
