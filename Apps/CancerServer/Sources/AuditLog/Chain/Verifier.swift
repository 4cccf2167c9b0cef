import Foundation
import GRDB

/// One reading of the log from its first entry to its last.
struct Verifier {
    private let db: Database
    private let key: LogKey
    /// The ends of the chain that it must agree with: the stored one and one that was kept elsewhere.
    private let heads: [AuditLog.ChainHead]
    /// How many entries the stored end says there are; nil where it was altered.
    private let count: Int64?
    /// The entries whose contents were erased.
    private let erasures: EntryRanges

    private var findings = Findings()
    private var displaced = DisplacedEntries()
    /// The chain's link as it follows from the entries that stand in the log; nil once one is missing or changed, which is a finding.
    private var link: Data? = Link.first
    private var last: Int64 = 0
    private var entries = 0
    private var erased = 0

    static func verify(_ db: Database, key: LogKey, head: AuditLog.ChainHead?) throws -> AuditLog.Verification {
        let stored = try storedHead(db, key: key)
        var verifier = Verifier(
            db: db, key: key, heads: [stored, head].compactMap(\.self), count: stored?.count,
            erasures: try erasures(db, key: key))
        try verifier.readEntries()
        if !verifier.findings.isFull { try verifier.compareEnds() }
        verifier.displaced.explain(key: key, in: &verifier.findings)
        return AuditLog.Verification(
            entries: verifier.entries, erased: verifier.erased, findings: verifier.findings.sorted,
            head: verifier.findings.isEmpty ? stored : nil)
    }

    private init(db: Database, key: LogKey, heads: [AuditLog.ChainHead], count: Int64?, erasures: EntryRanges) {
        (self.db, self.key, self.heads, self.count, self.erasures) = (db, key, heads, count, erasures)
    }

    /// The chain's end as the log has it; nil where it is not as it was written.
    private static func storedHead(_ db: Database, key: LogKey) throws -> AuditLog.ChainHead? {
        guard let row = try Row.fetchOne(db, sql: "SELECT count, link, code FROM head WHERE id = 1"),
            let count = row.integer("count"), let link = row.data("link"), let code = row.data("code"),
            count >= 0, code == key.headCode(count: count, link: link)
        else { return nil }
        return AuditLog.ChainHead(count: count, code: code)
    }

    /// What erasures say that is proven by the chain.
    private static func erasures(_ db: Database, key: LogKey) throws -> EntryRanges {
        var ranges: [ClosedRange<Int64>] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT erasure.*, commitment, seal FROM erasure JOIN entry USING (id)")
        while let row = try rows.next() {
            guard let id = row.integer("id"), let content = row.erasure, row.data("commitment") == content.commitment,
                row.data("seal") == key.seal(id: id, commitment: content.commitment),
                let entries = EntryRanges(content.fields.entries)
            else { continue }
            ranges += entries.ranges
        }
        return EntryRanges(union: ranges)
    }

    private mutating func readEntries() throws {
        compareHeads(at: 0)
        let rows = try Row.fetchCursor(db, sql: "SELECT id, commitment, seal FROM entry ORDER BY id")
        while !findings.isFull, let row = try rows.next() {
            entries += 1
            guard let id = row.integer("id"), id > last else {
                findings.add(row.integer("id") ?? 0, .added)
                continue
            }
            if id > last + 1, last < count ?? .max {
                let missing = last + 1...min(id - 1, count ?? .max)
                findings.add(missing, .missing)
                displaced.addOrigins(missing)
                link = nil
            }
            last = id
            try read(id, row)
            compareHeads(at: id)
        }
    }

    /// Compares an entry with its seal, and its content with its commitment.
    private mutating func read(_ id: Int64, _ row: Row) throws {
        guard let commitment = row.data("commitment"), let seal = row.data("seal"),
            seal == key.seal(id: id, commitment: commitment)
        else {
            link = nil
            if let count, id > count { return findings.add(id, .added) }
            return displaced.add(id, commitment: row.data("commitment"), seal: row.data("seal"), findings: &findings)
        }
        // The chain went on after the end that is stored: that one is an earlier one.
        if let count, id > count { findings.add(id, .headAltered) }
        link = link.map { Link.next(after: $0, commitment: commitment) }

        switch try content(of: id) {
        case .none where erasures.contains(id): erased += 1
        case .none:
            findings.add(id, .contentMissing)
            displaced.addOrigin(id, commitment: commitment)
        case .commitment(let found) where found == commitment:
            if erasures.contains(id) { findings.add(id, .contentKept) }
        case .commitment(let found):
            displaced.add(id, commitment: commitment, contentCommitment: found, findings: &findings)
        case .unreadable: findings.add(id, .changed)
        }
    }

    private enum FoundContent {
        case none, unreadable
        case commitment(Data)
    }

    private func content(of id: Int64) throws -> FoundContent {
        let prediction = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM prediction WHERE id = ?"), arguments: [id])
        let erasure = try Row.fetchOne(db.cachedStatement(sql: "SELECT * FROM erasure WHERE id = ?"), arguments: [id])
        switch (prediction, erasure) {
        case (nil, nil): return .none
        case (let row?, nil): return row.prediction.map { .commitment($0.commitment) } ?? .unreadable
        case (nil, let row?): return row.erasure.map { .commitment($0.commitment) } ?? .unreadable
        case (_?, _?): return .unreadable
        }
    }

    private mutating func compareHeads(at id: Int64) {
        guard let link else { return }
        for head in heads where head.count == id && head.code != key.headCode(count: id, link: link) {
            findings.add(max(id, 1), .differsFromHead)
        }
    }

    /// Looks for what the log has beyond its end, and for what its ends have beyond the log.
    private mutating func compareEnds() throws {
        if count == nil { findings.add(max(last, 1), .headAltered) }
        let end = heads.map(\.count).max() ?? 0
        if end > last { findings.add(last + 1...end, .cutOff) }
        for table in ["prediction", "erasure"] {
            let ids = try Row.fetchCursor(
                db, sql: "SELECT id FROM \(table) WHERE (id < 1 OR id > ?) AND id NOT IN (SELECT id FROM entry) ORDER BY id",
                arguments: [max(last, end)])
            while !findings.isFull, let id = try ids.next() { findings.add(id.integer("id") ?? 0, .added) }
        }
    }
}
