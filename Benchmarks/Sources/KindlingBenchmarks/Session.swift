import CLimits
import Kindling

/// What the comparing script asks, by lines:
///
///     list                      the names of the rows
///     flops THREADS             float32 operations a second that the machine can do at most
///     bandwidth THREADS BYTES   bytes a second that it can move at most, within so many
///     roundtrip                 seconds that a word takes from one core to another and back
///     check CALLS NAME          prepares a row, makes so many calls, and tells what came of each
///     warm SECONDS              warms the prepared row up
///     time SECONDS              times of a call of the prepared row
///
/// Each is answered by one line of JSON.
struct Session {
    let rows: [Row]
    private var measured: Measured?
    private var timing: Timing?

    init(_ rows: [Row]) { self.rows = rows }

    /// Nil for what is no request.
    mutating func answer(_ request: String) -> String? {
        let parts = request.split(separator: " ", maxSplits: 2).map(String.init)
        switch (parts.first, parts.count) {
        case ("list", 1): return list(rows.map { "\"\($0.name)\"" })
        case ("flops", 2):
            guard let threads = Int32(parts[1]) else { return nil }
            return limits_flops(threads).json
        case ("bandwidth", 3):
            guard let threads = Int32(parts[1]), let bytes = Double(parts[2]) else { return nil }
            return limits_bandwidth(threads, bytes).json
        case ("roundtrip", 1): return limits_round_trip().json
        case ("check", 3):
            guard let calls = Int(parts[1]), let row = rows.first(where: { $0.name == parts[2] }) else { return nil }
            // The row before gives its memory back first.
            (measured, timing) = (nil, nil)
            let prepared = row.prepare()
            measured = prepared
            return list((0..<calls).flatMap { _ in prepared.results().map { Digest($0).json } })
        case ("warm", 2):
            guard let warmth = Double(parts[1]), let measured else { return nil }
            timing = Timing(measured, warmth: warmth)
            return "true"
        case ("time", 2):
            guard let seconds = Double(parts[1]), let timing else { return nil }
            return list(timing.samples(seconds: seconds).map(\.json))
        default: return nil
        }
    }

    private func list(_ items: [String]) -> String { "[" + items.joined(separator: ", ") + "]" }
}
