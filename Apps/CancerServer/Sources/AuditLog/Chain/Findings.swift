/// The findings of one reading. Neighbours with the same problem are one finding.
struct Findings {
    private var list: [AuditLog.Finding] = []

    var isEmpty: Bool { list.isEmpty }
    var isFull: Bool { list.count >= AuditLog.Verification.maximumFindings }

    /// The findings in their entries' order.
    var sorted: [AuditLog.Finding] { list.sorted { $0.entries.lowerBound < $1.entries.lowerBound } }

    mutating func add(_ entry: Int64, _ problem: AuditLog.Finding.Problem) { add(entry...entry, problem) }

    mutating func add(_ entries: ClosedRange<Int64>, _ problem: AuditLog.Finding.Problem) {
        if let last = list.last, last.problem == problem, last.entries.upperBound < .max,
            entries.lowerBound == last.entries.upperBound + 1
        {
            list[list.count - 1] = .init(last.entries.lowerBound...entries.upperBound, problem)
        } else {
            list.append(.init(entries, problem))
        }
    }
}
