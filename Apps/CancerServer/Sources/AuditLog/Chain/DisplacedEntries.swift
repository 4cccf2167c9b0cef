import Foundation

/// Entries and contents that do not belong where they stand, and the numbers where something else stands or nothing: what was moved from one to another
/// is told from what was changed.
struct DisplacedEntries {
    private struct Displaced {
        let id: Int64
        var commitment: Data?
        var seal: Data?
        /// What the content that stands here is committed to by; nil where the entry itself is displaced.
        var contentCommitment: Data?
    }

    private var displaced: [Displaced] = []
    /// The numbers whose entries are missing or displaced.
    private var origins: [Int64] = []
    /// The numbers whose contents are missing or displaced, by their commitments.
    private var contentOrigins: [Data: Int64] = [:]

    private static let limit = AuditLog.Verification.maximumFindings

    /// An entry whose seal is not its own.
    mutating func add(_ id: Int64, commitment: Data?, seal: Data?, findings: inout Findings) {
        addOrigins(id...id)
        add(Displaced(id: id, commitment: commitment, seal: seal), &findings)
    }

    /// An entry whose content is not its own.
    mutating func add(_ id: Int64, commitment: Data, contentCommitment: Data, findings: inout Findings) {
        addOrigin(id, commitment: commitment)
        add(Displaced(id: id, contentCommitment: contentCommitment), &findings)
    }

    private mutating func add(_ entry: Displaced, _ findings: inout Findings) {
        // To compare more of them takes too long: most of the log is not where it was.
        if displaced.count < Self.limit { displaced.append(entry) } else { findings.add(entry.id, .changed) }
    }

    /// Numbers whose entries are missing.
    mutating func addOrigins(_ ids: ClosedRange<Int64>) { origins += ids.prefix(Self.limit - origins.count) }

    /// A number whose content is missing.
    mutating func addOrigin(_ id: Int64, commitment: Data) {
        if contentOrigins.count < Self.limit { contentOrigins[commitment] = id }
    }

    /// Adds a finding for each displaced entry.
    func explain(key: LogKey, in findings: inout Findings) {
        for entry in displaced {
            let origin =
                if let content = entry.contentCommitment {
                    contentOrigins[content]
                } else if let commitment = entry.commitment, let seal = entry.seal {
                    origins.first { key.seal(id: $0, commitment: commitment) == seal }
                } else {
                    Int64?.none
                }
            findings.add(entry.id, origin.map { .reordered(from: $0) } ?? .changed)
        }
    }
}
